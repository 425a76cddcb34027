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

from qingshan.apps.books import store  # noqa: E402
from qingshan.core.ledger.model import (  # noqa: E402
    AccountId,
    AccountKind,
    AssetKind,
    Chain,
    post,
)

WHEN = datetime(2024, 5, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
ACCOUNTS = 1000
ISSUED = 1_000_000
ASSET = "BENCH"


def party(number: int) -> AccountId:
    return AccountId(ASSET, f"party:{number}", AccountKind.PARTY)


SUPPLY = AccountId(ASSET, "registry", AccountKind.SUPPLY)


def prepare() -> None:
    """Open the asset and give every account the same."""
    with transaction.atomic():
        store.open_asset(ASSET, AssetKind.CARBON)
        chains = [
            Chain(f"issue.{n}", "issue", (post(SUPPLY, party(n), ISSUED),)) for n in range(ACCOUNTS)
        ]
        assert all(reply.accepted for reply in store.post(chains, when=WHEN))


def any_chain(chance: random.Random, key: str) -> Chain:
    source = chance.randrange(ACCOUNTS)
    target = (source + chance.randrange(1, ACCOUNTS)) % ACCOUNTS
    return Chain(key, "transfer", (post(party(source), party(target), chance.randrange(1, 10)),))


def work(name: str, seconds: float, size: int) -> dict[str, object]:
    """Book for a while: ``size`` chains of one transfer in each transaction."""
    chance = random.Random(name)
    took: list[float] = []
    booked = 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        begun = time.perf_counter()
        chains = [any_chain(chance, f"{name}.{booked + n}") for n in range(size)]
        with transaction.atomic():
            replies = store.post(chains, when=WHEN)
        took.append(time.perf_counter() - begun)
        assert all(reply.accepted and reply.first_time for reply in replies), replies[0]
        booked += size
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


def main() -> None:
    task, *arguments = sys.argv[1:]
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    done: object = None
    if task == "prepare":
        prepare()
    elif task == "prepare_races":
        prepare_races(int(arguments[0]))
    elif task == "work":
        done = work(arguments[0], float(arguments[1]), int(arguments[2]))
    elif task == "race":
        done = race(arguments[0], int(arguments[1]), int(arguments[2]))
    elif task == "verify":
        from qingshan.apps.books import audit

        found = audit.verify()
        done = None if found is None else str(found)
    sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
