"""The tape filled to a size: one deal by the real verbs, then as many like it, each with its event.

Every row keeps the columns that the verbs wrote; only numbers, series, amounts, uses, buyers and
moments differ. What was written is told as one JSON line.
"""

from __future__ import annotations

import json
import sys

from django.core.management import call_command
from django.db import connection, transaction
from trades_worker import TRADERS, Keys, pick, prepare

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.jobs import add_up
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.walks.cast import player

SERIES, DAYS = 500, 5 * 365


def main(count: int) -> None:
    """Fill and tell."""
    call_command("collectstatic", verbosity=0, interactive=False)
    prepare()
    buyer, keys = player(TRADERS[0].username), Keys("first")
    first = pick(keys.call(buyer.actor, 0), Listing.objects.earliest("pk").pk, buyer.party.pk)
    settle_trade(keys.call(player("operator").actor, 0), trade=first.pk)
    before = Trade.objects.filter(state="settled").count()
    fill(first, count)
    add_up(now())  # as the house does every night
    told = {
        "before": before,
        "deals": Trade.objects.filter(state="settled").count(),
        "events": Event.objects.filter(name="trade.settled").count(),
        "tickets": [f"BENCH{n}" for n in range(SERIES)],
        "purposes": list(PURPOSES),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def fill(first: Trade, count: int) -> None:
    """Deals of five years up to the first, and the event of each settlement."""
    ago = f"- ({count} - n) * {DAYS * 86_400 / count:.6f} * interval '1 second'"
    buyers = ", ".join(str(player(part.username).party.pk) for part in TRADERS)
    uses = ", ".join(f"'{name}'" for name in PURPOSES)
    tonnes, price = "(1 + mod(n, 900))", "(7000 + mod(n * 7, 2000))"
    with transaction.atomic():
        _like(
            "exchange_trade", f"id = {first.pk}", count,
            id=f"{first.pk} + n", number="'CJ-BENCH-' || n", order="'GP-BENCH-' || n",
            listing_id="null::bigint", asset=f"'ticket:BENCH' || mod(n, {SERIES})",
            buyer_id=f"(array[{buyers}])[1 + mod(n, {len(TRADERS)})]",
            quantity=f"{tonnes} * 10000", price_fen=price, amount_fen=f"{tonnes} * {price}",
            unit_hold="'delivery:CJ-BENCH-' || n", cash_hold="'trade:CJ-BENCH-' || n",
            purpose=f"(array[{uses}])[1 + mod(n, {len(PURPOSES)})]",
            agreed=f"t.agreed {ago}", settled=f"t.settled {ago}",
        )  # fmt: skip
        _like(
            "base_event", f"name = 'trade.settled' and subject_id = {first.pk}", count,
            id="(select max(id) from base_event) + n", subject_id=f"{first.pk} + n",
            key="'bench/' || n", when=f't."when" {ago}',
            content="encode(sha256(('c' || n)::bytea), 'hex')",
            digest="encode(sha256(('d' || n)::bytea), 'hex')",
        )  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("exchange_trade", "base_event"):
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}"
            )
        cursor.execute("vacuum analyze")


def _like(table: str, one: str, count: int, **said: str) -> None:
    """So many rows like one of a table: ``said`` are the columns that differ."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_schema = 'public'"
            " and table_name = %s and is_generated = 'NEVER' order by ordinal_position",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
        assert set(said) <= set(names), f"{table}: {sorted(set(said) - set(names))}"
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(said.get(name, f't."{name}"') for name in names)
        cursor.execute(
            f"insert into {table} ({columns}) select {values} from"
            f" (select * from {table} where {one}) as t"
            f" cross join generate_series(1::bigint, {count}) as n order by n"
        )
        assert cursor.rowcount == count, f"{table}: {cursor.rowcount} rows"


if __name__ == "__main__":
    main(int(sys.argv[1]))
