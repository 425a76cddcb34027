"""A statement put together: the account in its unit, each entry in words, with fee and page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from qingshan.apps.base.rows import having
from qingshan.apps.books.accounting_period import AccountingPeriod, periods_between
from qingshan.apps.books.reads import balances_of, seals
from qingshan.apps.books.statement import Entry, Statement, first_booking, statement_of
from qingshan.apps.exchange.models import Trade
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan, yuan
from qingshan.core.kernel.units import plain_tonnes, tonnes_text
from qingshan.core.ledger.codes import code_label
from qingshan.core.ledger.model import TICKET, YUAN, AccountId, AccountKind, booking_day

PAGES = {
    "CJ": "deal",
    "ZP": "pick_order",
    "DZ": "block",
    "JJ": "auction",
    "XJ": "inquiry",
    "ZX": "retirement",
    "ZY": "pledge",
    "GZ": "ticket",
}
"""Which page shows a thing, by the letters with which its number begins."""
SIGNS = {"trade": 1, "trade_correction": -1}
"""Entries that carry the fee of a deal; one that is led back brings it back."""
_NUMBER = re.compile(r"(?P<series>[A-Z]{2})-\d{4}-\d{6}-[0-9A-Z]")


@dataclass(frozen=True)
class Line:
    """One entry as people read it; ``fee_fen`` is what of it was a fee."""

    entry: Entry
    number: str
    page: str
    fee_fen: int = 0

    @property
    def label(self) -> Label:
        """Why it was booked."""
        return code_label(self.entry.code)


@dataclass(frozen=True)
class AccountStatement:
    """The statement of one account of a party in a period; ``sealed`` is the last sealed day."""

    party: Party
    period: AccountingPeriod
    statement: Statement
    lines: list[Line]
    sealed: date | None

    @property
    def asset(self) -> str:
        """The yuan, or a series."""
        return self.statement.account.asset

    @property
    def is_money(self) -> bool:
        """Whether it is a purse; else it holds units of a series."""
        return self.asset == YUAN

    @property
    def unit(self) -> Label:
        """In what the amounts are told."""
        return Label("元", "CNY") if self.is_money else Label("吨", "t")

    @property
    def fees_fen(self) -> int:
        """The fees of the period, less those that were led back."""
        return sum(line.fee_fen for line in self.lines)

    @property
    def sums(self) -> list[tuple[Label, int]]:
        """What the account had, what came and went, what it has and how much of that is held."""
        found = self.statement
        return [
            (Label("期初余额", "Opening balance"), found.opening.posted),
            (Label("收入合计", "In"), found.came),
            (Label("支出合计", "Out"), found.went),
            (Label("期末余额", "Closing balance"), found.closing.posted),
            (Label("其中冻结", "of which held"), found.closing.held),
        ]

    @property
    def finality(self) -> Label:
        """Whether the period can still change."""
        if self.sealed is None:
            return Label("尚未封账。", "No day is sealed yet.")
        if self.sealed >= self.period.last:
            return Label("本期各日均已封账。", "Every day of the period is sealed.")
        return Label(
            f"已封账至 {self.sealed}，其后的账目还可能增加。",
            f"Sealed up to {self.sealed}; what is later may still grow.",
        )

    def say(self, amount: int) -> str:
        """An amount of the account in that unit."""
        return yuan(amount) if self.is_money else tonnes_text(amount)

    def plain(self, amount: int) -> str:
        """The same as sheets read it."""
        return plain_yuan(amount) if self.is_money else plain_tonnes(amount)

    def signed(self, amount: int) -> str:
        """The same with its sign; nothing is left empty."""
        if not amount:
            return ""
        return f"+{self.say(amount)}" if amount > 0 else self.say(amount)


def accounts_of(party: Party) -> list[AccountId]:
    """The accounts that a party ever had, the purse first, then tickets by number."""
    own = [one for one in balances_of(party.owner) if one.kind is AccountKind.PARTY]
    return sorted(own, key=lambda one: (one.asset != YUAN, one.asset))


def asset_label(asset: str) -> Label:
    """How a list of accounts names one."""
    if asset == YUAN:
        return Label("资金", "Money")
    number = asset.removeprefix(TICKET)
    return Label(f"碳票 {number}", f"Ticket {number}")


def periods_of(account: AccountId, today: date) -> list[AccountingPeriod]:
    """The months and years since the first entry, newest first; at least this month's."""
    first = first_booking(account)
    return periods_between(min(booking_day(first), today) if first else today, today)


def account_statement(
    party: Party, account: AccountId, period: AccountingPeriod
) -> AccountStatement:
    """The statement, each entry with its page; those of deals with the fee that is in them."""
    statement = statement_of(account, period.begin, period.end)
    fees = _fees(party, statement.entries) if account.asset == YUAN else {}
    lines = [_line(entry, fees) for entry in statement.entries]
    newest = seals(limit=1)
    return AccountStatement(party, period, statement, lines, newest[0].day if newest else None)


def _line(entry: Entry, fees: dict[str, int]) -> Line:
    found = _NUMBER.search(entry.key)
    number = found[0] if found else entry.number
    fee = SIGNS.get(entry.code, 0) * fees.get(number, 0)
    return Line(entry, number, PAGES.get(found["series"], "") if found else "", fee)


def _fees(party: Party, entries: Iterable[Entry]) -> dict[str, int]:
    """What a party paid as fee for each deal that was delivered or led back."""
    numbers: Collection[str] = {entry.number for entry in entries if entry.code in SIGNS}
    return {
        trade.number: trade.buyer_fee_fen if trade.buyer_id == party.pk else trade.seller_fee_fen
        for trade in having(Trade, "number", numbers)
    }
