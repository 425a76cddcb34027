"""Real processes with connections of their own: nothing is sold twice, nothing hangs or tears."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction

from qingshan.apps.books import audit, models, reads, store
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind
from qingshan.core.ledger.scenario import read_chain

RACER = Path(__file__).with_name("racer.py")
ROUNDS = 150
NOON = datetime.fromisoformat("2024-05-01T12:00:00+08:00")

pytestmark = pytest.mark.django_db(transaction=True)


def start(*task: str) -> subprocess.Popen[str]:
    where = connection.settings_dict
    url = (
        f"postgresql://{quote(where['USER'])}:{quote(where['PASSWORD'])}@"
        f"{'' if where['HOST'].startswith('/') else where['HOST']}"
        f"{':' + str(where['PORT']) if where['PORT'] else ''}/{quote(where['NAME'])}"
        + (f"?host={quote(where['HOST'])}" if where["HOST"].startswith("/") else "")
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(RACER), *task],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "QINGSHAN_DATA": str(settings.DATA_FOLDER),
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process


def go(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def together(*tasks: tuple[str, ...]) -> list[list[bool]]:
    processes = [start(*task) for task in tasks]
    go(processes)
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(tasks)
    return [json.loads(text) for text in said]


def issue(asset: str, owner: str, amount: int) -> None:
    store.open_asset(asset, AssetKind.CARBON)
    line = f"issue i.{asset}.{owner}: post {asset}/reg/supply > {asset}/{owner}/party {amount}"
    store.post_one(read_chain(line), when=NOON)


def test_sixty_and_seventy_out_of_a_hundred_are_never_both_sold():
    with transaction.atomic():
        for number in range(ROUNDS):
            issue(f"R{number}", "party:1", 100)
    one, other = together(("race", "a", f"{ROUNDS}", "60"), ("race", "b", f"{ROUNDS}", "70"))
    assert [a + b for a, b in zip(one, other, strict=True)] == [1] * ROUNDS
    for number in range(ROUNDS):
        held = reads.balances_of_asset(f"R{number}")
        assert sum(balance.posted for balance in held.values()) == 0
        assert reads.totals(f"R{number}")[AccountKind.PARTY] == 100
    assert audit.verify() is None


def test_random_batches_do_not_deadlock_and_the_sum_stays():
    with transaction.atomic():
        for party in range(6):
            issue("W", f"party:{party}", 100)
    done = together(*[("wander", f"w{n}", "80") for n in range(4)])
    assert all(any(one) and not all(one) for one in done), "some pass and some are refused"
    assert sum(map(sum, done)) + 6 == models.Chain.objects.count()
    assert reads.totals("W")[AccountKind.PARTY] == 600
    assert audit.verify() is None


def test_the_same_act_sent_by_several_is_booked_once():
    with transaction.atomic():
        issue("W", "party:0", 1000)
    done = together(*[("same", f"s{n}", "60") for n in range(3)])
    assert [sum(firsts) for firsts in zip(*done, strict=True)] == [1] * 60
    assert reads.balance(AccountId("W", "x", AccountKind.PARTY)).posted == 60
    assert audit.verify() is None


def test_killed_in_the_middle_the_book_is_whole():
    with transaction.atomic():
        for party in range(6):
            issue("W", f"party:{party}", 100)
    for attempt in range(3):
        victim = start("wander", f"victim{attempt}", "100000")
        go([victim])
        before = models.Chain.objects.count()
        for _ in range(200):
            if models.Chain.objects.count() > before + 5:
                break
            time.sleep(0.02)
        victim.kill()
        victim.communicate()
        assert models.Chain.objects.count() > before
    assert reads.totals("W")[AccountKind.PARTY] == 600
    assert audit.verify() is None
    # What the dead held is free again.
    issue("W", "party:7", 5)
