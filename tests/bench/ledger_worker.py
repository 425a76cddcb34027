"""One client of the ledger benchmark: a process with a connection of its own.

Started by ``ledger.py``; says ``ready``, waits for a line, works, and prints what it did as JSON.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from qingshan.apps.books import audit, store  # noqa: E402
from qingshan.core.ledger.model import (  # noqa: E402
    AccountId,
    AccountKind,
    AssetKind,
    Chain,
    post,
)

WHEN = datetime(2024, 5, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
SERIES = 5
"""One for all single chains, and one for each client that books batches: a day's settlement."""
ACCOUNTS = 1000
ISSUED = 1_000_000


def units(series: int, number: int) -> AccountId:
    return AccountId(f"BENCH{series}", f"party:{number}", AccountKind.PARTY)


def cash(series: int, number: int) -> AccountId:
    return AccountId(f"YUAN{series}", f"party:{number}", AccountKind.PARTY)


def prepare() -> None:
    """Open the assets and give every account the same."""
    chains = []
    with transaction.atomic():
        for series in range(SERIES):
            store.open_asset(f"BENCH{series}", AssetKind.CARBON)
            store.open_asset(f"YUAN{series}", AssetKind.MONEY)
            supply = AccountId(f"BENCH{series}", "registry", AccountKind.SUPPLY)
            bank = AccountId(f"YUAN{series}", "bank", AccountKind.BANK)
            for n in range(ACCOUNTS):
                given = (
                    post(supply, units(series, n), ISSUED),
                    post(bank, cash(series, n), ISSUED),
                )
                chains.append(Chain(f"issue.{series}.{n}", "issue", given))
        assert all(reply.accepted for reply in store.post(chains, when=WHEN))
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def any_post(chance: random.Random, key: str, series: int) -> Chain:
    """One transfer between any two of the accounts."""
    one, other = chance.sample(range(ACCOUNTS), 2)
    move = post(units(series, one), units(series, other), chance.randrange(1, 10))
    return Chain(key, "transfer", (move,))


def any_trade(chance: random.Random, key: str, series: int) -> Chain:
    """Delivery against payment with both fees: four transfers that happen together."""
    seller, buyer = chance.sample(range(ACCOUNTS), 2)
    fee = AccountId(f"YUAN{series}", "exchange", AccountKind.FEE)
    return Chain(
        key,
        "trade",
        (
            post(units(series, seller), units(series, buyer), chance.randrange(1, 10)),
            post(cash(series, buyer), cash(series, seller), 20),
            post(cash(series, buyer), fee, 1),
            post(cash(series, seller), fee, 1),
        ),
    )


def work(name: str, seconds: float, size: int, series: int, kind: str) -> dict[str, object]:
    """Book for a while, ``size`` chains in each call; the chains are made before the clock runs."""
    chance = random.Random(name)
    make = {"post": any_post, "trade": any_trade}[kind]
    count = int(seconds * (4000 if size == 1 else 24_000 if kind == "post" else 6000)) // size
    calls = [
        [make(chance, f"{name}.{number}.{n}", series) for n in range(size)]
        for number in range(count)
    ]
    ready()
    took: list[float] = []
    booked = 0
    start = time.perf_counter()
    for chains in calls:
        begun = time.perf_counter()
        replies = store.post(chains, when=WHEN)
        took.append(time.perf_counter() - begun)
        assert all(reply.accepted and reply.first_time for reply in replies), replies[0]
        booked += sum(len(chain.transfers) for chain in chains)
        if time.perf_counter() - start > seconds:
            break
    elapsed = time.perf_counter() - start
    return {"booked": booked, "rate": booked / elapsed, "p50_ms": statistics.median(took) * 1000}


def race(name: str, rounds: int, amount: int) -> dict[str, object]:
    """Book the same side of every race; the other side is another process."""
    accepted = []
    for number in range(rounds):
        owner = AccountId(f"RACE{number}", "party:1", AccountKind.PARTY)
        buyer = AccountId(f"RACE{number}", f"party:{name}", AccountKind.PARTY)
        chain = Chain(f"race.{name}.{number}", "transfer", (post(owner, buyer, amount),))
        with transaction.atomic():
            accepted.append(store.post([chain], when=WHEN)[0].accepted)
    return {"accepted": accepted}


def prepare_races(rounds: int) -> None:
    with transaction.atomic():
        for number in range(rounds):
            store.open_asset(f"RACE{number}", AssetKind.CARBON)
        chains = [
            Chain(
                f"race.issue.{number}",
                "issue",
                (
                    post(
                        AccountId(f"RACE{number}", "registry", AccountKind.SUPPLY),
                        AccountId(f"RACE{number}", "party:1", AccountKind.PARTY),
                        100,
                    ),
                ),
            )
            for number in range(rounds)
        ]
        store.post(chains, when=WHEN)


def ready() -> None:
    """Say so, and wait for the others."""
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main() -> None:
    task, *arguments = sys.argv[1:]
    done: object = None
    if task == "work":
        name, seconds, size, series, kind = arguments
        done = work(name, float(seconds), int(size), int(series), kind)
    else:
        ready()
    if task == "prepare":
        prepare()
    elif task == "prepare_races":
        prepare_races(int(arguments[0]))
    elif task == "race":
        done = race(arguments[0], int(arguments[1]), int(arguments[2]))
    elif task == "verify":
        found = audit.verify()
        done = None if found is None else str(found)
    sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
