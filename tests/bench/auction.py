"""A sealed auction of a million bids: cleared beside a sort of the prices, then settled.

Clearing is held to three times numpy's sort of the same prices, and its whole result to a plain
loop that a clerk could follow. The winners are then delivered in a database of its own: each one's
money is set aside and each is settled as every deal is, in batches, and all sums are added again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from qingshan.config import embedded, environment
from qingshan.core.market.auction import Cleared, Integers, clear
from tests.bench.ledger import database, fact

WORKER = Path(__file__).with_name("auction_worker.py")
BIDS = int(os.environ.get("QINGSHAN_BENCH_BIDS", "1000000"))
SEED, REPEATS, COVER = 20_260_718, 7, 5
FLOOR_FEN, TOP_FEN, MOST_LOTS = 2_000, 20_000, 100
RATIO = 3.0
Row = dict[str, Any]


def run() -> list[Row]:
    """All figures; settling takes most of the time."""
    chance = np.random.default_rng(SEED)
    price = chance.integers(FLOOR_FEN // 2, TOP_FEN, BIDS)
    lots = chance.integers(1, MOST_LOTS + 1, BIDS)
    offered = int(lots.sum()) // COVER
    sorting = best(lambda: np.sort(price))
    clearing = best(lambda: clear(price, lots, offered=offered, floor_fen=FLOOR_FEN))
    done = clear(price, lots, offered=offered, floor_fen=FLOOR_FEN)
    last, won = by_hand(price.tolist(), lots.tolist(), offered)
    apart = int(np.abs(done.won - np.array(won)).sum()) + abs(done.price_fen - last)
    told = settled(done)
    return [
        {
            "name": f"{BIDS:,} sealed bids cleared",
            "value": round(clearing, 4),
            "unit": "s",
            "against": f"numpy sort of the same prices, {sorting:.4f} s",
            "ratio": round(clearing / sorting, 2),
            "bar": RATIO,
            "ok": clearing <= RATIO * sorting,
        },
        fact("lots and fen apart from a plain loop", apart),
        {
            "name": f"{told['winners']:,} winners settled in the ledger",
            "value": round(told["settle_s"], 1),
            "unit": "s",
            "against": f"money set aside before in {told['hold_s']:.1f} s",
            "ratio": None,
            "bar": None,
            "ok": True,
        },
        fact("units and fen apart from what was won", told["apart"]),
        fact("differences after re-adding everything", 0 if told["differs"] is None else 1),
    ]


def best(act: Callable[[], object]) -> float:
    """The shortest of some times."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        act()
        times.append(perf_counter() - start)
    return min(times)


def by_hand(price: list[int], lots: list[int], offered: int) -> tuple[int, list[int]]:
    """The last price that wins and what each bid wins: one bid after the other, from the top."""
    won, left, last = [0] * len(price), offered, 0
    order = sorted(range(len(price)), key=lambda n: (-price[n], n))
    place = 0
    while left and place < len(order):
        last = price[order[place]]
        same = []
        while place < len(order) and price[order[place]] == last:
            same.append(order[place])
            place += 1
        asked = sum(lots[n] for n in same)
        share = min(left, asked)
        for n in same:
            won[n] = lots[n] * share // asked
        rest = share - sum(won[n] for n in same)
        for n in [one for one in same if won[one] < lots[one]][:rest]:
            won[n] += 1
        left -= share
    assert last >= FLOOR_FEN
    assert left == 0
    return last, won


def settled(done: Cleared) -> dict[str, Any]:
    """The winners settled by a process of its own."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    won: Integers = done.won[done.won > 0]
    with TemporaryDirectory() as folder, database(server, "bench_auction") as url:
        path = Path(folder) / "won.npy"
        np.save(path, won)
        run_by = [sys.executable, "-W", "ignore", str(WORKER), str(path), str(done.price_fen)]
        said = subprocess.run(
            run_by,
            env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    told: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return told
