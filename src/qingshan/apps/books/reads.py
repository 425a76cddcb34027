"""What the ledger shows: balances, histories, holds, chains, totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.books import models
from qingshan.core.ledger.book import Asset, Hold
from qingshan.core.ledger.model import (
    BOOKING_ZONE,
    AccountId,
    AccountKind,
    Act,
    AssetKind,
    Chain,
    Transfer,
)

Cursor = tuple[int, int]
"""Where a history goes on: the chain's number and the transfer's place in it."""

START: Cursor = (0, 0)


@dataclass(frozen=True)
class Balance:
    """``posted`` is what the account has, ``held`` the part set aside, ``available`` the rest."""

    posted: int = 0
    held: int = 0
    available: int = 0


@dataclass(frozen=True)
class KindSum:
    """All accounts of one kind in an asset: balance, and what is held from and for them."""

    balance: int = 0
    held_out: int = 0
    held_in: int = 0


@dataclass(frozen=True)
class Series:
    """Who has how much of a series, supply and sinks included, and whether nobody may move it."""

    balances: Mapping[AccountId, Balance]
    is_frozen: bool


@dataclass(frozen=True)
class Holding:
    """What a party has of a series, and whether it gives out nothing new."""

    posted: int
    is_frozen: bool


@dataclass(frozen=True)
class Giver:
    """The balance of an account, and whether it or its whole series is frozen."""

    balance: Balance = Balance()
    is_frozen: bool = False
    is_series_frozen: bool = False


@dataclass(frozen=True)
class Movement:
    """One transfer with the chain it belongs to."""

    cursor: Cursor
    key: str
    code: str
    when: datetime
    facts: Mapping[str, Any]
    transfer: Transfer


@dataclass(frozen=True)
class Booked:
    """A chain as it was booked."""

    number: int
    chain: Chain
    digest: str
    when: datetime


@dataclass(frozen=True)
class SealedDay:
    """A day's seal, as it is published."""

    day: date
    chains: int
    digest: str
    previous: str
    when: datetime


def asset(code: str) -> Asset | None:
    """An open asset with its kind and whether it is frozen."""
    row = models.Asset.objects.filter(code=code).first()
    return None if row is None else Asset(row.code, AssetKind(row.kind), frozen=row.frozen)


def balance(account: AccountId) -> Balance:
    """The balance of one account; all zero when it never moved."""
    row = _BALANCE.row(account.text)
    return Balance() if row is None else _counted(*row)


def _named(name: str) -> QuerySet[models.Account, tuple[Any, ...]]:
    found = models.Account.objects.filter(name=name)
    return found.values_list("posted_in", "posted_out", "held_out")


_BALANCE = Fixed(_named, str)
"""The counters of one account: every act that gives units or money asks for them."""


def givers(accounts: Iterable[AccountId]) -> dict[AccountId, Giver]:
    """Several accounts that are to give, in one statement; one that never moved has nothing."""
    found = {account.text: account for account in accounts}
    told = {
        found[name]: Giver(_counted(*counters), frozen, series)
        for name, *counters, frozen, series in _GIVERS.rows(list(found))
    }
    return {account: told.get(account, Giver()) for account in found.values()}


def _giving(names: list[str]) -> QuerySet[models.Account, tuple[Any, ...]]:
    counters = ("posted_in", "posted_out", "held_out")
    rows = models.Account.objects.filter(name__in=names)
    return rows.values_list("name", *counters, "frozen", "asset__frozen")


_GIVERS = Fixed(_giving, list[str])


def balances_of(owner: str) -> dict[AccountId, Balance]:
    """The balances of everything that an owner has, by asset and kind."""
    return _balances(models.Account.objects.filter(owner=owner))


def balances_of_asset(asset: str) -> dict[AccountId, Balance]:
    """Who has how much of an asset, supply and sinks included; the sum of ``posted`` is zero."""
    return _balances(models.Account.objects.filter(asset__code=asset))


def holdings_of(asset: str) -> dict[str, Holding]:
    """The parties with a balance in an asset, or with a frozen account there, by owner."""
    return holdings_in(HOLDINGS.rows(asset))


