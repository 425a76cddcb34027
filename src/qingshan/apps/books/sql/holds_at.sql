-- The holds that were open before a moment, with what was left of them.
select h.key, s.name, g.name, h.amount, m.held::bigint, c.code, h.expires
  from (
      select t.hold, sum(case t.act when 'hold' then t.amount else -t.amount end) as held
        from books_transfer t join books_chain c on c.id = t.chain_id
       where t.hold <> '' and c."when" < %(end)s
       group by t.hold
  ) m
  join books_hold h on h.key = m.hold
  join books_account s on s.id = h.source_id
  join books_account g on g.id = h.target_id
  join books_chain c on c.id = h.chain_id
 where m.held <> 0
 order by h.id
