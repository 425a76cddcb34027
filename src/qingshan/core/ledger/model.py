"""The words of the ledger: assets, accounts, transfers and chains, all of them values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from qingshan.core.kernel.digest import canonical, sha256
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text

BOOKING_ZONE = ZoneInfo("Asia/Shanghai")
"""A booking day is a day of Chinese time, wherever the server stands."""


YUAN, TICKET = "CNY", "ticket:"
"""How assets are named: the yuan, and before the number of a ticket."""


class AssetKind(StrEnum):
    """What an asset is a quantity of; its amounts are integers of the smallest unit."""

    CARBON = "carbon"
    MONEY = "money"
    WATER = "water"

    @property
    def unit(self) -> str:
        """The smallest unit, which an amount of one stands for."""
        return _UNITS[self]

    @property
    def label(self) -> Label:
        """The kind of asset in words."""
        return _ASSET_LABELS[self]

    def say(self, amount: int) -> Label:
        """An amount in the unit that people use: tonnes, yuan, cubic metres."""
        if self is AssetKind.CARBON:
            return Label(f"{tonnes_text(amount)} 吨", f"{tonnes_text(amount)} t")
        if self is AssetKind.MONEY:
            return Label(f"{yuan(amount)} 元", f"CNY {yuan(amount)}")
        return Label(f"{amount:,} 立方米", f"{amount:,} m³")


class AccountKind(StrEnum):
    """What an account is for; everything that the rules ask of it follows from its kind."""

    PARTY = "party"
    SUPPLY = "supply"
    BUFFER = "buffer"
    RETIRED = "retired"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    ESCROW = "escrow"
    CLEARING = "clearing"
    BANK = "bank"
    FEE = "fee"
    LENDER = "lender"
    COURT = "court"
    REGISTER = "register"

    # Members are looked up for every transfer; an enumeration's own hash is four times slower.
    __hash__ = str.__hash__

    @property
    def source_of_supply(self) -> bool:
        """Whether it may go below zero, because what the asset has comes from here."""
        return self in _SOURCES_OF_SUPPLY

    @property
    def sink(self) -> bool:
        """Whether what went in never comes out again."""
        return self in _SINKS

    @property
    def label(self) -> Label:
        """The kind of account in words."""
        return _ACCOUNT_LABELS[self]


class Act(StrEnum):
    """The four things that can happen."""

    POST = "post"
    HOLD = "hold"
    SETTLE = "settle"
    RELEASE = "release"

    __hash__ = str.__hash__


class AccountId(NamedTuple):
    """Which account: asset, owner and kind; as text ``asset/owner/kind``.

    An asset is a series such as ``ticket:…``, the yuan ``CNY`` or a right's water of one year; an
    owner is ``party:12`` or an office such as ``registry``. Neither holds a slash.
    """

    asset: str
    owner: str
    kind: AccountKind

    @property
    def text(self) -> str:
        """The stable text form."""
        return "/".join(self)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> AccountId:
        """The account that a text form names."""
        asset, owner, kind = text.split("/")
        return cls(asset, owner, AccountKind(kind))


@dataclass(frozen=True)
class Transfer:
    """One movement: an act, from where, to where, how much; a hold act names its hold.

    ``amount`` in the asset's smallest unit. ``expires`` belongs to the act hold alone.
    """

    act: Act
    source: AccountId
    target: AccountId
    amount: int
    hold: str = ""
    expires: datetime | None = None

    def __post_init__(self) -> None:
        """What only our own code could get wrong."""
        assert type(self.amount) is int, "an amount is an integer"
        if self.expires is not None:
            assert self.act is Act.HOLD, "only a hold expires"
            assert self.expires.tzinfo is not None, "an expiry carries its time zone"

    @property
    def plain(self) -> list[Any]:
        """The six JSON values that a chain's digest covers."""
        expires = None if self.expires is None else self.expires.astimezone(UTC).isoformat()
        return [self.act, self.source.text, self.target.text, self.amount, self.hold, expires]


