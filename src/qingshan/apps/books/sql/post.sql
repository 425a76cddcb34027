-- The one door of the ledger: create, then lock, keys, judge, write, for a whole batch in one call.
--
-- The second expression of the rule sheet in core/ledger/rules.py. What is said of a chain's shape
-- (amounts, sinks, known codes) has been checked by the caller; here the state is asked.
-- Arrays go in and stay arrays: a temporary table made inside the door would cost more than all
-- the rest. Judging walks the arrays once, so that a chain that offends is taken out whole where
-- it stands and the chains behind it are judged without it.
--
-- Accounts, holds and chains are named by their place in p_accounts, p_holds and p_keys, from 1.
-- p_first: for each chain the place of the first chain with its key (empty: all keys differ).
-- p_last: for each chain the place of its last transfer; p_chain: for each transfer its chain.
-- p_act: 0 post, 1 hold, 2 settle, 3 release. p_hold: 0 for none.
-- p_expires, p_facts: may end early or be empty; what is missing is none.
--
-- An expression costs about as much as looking up a row, once in each transaction; so the way of a
-- chain that is accepted is kept short.
--
-- Answer: null when all chains are new and written. Otherwise
--   {"unknown": [account, ...]}                nothing written: these accounts name no asset
--   {"repeats": [[chain, when], ...],          written before, with equal content
--    "sealed": [[chain, day], ...],            refused: the day takes nothing more
--    "faults": [[chain, code, transfer, account, has, asks], ...]}
create or replace function books_post(
    p_when timestamptz, p_day date, p_accounts text[],
    p_keys text[], p_digests text[], p_codes text[], p_facts text[], p_first int[],
    p_passes boolean[], p_last int[],
    p_chain int[], p_act int[], p_source int[], p_target int[], p_amount bigint[], p_hold int[],
    p_expires timestamptz[], p_holds text[]
) returns jsonb language plpgsql
-- Every statement looks rows up by key. A plan made while the tables were small, or for one chain,
-- must not read whole tables when they have grown, and planning anew costs more than running.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
as $door$
declare
    n_accounts constant int := cardinality(p_accounts);
    n_chains constant int := cardinality(p_keys);
    n_holds constant int := cardinality(p_holds);
    -- Accounts as they were, and what this batch does to them.
    a_id bigint[]; a_asset bigint[]; a_free bigint[];
    a_supply boolean[]; a_closed boolean[]; a_frozen boolean[];
    d_in bigint[] := array_fill(0::bigint, array[n_accounts]);
    d_out bigint[] := d_in; d_held_in bigint[] := d_in; d_held_out bigint[] := d_in;
    -- Holds: null in h_left means that there is none; h_new is the transfer that made it.
    h_id bigint[]; h_left bigint[]; h_source bigint[]; h_target bigint[];
    h_expires timestamptz[]; h_new int[]; d_left bigint[];
    -- Chains: the digest that claimed a key, and the number of each chain that is written.
    claims text[]; c_when timestamptz[]; c_id bigint[] := array_fill(null::bigint, array[n_chains]);
    frozen_assets bigint[]; sealed date; flagged boolean; any_claims boolean;
    f int; s int; g int; h int; n bigint; act int;
    fault text; place text; has bigint; bad boolean; written boolean; made boolean := false;
    new_holds int := 0;
    repeats jsonb; faults jsonb; closed_days jsonb;
