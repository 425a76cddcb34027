"""Settled trades: picked, judged, held, delivered against payment; beside pgbench and a peer.

Clients pick by the verb, as pages and programs do: roles, hours, band, gap, holders, positions and
halts judged, money held, an event. Beside them the clearing settles every second what waits, deal
by deal, with units, money, both fees and an event of each. Counted is what is delivered, and time
runs until the last deal is. The peer, django-hordak, books the plain double entry of the same
trades on the same server and nothing else. Everybody's clients are processes that stay for all
rounds; each side works in a database of its own that is dropped. The server writes with ``fsync``
and ``synchronous_commit`` for all three.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qingshan.config import embedded, environment
from tests.bench.ledger import ROUNDS, beside, crew, database, fact, house, pgbench, rate, work
from tests.bench.peers import peer

HERE = Path(__file__).parent
WORKER, PEER_WORKER = HERE / "trades_worker.py", HERE / "trades_peer.py"
PEER = ("django-hordak==2.0.0", "Django==5.2.19", "psycopg[binary]==3.3.9", "django-money==3.6.2")
CLIENTS, RATIO = 8, 0.3
Row = dict[str, Any]


def run() -> list[Row]:
    """All figures; about two minutes, and one more when the peer is new."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    python = peer("hordak", *PEER)
    with (
        database(server, "bench_pgbench") as yardstick,
        house(server, "bench_trades") as url,
        database(server, "bench_hordak") as theirs,
    ):
        pgbench(yardstick, "-i", "-q", "-s", "10")
        work(url, [["prepare"]], WORKER)
        work(theirs, [["prepare"]], PEER_WORKER, python)
        with (
            crew(url, WORKER, CLIENTS + 1) as traded,
            crew(theirs, PEER_WORKER, CLIENTS, python) as booked,
        ):
            ours = beside(
                f"trades picked and settled, {CLIENTS} clients",
                yardstick,
                lambda n: rate(traded(n)),
                RATIO,
            )
            orders = beside(
                f"the same in orders of eight offers, {CLIENTS} clients",
                yardstick,
                lambda n: rate(traded(f"orders{n}")),
                0,
            )
            rounds = [(rate(traded(f"own{n}")), rate(booked(f"{n}"))) for n in range(ROUNDS)]
        (told,) = work(url, [["verify"]], WORKER)
        (other,) = work(theirs, [["verify"]], PEER_WORKER, python)
    assert other["units_apart"] == other["money_apart"] == 0, other
    return [
        ours,
        ahead(rounds),
        {**orders, "bar": None},
        fact(f"of {told['settled']:,} trades, not settled", told["waiting"]),
        fact("units delivered apart from trades, carbon units", told["units_apart"]),
        fact(
            "money paid apart from trades, fen", abs(told["paid_apart"]) + abs(told["fees_apart"])
        ),
        fact("differences after re-adding everything", 0 if told["differs"] is None else 1),
    ]


def ahead(rounds: list[tuple[float, float]]) -> Row:
    """The median of some rounds, each measured one after the other."""
    ratio, ours, theirs = sorted((one / other, one, other) for one, other in rounds)[ROUNDS // 2]
    return {
        "name": "the same beside plain double entry by django-hordak",
        "value": round(ours),
        "unit": "1/s",
        "against": f"django-hordak {theirs:,.0f} trades/s",
        "ratio": round(ratio, 3),
        "bar": ">= 1",
        "ok": ratio >= 1,
    }
