-- Acts that wait to be done together, and the turn that one of the waiting takes for all.
--
-- The table says nothing that lasts: who finds its act neither waiting nor in the journal does it
-- alone. So it is written to no log of the server and is empty after a crash.

create unlogged table base_waiting (
    id bigint generated always as identity primary key,
    verb text not null,
    actor jsonb not null,
    key text not null,
    content text not null,
    "when" text not null,
    note text not null,
    arguments jsonb not null,
    entered timestamptz not null default clock_timestamp()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Put an act down and wait for the turn. ``waiting`` are then the acts to be done by the caller,
-- its own among them, and the turn is the caller's until it gives ``pg_advisory_unlock``; where
-- another has done the act meanwhile, it is null, ``done`` is what the journal says of it, and the
-- answer has waited for the disk (``base/durable.py``). Who has the turn pauses for others to come.
-- An act whose caller has waited longer than ``patience_s`` is not begun any more.
create procedure base_wait_turn(
    act_verb text, actor text, actor_told text, act_key text, content text, moment text, note text,
    arguments text, house integer, turn integer, patience_s integer, pause_ms integer,
    most integer,
    inout own bigint, inout waiting jsonb, inout done jsonb
) language plpgsql as $$
begin
    insert into base_waiting as line (verb, actor, key, content, "when", note, arguments)
    values (act_verb, actor_told::jsonb, act_key, content, moment, note, arguments::jsonb)
    returning line.id into own;
    commit;
    perform pg_advisory_lock(house, turn);
    if exists (select from base_waiting as line where line.id = own) then
        delete from base_waiting as line
         where line.entered < clock_timestamp() - make_interval(secs => patience_s)
           and line.id <> own;
        perform pg_sleep(pause_ms / 1000.0);
        select jsonb_agg(to_jsonb(one) order by one.id) into waiting
          from (
              select * from base_waiting as line
               where line.verb = act_verb
               order by line.id <> own, line.id
               limit most
          ) as one;
        return;
    end if;
    perform pg_advisory_unlock(house, turn);
    select jsonb_build_array(event.content, event.subject, event.subject_id) into done
      from base_event as event
     where event.actor = base_wait_turn.actor and event.verb = act_verb and event.key = act_key;
    perform pg_logical_emit_message(true, 'qingshan', '');
end
$$;
