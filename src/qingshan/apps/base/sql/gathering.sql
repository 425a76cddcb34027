-- Acts that wait to be done together; whoever has the turn does them (`turn.sql`).
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
