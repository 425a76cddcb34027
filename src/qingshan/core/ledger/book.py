"""The state of the ledger as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from qingshan.core.ledger.model import AccountId, AssetKind


@dataclass(frozen=True)
class Asset:
    """What is counted: a series, the yuan, the water of one right and year."""

    code: str
    kind: AssetKind
    frozen: bool = False


class Account(NamedTuple):
    """Four counters that say all: ``posted_*`` only grow, ``held_*`` are the open holds."""

    posted_in: int = 0
    posted_out: int = 0
    held_in: int = 0
    held_out: int = 0
    closed: bool = False
    frozen: bool = False

    @property
    def balance(self) -> int:
        """What went in less what went out."""
        return self.posted_in - self.posted_out

    @property
    def available(self) -> int:
        """What may be moved: the balance less what is held."""
        return self.posted_in - self.posted_out - self.held_out


class Hold(NamedTuple):
    """An amount set aside at the source for the target; ``left`` is what is still open."""

    key: str
    source: AccountId
    target: AccountId
    amount: int
    left: int
    code: str
    expires: datetime | None = None


class Stored(NamedTuple):
    """What is kept of a chain for the day when its key comes again."""

    digest: str
    when: datetime


@dataclass(frozen=True)
class Book:
    """Assets, accounts, holds and the keys of accepted chains; sealed up to a day."""

    assets: Mapping[str, Asset] = field(default_factory=dict)
    accounts: Mapping[AccountId, Account] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    chains: Mapping[str, Stored] = field(default_factory=dict)
    sealed: date | None = None

    @classmethod
    def of(cls, *assets: Asset) -> Book:
        """An empty book in which these assets are open."""
        return cls(assets={asset.code: asset for asset in assets})

    def account(self, account: AccountId) -> Account:
        """The counters of an account; one that never moved has none but zeros."""
        return self.accounts.get(account, _EMPTY)

    def available(self, account: AccountId) -> int:
        """What the account may move."""
        return self.account(account).available

    def total(self, asset: str) -> int:
        """The sum of the asset's balances; zero in every book that the rules made."""
        return sum(a.balance for key, a in self.accounts.items() if key.asset == asset)


_EMPTY = Account()
