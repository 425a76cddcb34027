"""The statement of an account: what it had, what each chain did to it, what it has in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum

from qingshan.apps.books import models
from qingshan.apps.books.reads import Balance
from qingshan.core.ledger.model import AccountId, Act

MOVING, FREEING = (Act.POST.value, Act.SETTLE.value), (Act.SETTLE.value, Act.RELEASE.value)


@dataclass(frozen=True)
class Entry:
    """What one chain did to an account, in its smallest unit, and what it had then.

    ``came`` and ``went`` are what was posted to and from it; ``aside`` is by how much more of it is
    held than before, below zero where something became free.
    """

    key: str
    code: str
    when: datetime
    came: int
    went: int
    aside: int
    balance: Balance

    @property
    def number(self) -> str:
        """The official number, or whatever else names the thing that the chain was about."""
        return self.key.partition(":")[2]


@dataclass(frozen=True)
class Statement:
    """An account between two moments."""

    account: AccountId
    opening: Balance
    entries: list[Entry]

    @property
    def closing(self) -> Balance:
        """What it had in the end."""
        return self.entries[-1].balance if self.entries else self.opening

    @property
    def came(self) -> int:
        """All that came in."""
        return sum(entry.came for entry in self.entries)

    @property
    def went(self) -> int:
        """All that went out."""
        return sum(entry.went for entry in self.entries)


def statement_of(account: AccountId, begin: datetime, end: datetime) -> Statement:
    """What happened from ``begin`` on and before ``end``, in the order of the moments.

    One statement adds up what was before, one tells what each chain did.
    """
    row = models.Account.objects.filter(name=account.text).first()
    if row is None:
        return Statement(account, Balance(), [])
    touching, sums = _touching(row), _sums(row)
    before = touching.filter(chain__when__lt=begin).aggregate(**sums)
    opening = _after(Balance(), *_moved(before))
    return Statement(account, opening, list(_entries(touching, sums, opening, begin, end)))


def first_booking(account: AccountId) -> datetime | None:
    """When an account was booked for the first time."""
    row = models.Account.objects.filter(name=account.text).first()
    if row is None:
        return None
    first: datetime | None = _touching(row).aggregate(first=Min("chain__when"))["first"]
    return first


def _touching(row: models.Account) -> QuerySet[models.Transfer]:
    return models.Transfer.objects.filter(Q(source=row) | Q(target=row))


def _sums(row: models.Account) -> dict[str, Sum]:
    out = Q(source=row)
    return {
        "came": Sum("amount", filter=Q(target=row, act__in=MOVING), default=0),
        "went": Sum("amount", filter=out & Q(act__in=MOVING), default=0),
        "set_aside": Sum("amount", filter=out & Q(act=Act.HOLD.value), default=0),
        "freed": Sum("amount", filter=out & Q(act__in=FREEING), default=0),
    }


def _entries(
    touching: QuerySet[models.Transfer],
    sums: dict[str, Sum],
    opening: Balance,
    begin: datetime,
    end: datetime,
) -> Iterator[Entry]:
    within = touching.filter(chain__when__gte=begin, chain__when__lt=end)
    of_chain = ("chain__key", "chain__code", "chain__when")
    rows: Any = within.values("chain_id", *of_chain).annotate(**sums)
    balance = opening
    for row in rows.order_by("chain__when", "chain_id"):
        moved = _moved(row)
        balance = _after(balance, *moved)
        key, code, when = (row[name] for name in of_chain)
        yield Entry(key, code, when, *moved, balance)


def _moved(row: dict[str, Any]) -> tuple[int, int, int]:
    return int(row["came"]), int(row["went"]), int(row["set_aside"] - row["freed"])


def _after(balance: Balance, came: int, went: int, aside: int) -> Balance:
    posted, held = balance.posted + came - went, balance.held + aside
    return Balance(posted, held, posted - held)
