-- How many acts of a verb went together last: as many may come again.
create unlogged table base_turn (
    verb text primary key,
    acts integer not null
) with (fillfactor = 50);

-- Put an act down and wait for the turn. ``waiting`` are then the acts to be done by the caller,
-- its own among them, and the turn is the caller's until it gives ``pg_advisory_unlock``; where
-- another has done the act meanwhile, it is null, ``done`` is what the journal says of it, and the
-- answer has waited for the disk (``base/durable.py``). Acts whose keys are in the journal are not
-- among those waiting; each such caller finds that out alone.
--
-- Who has the turn pauses until as many have come as went together last, ``pause_ms`` at most: one
-- that is alone waits for nobody. Those who wait hear of its end all at once, for they ask for the
-- lock as sharers and give it back; whoever is there first takes the next turn.
-- An act whose caller has waited longer than ``patience_s`` is not begun any more.
create or replace procedure base_wait_turn(
    act_verb text, actor text, actor_told text, act_key text, content text, moment text, note text,
    arguments text, house integer, turn integer, patience_s integer, pause_ms integer,
    most integer,
    inout own bigint, inout waiting jsonb, inout done jsonb
) language plpgsql as $$
declare
    expected integer;
    is_first boolean;
    waits boolean;
begin
    insert into base_waiting as line (verb, actor, key, content, "when", note, arguments)
    values (act_verb, actor_told::jsonb, act_key, content, moment, note, arguments::jsonb)
    returning line.id into own;
    commit;
    loop
        is_first := pg_try_advisory_lock(house, turn);
        if not is_first then
            perform pg_advisory_lock_shared(house, turn);
            perform pg_advisory_unlock_shared(house, turn);
        end if;
        waits := exists (select from base_waiting as line where line.id = own);
        exit when is_first and waits;
        if not waits then
            if is_first then
                perform pg_advisory_unlock(house, turn);
            end if;
            select jsonb_build_array(event.content, event.subject, event.subject_id) into done
              from base_event as event
             where event.actor = base_wait_turn.actor and event.verb = act_verb
               and event.key = act_key;
            perform pg_logical_emit_message(true, 'qingshan', '');
            return;
        end if;
    end loop;
    delete from base_waiting as line
     where line.entered < clock_timestamp() - make_interval(secs => patience_s)
       and line.id <> own;
    select last.acts into expected from base_turn as last where last.verb = act_verb;
    for pause in 1 .. 2 * pause_ms loop
        exit when (
            select count(*) from base_waiting as line where line.verb = act_verb
        ) >= coalesce(expected, 1);
        perform pg_sleep(0.0005);
    end loop;
    select coalesce(jsonb_agg(to_jsonb(one) order by one.id), '[]') into waiting
      from (
          select * from base_waiting as line
           where line.verb = act_verb
             and not exists (
                 select from base_event as event
                  where event.actor = line.actor ->> 'name' and event.verb = act_verb
                    and event.key = line.key
             )
           order by line.id <> own, line.id
           limit most
      ) as one;
    insert into base_turn (verb, acts) values (act_verb, jsonb_array_length(waiting))
    on conflict (verb) do update set acts = excluded.acts;
end
$$;
