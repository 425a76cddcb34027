-- The accounts as they stood before a moment, counted from the transfers alone.
with moves as (
    select t.source_id, t.target_id,
           case when t.act in ('post', 'settle') then t.amount else 0 end as posted,
           case t.act when 'post' then 0 when 'hold' then t.amount else -t.amount end as held
      from books_transfer t join books_chain c on c.id = t.chain_id
     where c."when" < %(end)s
), sides as (
    select source_id as id, 0 as posted_in, posted as posted_out, 0 as held_in, held as held_out
      from moves
     union all
    select target_id, posted, 0, held, 0 from moves
)
select a.name, sum(sides.posted_in)::bigint, sum(sides.posted_out)::bigint,
       sum(sides.held_in)::bigint, sum(sides.held_out)::bigint
  from sides join books_account a using (id)
 group by a.id, a.name
 order by a.id
