-- Every kept figure that re-adding the transfers does not give: what, place, kept, counted.
with moves as (
    select t.*, case when t.act in ('post', 'settle') then t.amount else 0 end as posted,
           case t.act when 'post' then 0 when 'hold' then t.amount else -t.amount end as held
    from books_transfer t
), counted as (
    select a.id, coalesce(i.posted, 0) as posted_in, coalesce(o.posted, 0) as posted_out,
           coalesce(i.held, 0) as held_in, coalesce(o.held, 0) as held_out
    from books_account a
    left join (select target_id, sum(posted) posted, sum(held) held from moves group by 1) i
         on i.target_id = a.id
    left join (select source_id, sum(posted) posted, sum(held) held from moves group by 1) o
         on o.source_id = a.id
)
select what, place, kept::text, counted::text
from (
    select 1 as rank, 'account counters (in, out, held in, held out)' as what, a.name as place,
           concat_ws(' ', a.posted_in, a.posted_out, a.held_in, a.held_out) as kept,
           concat_ws(' ', c.posted_in, c.posted_out, c.held_in, c.held_out) as counted,
           a.id as number
    from books_account a join counted c on c.id = a.id
    where (a.posted_in, a.posted_out, a.held_in, a.held_out)
       <> (c.posted_in, c.posted_out, c.held_in, c.held_out)
    union all
    select 2, 'sum of an asset', q.code, sum(a.posted_in - a.posted_out)::text, '0', q.id
    from books_account a join books_asset q on q.id = a.asset_id
    group by q.id, q.code having sum(a.posted_in - a.posted_out) <> 0
    union all
    select 3, 'account name', a.name, a.name, concat_ws('/', q.code, a.owner, a.kind), a.id
    from books_account a join books_asset q on q.id = a.asset_id
    where a.name <> concat_ws('/', q.code, a.owner, a.kind)
    union all
    select 4, 'what is left of a hold', coalesce(h.key, m.hold), h.left::text, m.held::text, h.id
    from books_hold h
    full join (select hold, sum(held) held from moves where hold <> '' group by 1) m
         on m.hold = h.key
    where h.left is distinct from m.held
    union all
    select 5, 'held counter against open holds', a.name, a.held_out::text,
           coalesce(h.held, 0)::text, a.id
    from books_account a
    left join (select source_id, sum("left") held from books_hold group by 1) h
         on h.source_id = a.id
    where a.held_out <> coalesce(h.held, 0)
    union all
    select 6, 'accounts that a transfer names', coalesce(c.key, t.chain_id::text) || '#' || t.ordinal,
           concat_ws(' ', t.source_id, t.target_id), concat_ws(' ', s.id, g.id), t.chain_id
    from books_transfer t
    left join books_chain c on c.id = t.chain_id
    left join books_account s on s.id = t.source_id
    left join books_account g on g.id = t.target_id
    where c.id is null or s.id is null or g.id is null or s.asset_id <> g.asset_id
    union all
    select 7, 'chain without transfers', c.key, c.digest, '', c.id
    from books_chain c
    where not exists (select from books_transfer t where t.chain_id = c.id)
) found
order by rank, number