begin
    -- A sealing takes this lock alone and for itself: it sees a day without writers.
    perform pg_advisory_xact_lock_shared(7239001);

    -- Create, then lock. While an account is missing nothing is locked: the missing ones are made in
    -- order of name, and only then are all locked in order of key. It is the only order of locks in
    -- the house.
    loop
        select array_agg(z.id), array_agg(z.asset_id), array_agg(z.free),
               array_agg(z.source_of_supply), array_agg(z.closed), array_agg(z.frozen)
        into a_id, a_asset, a_free, a_supply, a_closed, a_frozen
        from (
            select * from (
                select x.id, x.asset_id, x.posted_in - x.posted_out - x.held_out as free,
                       x.source_of_supply, x.closed, x.frozen, m.place
                from unnest(p_accounts) with ordinality m(name, place)
                join books_account x on x.name = m.name
                where made or n_accounts = (
                    select count(*) from books_account k where k.name = any(p_accounts))
                order by x.id for no key update of x
            ) y order by y.place
        ) z;
        exit when made or a_id is not null;
        insert into books_account (asset_id, owner, kind, name, posted_in, posted_out,
                                   held_in, held_out, closed, frozen)
        select q.id, split_part(m.name, '/', 2), split_part(m.name, '/', 3), m.name,
               0, 0, 0, 0, false, false
        from unnest(p_accounts) m(name) join books_asset q on q.code = split_part(m.name, '/', 1)
        where not exists (select from books_account k where k.name = m.name)
        order by m.name
        on conflict do nothing;
        made := true;
    end loop;
    if coalesce(cardinality(a_id), 0) < n_accounts then
        return jsonb_build_object('unknown', (
            select jsonb_agg(m.name) from unnest(p_accounts) m(name)
            where not exists (select from books_account k where k.name = m.name)));
    end if;

    -- Each statement from here on sees everything committed before the locks were had.
    select array(select q.id from books_asset q where q.id = any(a_asset) and q.frozen),
           (select e.day from books_seal e where e.day >= p_day order by e.day desc limit 1),
           exists(select from books_chain k where k.key = any(p_keys))
    into frozen_assets, sealed, any_claims;
    flagged := cardinality(frozen_assets) > 0 or true = any(a_closed) or true = any(a_frozen);

    -- Keys.
    if any_claims then
        select array_agg(k.digest order by m.place), array_agg(k."when" order by m.place)
        into claims, c_when
        from unnest(p_keys) with ordinality m(key, place) left join books_chain k on k.key = m.key;
    elsif cardinality(p_first) > 0 then
        claims := array_fill(null::text, array[n_chains]);
        c_when := array_fill(null::timestamptz, array[n_chains]);
        any_claims := true;
    end if;
    if n_holds > 0 then
        select array_agg(z.id), array_agg(z.left), array_agg(z.source_id), array_agg(z.target_id),
               array_agg(z.expires)
        into h_id, h_left, h_source, h_target, h_expires
        from (
            select k.id, k.left, k.source_id, k.target_id, k.expires
            from unnest(p_holds) with ordinality m(key, place)
            left join books_hold k on k.key = m.key order by m.place
        ) z;
        -- The accounts of a hold are locked, so the hold is; one between other accounts is refused.
        d_left := array_fill(0::bigint, array[n_holds]);
        h_new := array_fill(0, array[n_holds]);
    end if;

    -- Judge: each transfer as if those before it had happened.
    for c in 1 .. n_chains loop
        if any_claims then
            f := coalesce(p_first[c], c);
            if claims[f] = p_digests[c] then
                repeats := coalesce(repeats, '[]')
                    || jsonb_build_array(jsonb_build_array(c, c_when[f]));
                continue;
            elsif claims[f] is not null then
                faults := coalesce(faults, '[]')
                    || jsonb_build_array(jsonb_build_array(c, 'E-LG-12', 0, '', 0, 0));
                continue;
            end if;
        end if;
        if sealed is not null then
            closed_days := coalesce(closed_days, '[]')
                || jsonb_build_array(jsonb_build_array(c, sealed));
            continue;
        end if;
        for t in coalesce(p_last[c - 1], 0) + 1 .. p_last[c] loop
            act := p_act[t]; s := p_source[t]; g := p_target[t]; n := p_amount[t];
            if flagged then
                has := 0;
                if a_closed[s] then fault := 'E-LG-14'; place := p_accounts[s];
                elsif a_closed[g] then fault := 'E-LG-14'; place := p_accounts[g];
                elsif not p_passes[c] then
                    if a_asset[s] = any(frozen_assets) then fault := 'E-LG-15'; place := '';
                    elsif a_frozen[s] and act < 2 then fault := 'E-LG-16'; place := p_accounts[s];
                    end if;
                end if;
            end if;
            if act = 0 then
                if a_free[s] + d_in[s] - d_out[s] - d_held_out[s] < n
                    and not a_supply[s] and fault is null
                then
                    has := a_free[s] + d_in[s] - d_out[s] - d_held_out[s];
                    fault := 'E-LG-22'; place := p_accounts[s];
                end if;
                d_out[s] := d_out[s] + n;
                d_in[g] := d_in[g] + n;
            elsif act = 1 then
                h := p_hold[t];
                if fault is null then
                    place := ''; has := 0;
                    if h_left[h] is not null then fault := 'E-LG-17';
                    elsif p_expires[t] <= p_when then fault := 'E-LG-21';
                    elsif not a_supply[s] then
                        has := a_free[s] + d_in[s] - d_out[s] - d_held_out[s];
                        if has < n then fault := 'E-LG-22'; place := p_accounts[s]; end if;
                    end if;
                end if;
                if h_left[h] is null then
                    h_left[h] := n; h_source[h] := a_id[s]; h_target[h] := a_id[g];
                    h_expires[h] := p_expires[t]; h_new[h] := t; new_holds := new_holds + 1;
                end if;
                d_held_out[s] := d_held_out[s] + n;
                d_held_in[g] := d_held_in[g] + n;
            else
                h := p_hold[t];
                if fault is null then
                    place := ''; has := 0;
                    if h_left[h] is null then fault := 'E-LG-18';
                    elsif h_source[h] <> a_id[s] or h_target[h] <> a_id[g] then
                        fault := 'E-LG-19';
                        select p.name || '→' || q.name into place from books_account p, books_account q
                        where p.id = h_source[h] and q.id = h_target[h];
                    elsif h_left[h] + d_left[h] < n then
                        fault := 'E-LG-20'; has := h_left[h] + d_left[h];
                    elsif act = 2 and h_expires[h] <= p_when then
                        fault := 'E-LG-21'; place := to_jsonb(h_expires[h]) #>> '{}';
                    end if;
                end if;
                d_left[h] := d_left[h] - n;
                d_held_out[s] := d_held_out[s] - n;
                d_held_in[g] := d_held_in[g] - n;
                if act = 2 then
                    d_out[s] := d_out[s] + n;
                    d_in[g] := d_in[g] + n;
                end if;
            end if;
            if fault is not null then
                faults := coalesce(faults, '[]') || jsonb_build_array(jsonb_build_array(
                    c, fault, t - coalesce(p_last[c - 1], 0), place, has, n));
                fault := null;
                bad := true;
            end if;
        end loop;
        if bad then
            -- Taken out whole: undo it backwards.
            for t in reverse p_last[c] .. coalesce(p_last[c - 1], 0) + 1 loop
                act := p_act[t]; s := p_source[t]; g := p_target[t]; n := p_amount[t];
                h := p_hold[t];
                if act = 0 or act = 2 then
                    d_out[s] := d_out[s] - n;
                    d_in[g] := d_in[g] - n;
                end if;
                if act = 1 then
                    d_held_out[s] := d_held_out[s] - n;
                    d_held_in[g] := d_held_in[g] - n;
                    if h_new[h] = t then
                        h_left[h] := null; h_new[h] := 0; new_holds := new_holds - 1;
                    end if;
                elsif act > 1 then
                    d_held_out[s] := d_held_out[s] + n;
                    d_held_in[g] := d_held_in[g] + n;
                    d_left[h] := d_left[h] + n;
                end if;
            end loop;
            bad := null;
        else
            c_id[c] := nextval('books_chain_id_seq');
            written := true;
            if any_claims then claims[f] := p_digests[c]; c_when[f] := p_when; end if;
        end if;
    end loop;

    -- Write.
    if written then
        insert into books_chain (id, key, code, digest, facts, "when")
        select m.id, m.key, m.code, m.digest, coalesce(p_facts[m.place]::jsonb, '{}'), p_when
        from unnest(c_id, p_keys, p_codes, p_digests) with ordinality m(id, key, code, digest, place)
        where m.id is not null;
        insert into books_transfer (chain_id, ordinal, act, source_id, target_id, amount, hold, expires)
        select c_id[m.chain], m.place - coalesce(p_last[m.chain - 1], 0),
               (array['post', 'hold', 'settle', 'release'])[m.act + 1],
               a_id[m.source], a_id[m.target], m.amount, coalesce(p_holds[m.hold], ''),
               p_expires[m.place]
        from unnest(p_chain, p_act, p_source, p_target, p_amount, p_hold) with ordinality
             m(chain, act, source, target, amount, hold, place)
        where c_id[m.chain] is not null;
        update books_account x
        set posted_in = x.posted_in + m.d_in, posted_out = x.posted_out + m.d_out,
            held_in = x.held_in + m.d_held_in, held_out = x.held_out + m.d_held_out
        from unnest(a_id, d_in, d_out, d_held_in, d_held_out)
             m(id, d_in, d_out, d_held_in, d_held_out)
        where x.id = m.id;
        if new_holds > 0 then
            insert into books_hold (key, source_id, target_id, amount, "left", expires, chain_id)
            select m.key, h_source[m.place], h_target[m.place], m.amount,
                   m.amount + d_left[m.place], m.expires, c_id[p_chain[m.made]]
            from unnest(p_holds, h_left, h_expires, h_new) with ordinality
                 m(key, amount, expires, made, place)
            where m.made > 0;
        end if;
        if n_holds > new_holds then
            update books_hold k set "left" = k.left + m.change
            from unnest(h_id, d_left) m(id, change) where k.id = m.id and m.change <> 0;
        end if;
    end if;
    if repeats is null and faults is null and closed_days is null then
        return null;
    end if;
    return jsonb_build_object('repeats', coalesce(repeats, '[]'), 'faults', coalesce(faults, '[]'),
                              'sealed', coalesce(closed_days, '[]'));
end
$door$;
