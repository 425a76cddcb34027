"""A process of its own that books until it is done or killed; started by ``test_processes.py``."""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from qingshan.apps.books import store  # noqa: E402
from qingshan.core.ledger.model import (  # noqa: E402
    AccountId,
    AccountKind,
    Chain,
    Transfer,
    hold,
    post,
    settle,
)

NOON = datetime.fromisoformat("2024-05-01T12:00:00+08:00")


def race(name: str, rounds: int, amount: int) -> list[bool]:
    """One side of many races for the same 100 units."""
    accepted = []
    for number in range(rounds):
        owner = AccountId(f"R{number}", "party:1", AccountKind.PARTY)
        buyer = AccountId(f"R{number}", f"party:{name}", AccountKind.PARTY)
        chain = Chain(f"{name}.{number}", "transfer", (post(owner, buyer, amount),))
        with transaction.atomic():
            accepted.append(store.post([chain], when=NOON)[0].accepted)
    return accepted


def wander(name: str, rounds: int) -> list[bool]:
    """Batches of random chains over the same few accounts, in no order, some with new ones."""
    chance = random.Random(name)
    accepted = []
    for number in range(rounds):
        chains = [
            Chain(
                f"{name}.{number}.{place}", "trade", any_moves(chance, f"{name}.{number}.{place}")
            )
            for place in range(chance.choice([1, 5]))
        ]
        with transaction.atomic():
            accepted += [reply.accepted for reply in store.post(chains, when=NOON)]
    return accepted


def any_moves(chance: random.Random, key: str) -> tuple[Transfer, ...]:
    source, target = chance.sample(range(6 if chance.random() < 0.8 else 40), 2)
    owner = AccountId("W", f"party:{source}", AccountKind.PARTY)
    other = AccountId("W", f"party:{target}", AccountKind.PARTY)
    escrow = AccountId("W", f"party:{source}", AccountKind.ESCROW)
    amount = chance.randrange(1, 30)
    if chance.random() < 0.5:
        return (post(owner, other, amount),)
    held = hold(key, owner, escrow, amount)
    return held, settle(key, owner, escrow, amount), post(escrow, other, amount)


def same(name: str, rounds: int) -> list[bool]:
    """The same keys and content as every other process: booked once, answered by all."""
    del name
    first = []
    owner = AccountId("W", "party:0", AccountKind.PARTY)
    for number in range(rounds):
        chain = Chain(f"same.{number}", "transfer", (post(owner, owner._replace(owner="x"), 1),))
        with transaction.atomic():
            reply = store.post_one(chain, when=NOON)
        first.append(reply.first_time)
    return first


def main() -> None:
    task, name, *numbers = sys.argv[1:]
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    work = {"race": race, "wander": wander, "same": same}[task]
    sys.stdout.write(json.dumps(work(name, *map(int, numbers))) + "\n")


if __name__ == "__main__":
    main()
