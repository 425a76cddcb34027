"""The ledger as it stood at any moment, re-added from its transfers and held to the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from qingshan.apps.books import models
from qingshan.core.ledger import invariants
from qingshan.core.ledger.book import Account, Asset, Book, Hold
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind

_SQL = Path(__file__).parent / "sql"
_ACCOUNTS = (_SQL / "book_at.sql").read_text(encoding="utf-8")
_HOLDS = (_SQL / "holds_at.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Standing:
    """One asset at a moment: what every kind of account had of it, and how much was held."""

    asset: Asset
    balances: dict[AccountKind, int]
    held: int


def replayed(end: datetime) -> Book:
    """The book before ``end``, from transfers alone; kept counters are not looked at."""
    assets = {
        row.code: Asset(row.code, AssetKind(row.kind), frozen=row.frozen)
        for row in models.Asset.objects.order_by("pk")
    }
    accounts = {
        AccountId.parse(name): Account(*counters) for name, *counters in _rows(_ACCOUNTS, end)
    }
    holds = {
        key: Hold(
            key, AccountId.parse(source), AccountId.parse(target), amount, left, code, expires
        )
        for key, source, target, amount, left, code, expires in _rows(_HOLDS, end)
    }
    return Book(assets=assets, accounts=accounts, holds=holds)


def faults(book: Book) -> list[str]:
    """Every rule that a replayed book breaks; none in a sound one."""
    return invariants.broken(book)


def standings(book: Book) -> Iterator[Standing]:
    """Per asset that ever moved: balances by kind of account, and what is held."""
    for code, asset in sorted(book.assets.items()):
        mine = {key: kept for key, kept in book.accounts.items() if key.asset == code}
        if not mine:
            continue
        balances: dict[AccountKind, int] = {}
        for key, account in mine.items():
            balances[key.kind] = balances.get(key.kind, 0) + account.balance
        yield Standing(asset, balances, sum(account.held_out for account in mine.values()))


def _rows(sql: str, end: datetime) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"end": end})
        rows: Sequence[Any] = cursor.fetchall()
    return rows
