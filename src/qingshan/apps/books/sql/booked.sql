-- The door for a message that nothing may follow unless everything is booked: the answer of books_post
-- must be null, which says that all chains are new and written. Otherwise the transaction fails. The
-- detail of the error is the answer, and what kinds the assets of the accounts are, for nothing more
-- can be asked then.
create or replace function books_booked(answer jsonb, p_accounts text[])
returns void language plpgsql as $$
begin
    if answer is not null then
        raise exception using errcode = 'QS001', message = 'not booked', detail = answer
            || jsonb_build_object('kinds', (
                select coalesce(jsonb_object_agg(asset.code, asset.kind), '{}')
                  from books_asset as asset
                 where asset.code in (
                     select split_part(told.name, '/', 1) from unnest(p_accounts) as told (name))));
    end if;
end
$$;