def holdings_in(rows: Iterable[tuple[Any, ...]]) -> dict[str, Holding]:
    """The same from what ``HOLDINGS`` answered among other questions."""
    return {owner: Holding(posted, frozen) for owner, posted, frozen in rows}


def _held(asset: str) -> QuerySet[models.Account, tuple[Any, ...]]:
    rows = models.Account.objects.filter(asset__code=asset, kind=AccountKind.PARTY.value)
    told = rows.annotate(posted=F("posted_in") - F("posted_out"))
    return told.exclude(posted=0, frozen=False).values_list("owner", "posted", "frozen")


HOLDINGS = Fixed(_held, str)
"""Who holds a series: every order that is judged asks for it."""


def series_of(assets: Iterable[str]) -> dict[str, Series]:
    """Several series in one statement; one that nobody has is empty."""
    balances: dict[str, dict[AccountId, Balance]] = {asset: {} for asset in assets}
    frozen = set()
    for code, is_frozen, name, *counters in _SERIES.rows(list(balances)):
        if name is not None:
            balances[code][AccountId.parse(name)] = _counted(*counters)
        if is_frozen:
            frozen.add(code)
    return {code: Series(told, is_frozen=code in frozen) for code, told in balances.items()}


def _series(assets: list[str]) -> QuerySet[models.Asset, tuple[Any, ...]]:
    counters = ("accounts__posted_in", "accounts__posted_out", "accounts__held_out")
    rows = models.Asset.objects.filter(code__in=assets).order_by("accounts__pk")
    return rows.values_list("code", "frozen", "accounts__name", *counters)


_SERIES = Fixed(_series, list[str])


def is_frozen(account: AccountId) -> bool:
    """Whether an account gives out nothing new."""
    return models.Account.objects.filter(name=account.text, frozen=True).exists()


def totals(asset: str) -> dict[AccountKind, int]:
    """The balances of an asset added up by kind of account: issued, in the buffer, retired …"""
    rows = (
        models.Account.objects.filter(asset__code=asset)
        .values_list("kind")
        .annotate(total=Sum(F("posted_in") - F("posted_out")))
        .order_by("kind")
    )
    return {AccountKind(kind): int(total) for kind, total in rows}


def sums() -> dict[tuple[str, AccountKind], KindSum]:
    """The counters of the whole ledger added up by asset and kind of account, in one statement."""
    rows = models.Account.objects.values_list("asset__code", "kind").annotate(
        balance=Sum(F("posted_in") - F("posted_out")), out=Sum("held_out"), back=Sum("held_in")
    )
    return {(code, AccountKind(kind)): KindSum(*map(int, told)) for code, kind, *told in rows}


def history(asset: str, *, after: Cursor = START, limit: int = 100) -> list[Movement]:
    """The transfers of an asset behind a cursor, oldest first."""
    return _movements(Q(source__asset__code=asset), after, limit)


def latest(asset: str, *, limit: int = 100) -> list[Movement]:
    """The newest transfers of an asset, newest first."""
    return [_movement(row) for row in _newest(limit).objects(asset)]


@cache
def _newest(limit: int) -> Fixed:
    """How many is part of the query; no more than a few numbers are ever asked for."""

    def newest(asset: str) -> QuerySet[models.Transfer]:
        found = models.Transfer.objects.filter(source__asset__code=asset)
        found = found.select_related("chain", "source", "target")
        return found.order_by("-chain_id", "-ordinal")[:limit]

    return Fixed(newest, str)


def history_of(account: AccountId, *, after: Cursor = START, limit: int = 100) -> list[Movement]:
    """The transfers from and to one account behind a cursor, oldest first."""
    row = models.Account.objects.filter(name=account.text).first()
    if row is None:
        return []
    return _movements(Q(source=row) | Q(target=row), after, limit)


def open_holds(*, asset: str = "", owner: str = "") -> list[Hold]:
    """Holds that still have something left, of an asset or of the owner of the source, or both."""
    rows = models.Hold.objects.filter(left__gt=0).order_by("pk")
    if asset:
        rows = rows.filter(source__asset__code=asset)
    if owner:
        rows = rows.filter(source__owner=owner)
    return [_hold(row) for row in rows.select_related("source", "target", "chain")]