@dataclass(frozen=True)
class Chain:
    """Transfers that happen wholly or not at all, under one key and for one reason (``code``).

    ``facts`` are JSON values without floats that belong to the chain, such as a case number.
    """

    key: str
    code: str
    transfers: tuple[Transfer, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical content; equal content means equal digest, anywhere."""
        moves = [move.plain for move in self.transfers]
        body = [self.key, self.code, moves, dict(self.facts)]
        # Without facts there is nothing to check or convert, and the bytes are the same.
        return sha256(canonical(body) if self.facts else _ENCODER.encode(body).encode())


@dataclass(frozen=True)
class Reply:
    """What became of a chain: accepted now, accepted before (``first_time`` false) or refused."""

    key: str
    accepted: bool
    first_time: bool = True
    refusals: tuple[Refusal, ...] = ()
    when: datetime | None = None


def post(source: AccountId, target: AccountId, amount: int) -> Transfer:
    """Move at once."""
    return Transfer(Act.POST, source, target, amount)


def hold(
    key: str, source: AccountId, target: AccountId, amount: int, *, expires: datetime | None = None
) -> Transfer:
    """Set aside at the source for the target, under a key."""
    return Transfer(Act.HOLD, source, target, amount, key, expires)


def settle(key: str, source: AccountId, target: AccountId, amount: int) -> Transfer:
    """Move what a hold set aside, or a part of it."""
    return Transfer(Act.SETTLE, source, target, amount, key)


def release(key: str, source: AccountId, target: AccountId, amount: int) -> Transfer:
    """Give back to the source what a hold set aside, or a part of it."""
    return Transfer(Act.RELEASE, source, target, amount, key)


def booking_day(when: datetime) -> date:
    """The day to which a moment is booked."""
    return when.astimezone(BOOKING_ZONE).date()


def seal_digest(day: date, previous: str, digests_in_key_order: Sequence[str]) -> str:
    """The seal of a day: over its chains' digests in key order, chained to the seal before."""
    return sha256(canonical([day, previous, list(digests_in_key_order)]))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_UNITS = {AssetKind.CARBON: "0.0001 t", AssetKind.MONEY: "fen", AssetKind.WATER: "m³"}
_ASSET_LABELS = {
    AssetKind.CARBON: Label("碳汇量", "carbon units"),
    AssetKind.MONEY: Label("资金", "money"),
    AssetKind.WATER: Label("水量", "water"),
}
_SOURCES_OF_SUPPLY = frozenset({AccountKind.SUPPLY, AccountKind.BANK})
_SINKS = frozenset({AccountKind.RETIRED, AccountKind.CANCELLED, AccountKind.LAPSED})
_ACCOUNT_LABELS = {
    AccountKind.PARTY: Label("持有账户", "holding account"),
    AccountKind.SUPPLY: Label("签发账户", "supply account"),
    AccountKind.BUFFER: Label("缓冲池账户", "buffer account"),
    AccountKind.RETIRED: Label("注销账户", "retired account"),
    AccountKind.CANCELLED: Label("作废账户", "cancelled account"),
    AccountKind.LAPSED: Label("失效账户", "lapsed account"),
    AccountKind.ESCROW: Label("交割专户", "escrow account"),
    AccountKind.CLEARING: Label("资金清算账户", "clearing account"),
    AccountKind.BANK: Label("存管银行账户", "custody bank account"),
    AccountKind.FEE: Label("手续费账户", "fee account"),
    AccountKind.LENDER: Label("质权人账户", "lender account"),
    AccountKind.COURT: Label("司法控制账户", "court account"),
    AccountKind.REGISTER: Label("登记机构账户", "register account"),
}


def thing_of(asset: str) -> Label:
    """What an asset is called by those who have it."""
    if asset == YUAN:
        return Label("资金", "Money")
    if asset.startswith(TICKET):
        number = asset.removeprefix(TICKET)
        return Label(f"碳票 {number} ", f"Ticket {number}")
    return Label(f"{asset} ", asset)
