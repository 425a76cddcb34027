"""Books followed from step to step: every counter moved by exactly what was booked in between.

``audit`` re-adds the whole ledger and takes as long as it is; here only what is new is added to
what was seen before. Whatever that touched is held against the transfers at once. A row of the
past that somebody changed without a transfer is for ``audit`` to find, unless it is a counter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.books import models, reads
from qingshan.apps.books.audit import Difference
from qingshan.core.ledger.model import Act

Counters = tuple[int, int, int, int]
"""Posted in, posted out, held in, held out of one account."""


@dataclass(frozen=True)
class News:
    """What was booked since one looked last: counters now, holds touched, and what is wrong."""

    counters: Mapping[str, Counters]
    holds: frozenset[str] = frozenset()
    wrong: tuple[Difference, ...] = ()
    is_quiet: bool = False


class Follower:
    """Follows the books while one program writes in them at a time."""

    def __init__(self) -> None:
        self._counters = _counters()
        self._last = _last()
        self._left = _open()

    def look(self) -> News:
        """Add what was booked since the last look, and say what does not agree with it."""
        newest, now = _last(), _counters()
        if newest == self._last and now == self._counters:
            return News(now, is_quiet=True)
        expected: dict[str, list[int]] = {name: [*then] for name, then in self._counters.items()}
        holds: Counter[str] = Counter()
        wrong: list[Difference] = []
        rows = models.Transfer.objects.filter(chain_id__gt=self._last)
        found = rows.select_related("chain", "source", "target").order_by("chain_id", "ordinal")
        for _, group in groupby(found if newest > self._last else (), key=attrgetter("chain_id")):
            transfers = list(group)
            wrong += _digest_wrong(transfers)
            for each in transfers:
                _add(expected, each)
                if each.hold:
                    holds[each.hold] += each.amount if each.act == Act.HOLD else -each.amount
        wrong += _counters_wrong(expected, now)
        wrong += self._holds_wrong(holds)
        self._counters, self._last = now, newest
        return News(now, frozenset(holds), tuple(wrong))

    def _holds_wrong(self, moved: Mapping[str, int]) -> Iterator[Difference]:
        """What is left of each hold that was touched, against its transfers."""
        if not moved:
            return
        kept = left_of(moved)
        for key, change in moved.items():
            counted = self._left.get(key, 0) + change
            if kept.get(key) != counted:
                yield Difference(key, "what is left of a hold", f"{kept.get(key)}", f"{counted}")
            self._left[key] = kept.get(key, 0)


def left_of(keys: Iterable[str]) -> dict[str, int]:
    """What is left of some holds."""
    rows = models.Hold.objects.filter(key__in=list(keys))
    return dict(rows.values_list("key", "left"))


def _add(counters: dict[str, list[int]], moved: models.Transfer) -> None:
    act, amount = Act(moved.act), moved.amount
    posted = amount if act in {Act.POST, Act.SETTLE} else 0
    held = 0 if act is Act.POST else amount if act is Act.HOLD else -amount
    source = counters.setdefault(moved.source.name, [0, 0, 0, 0])
    target = counters.setdefault(moved.target.name, [0, 0, 0, 0])
    target[0] += posted
    source[1] += posted
    target[2] += held
    source[3] += held


def _counters_wrong(
    expected: Mapping[str, list[int]], now: Mapping[str, Counters]
) -> Iterator[Difference]:
    what = "account counters (in, out, held in, held out)"
    for name in sorted({*expected, *now}):
        kept, counted = now.get(name, (0, 0, 0, 0)), tuple(expected.get(name, (0, 0, 0, 0)))
        if kept != counted:
            yield Difference(name, what, " ".join(map(str, kept)), " ".join(map(str, counted)))


def _digest_wrong(transfers: list[models.Transfer]) -> Iterator[Difference]:
    booked = reads.booked(transfers[0].chain, transfers)
    if booked.chain.digest != booked.digest:
        yield Difference(booked.chain.key, "chain digest", booked.digest, booked.chain.digest)


def _counters() -> dict[str, Counters]:
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in _ACCOUNTS.rows()}


def _open() -> dict[str, int]:
    return dict(models.Hold.objects.filter(left__gt=0).values_list("key", "left"))


def _last() -> int:
    found = _NEWEST.row()
    return 0 if found is None else int(found[0])


_ACCOUNTS = Fixed(
    lambda: models.Account.objects.values_list(
        "name", "posted_in", "posted_out", "held_in", "held_out"
    )
)
_NEWEST = Fixed(lambda: models.Chain.objects.order_by("-pk").values_list("pk")[:1])