def holds_on(accounts: Iterable[AccountId]) -> dict[AccountId, list[Hold]]:
    """Holds that still have something left, by the account that they bind, in one statement."""
    names = [account.text for account in accounts]
    rows = models.Hold.objects.filter(left__gt=0, source__name__in=names).order_by("pk")
    found: dict[AccountId, list[Hold]] = {}
    for hold in map(_hold, rows.select_related("source", "target", "chain")):
        found.setdefault(hold.source, []).append(hold)
    return found


def expired_holds(when: datetime, *, limit: int = 100) -> list[Hold]:
    """Open holds whose time has passed, for the job that releases them."""
    rows = models.Hold.objects.filter(left__gt=0, expires__lte=when).order_by("expires", "pk")
    return [_hold(row) for row in rows.select_related("source", "target", "chain")[:limit]]


def hold(key: str) -> Hold | None:
    """One hold, spent or open."""
    rows = models.Hold.objects.select_related("source", "target", "chain")
    row = rows.filter(key=key).first()
    return None if row is None else _hold(row)


def chain(key: str) -> Booked | None:
    """The chain booked under a key."""
    row = models.Chain.objects.filter(key=key).first()
    if row is None:
        return None
    transfers = row.transfers.select_related("source", "target").order_by("ordinal")
    return booked(row, transfers)


def booked(row: models.Chain, transfers: Iterable[models.Transfer]) -> Booked:
    """A chain put together from its rows."""
    moves = tuple(_transfer(transfer) for transfer in transfers)
    return Booked(row.pk, Chain(row.key, row.code, moves, row.facts), row.digest, row.when)


def day_start(day: date) -> datetime:
    """The first moment of a booking day."""
    return datetime.combine(day, time(), BOOKING_ZONE)


def day_end(day: date) -> datetime:
    """The first moment after a booking day."""
    return day_start(day + timedelta(days=1))


def digests_of_day(day: date) -> list[str]:
    """The digests of a booking day's chains, in order of their keys by code point."""
    rows = models.Chain.objects.filter(when__gte=day_start(day), when__lt=day_end(day))
    return [digest for _, digest in sorted(rows.values_list("key", "digest"))]


def seals(*, limit: int = 100) -> list[SealedDay]:
    """The latest day seals, newest first."""
    rows = models.Seal.objects.order_by("-day")[:limit]
    return [SealedDay(r.day, r.chains, r.digest, r.previous, r.when) for r in rows]


def _balance(row: models.Account) -> Balance:
    return _counted(row.posted_in, row.posted_out, row.held_out)


def _counted(posted_in: int, posted_out: int, held_out: int) -> Balance:
    posted = posted_in - posted_out
    return Balance(posted, held_out, posted - held_out)


def _balances(rows: QuerySet[models.Account]) -> dict[AccountId, Balance]:
    return {AccountId.parse(row.name): _balance(row) for row in rows.order_by("pk")}


def _movements(which: Q, after: Cursor, limit: int) -> list[Movement]:
    behind = TupleGreaterThan(Tuple(F("chain_id"), F("ordinal")), after)
    rows = (
        models.Transfer.objects.filter(which)
        .filter(behind)
        .select_related("chain", "source", "target")
        .order_by("chain_id", "ordinal")[:limit]
    )
    return [_movement(row) for row in rows]


def _movement(row: models.Transfer) -> Movement:
    return Movement(
        (row.chain_id, row.ordinal),
        row.chain.key,
        row.chain.code,
        row.chain.when,
        row.chain.facts,
        _transfer(row),
    )


def _transfer(row: models.Transfer) -> Transfer:
    return Transfer(
        Act(row.act),
        AccountId.parse(row.source.name),
        AccountId.parse(row.target.name),
        row.amount,
        row.hold,
        row.expires,
    )


def _hold(row: models.Hold) -> Hold:
    return Hold(
        row.key,
        AccountId.parse(row.source.name),
        AccountId.parse(row.target.name),
        row.amount,
        row.left,
        row.chain.code,
        row.expires,
    )
