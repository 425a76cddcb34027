"""The bank's day against the ledger, to the fen: what agrees and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.workdays import is_workday
from qingshan.apps.books.reads import balances_of_asset, day_end, day_start
from qingshan.apps.custody.models import BankStatement, Difference, PayIn, PayOut
from qingshan.apps.parties.reads import parties_named
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, AccountKind
from qingshan.core.market.settlement import MONEY

UNKNOWN, BALANCED, EXPLAINED, OPEN = "unknown", "balanced", "explained", "open"
CARRIED = "carried"
STANDINGS: dict[str, Label] = {
    UNKNOWN: Label("未对账", "not compared"),
    BALANCED: Label("已对平", "agrees"),
    CARRIED: Label("当日相符，有结转差异", "the day agrees, earlier differences stand"),
    EXPLAINED: Label("差异已说明", "differences explained"),
    OPEN: Label("有差异待处理", "differences open"),
}
SHOWN_DAYS = 60


@dataclass(frozen=True)
class DayStanding:
    """A day and how far its reconciliation is."""

    day: date
    standing: str
    statement: BankStatement | None = None

    @property
    def label(self) -> Label:
        """The standing in words."""
        return STANDINGS[self.standing]


@dataclass(frozen=True)
class Share:
    """What one account had when the day was compared."""

    label: Label
    amount_fen: int
    is_client: bool


def compare(statement: BankStatement, call: Call, before: BankStatement | None) -> None:
    """Keep the ledger's side with the statement and enter what does not agree.

    Runs in the transaction that booked the movements.
    """
    since = day_end(before.day) if before else day_start(statement.day)
    until = day_end(statement.day)
    ins = PayIn.objects.filter(line=None, when__gte=since)
    outs = PayOut.objects.filter(line=None, state="paid", paid__gte=since)
    for one in ins.filter(when__lt=until, difference=None).order_by("pk"):
        _differs(statement, "not_at_bank", -one.amount_fen, pay_in=one)
    for out in outs.filter(paid__lt=until, difference=None).order_by("pk"):
        _differs(statement, "not_at_bank", out.amount_fen, pay_out=out)
    balances = {account: held.posted for account, held in balances_of_asset(MONEY).items()}
    statement.ledger_fen = -sum(
        posted for account, posted in balances.items() if account.kind is AccountKind.BANK
    )
    statement.later_fen = sum(one.amount_fen for one in ins.filter(when__gte=until)) - sum(
        out.amount_fen for out in outs.filter(paid__gte=until)
    )
    statement.balances = {account.text: posted for account, posted in balances.items() if posted}
    standing = Difference.objects.exclude(state="corrected").values_list("amount_fen", flat=True)
    gap = statement.closing_fen - statement.compared_fen - sum(standing)
    if gap:
        _differs(statement, "balance", gap)


def found_at_bank(pay_in: PayIn | None, pay_out: PayOut | None, call: Call) -> None:
    """A payment that the bank had not shown has come: its difference is corrected."""
    rows = Difference.objects.filter(
        Q(pay_in=pay_in) if pay_in else Q(pay_out=pay_out), kind="not_at_bank"
    )
    for one in rows.exclude(state="corrected").select_for_update():
        advance(one, "book_statement", call)
        one.settled, one.settled_by = call.when, call.actor.name
        one.save(update_fields=["state", "settled", "settled_by"])


def standing_of(statement: BankStatement | None) -> str:
    """Green only when everything was compared and nothing is open."""
    if statement is None or statement.state != "booked":
        return UNKNOWN
    states = set(statement.differences.values_list("state", flat=True))
    return _standing(statement, is_open="open" in states, is_told="explained" in states)


def _standing(statement: BankStatement, *, is_open: bool, is_told: bool) -> str:
    """By the day's own differences; what earlier days left is told where the sums show it."""
    if is_open or is_told:
        return OPEN if is_open else EXPLAINED
    own = sum(statement.differences.values_list("amount_fen", flat=True))
    return BALANCED if statement.gap_fen == own else CARRIED


def days_until(today: date) -> list[DayStanding]:
    """Working days since the first statement and days with one, newest first, up to yesterday."""
    rows = BankStatement.objects.filter(state="booked").order_by("-day")
    counted = rows.annotate(
        open=Count("differences", filter=Q(differences__state="open")),
        told=Count("differences", filter=Q(differences__state="explained")),
    )
    booked = {one.day: one for one in counted[:SHOWN_DAYS]}
    first = min(booked, default=today - timedelta(days=1))
    found: list[DayStanding] = []
    day = today - timedelta(days=1)
    while day >= first and len(found) < SHOWN_DAYS:
        one = booked.get(day)
        if one is not None:
            standing = _standing(one, is_open=bool(one.open), is_told=bool(one.told))
            found.append(DayStanding(day, standing, one))
        elif is_workday(day):
            found.append(DayStanding(day, UNKNOWN))
        day -= timedelta(days=1)
    return found


def shares_of(statement: BankStatement) -> Iterator[Share]:
    """Every account's part of the money, clients first by name."""
    accounts = {AccountId.parse(text): fen for text, fen in statement.balances.items()}
    parties = parties_named([one.owner for one in accounts])
    clients = [one for one in accounts if one.kind is AccountKind.PARTY]
    for one in sorted(clients, key=lambda account: account.owner):
        known = parties.get(one.owner)
        yield Share(
            known.label if known else Label(one.owner, one.owner), accounts[one], is_client=True
        )
    for one, amount in accounts.items():
        if one.kind not in {AccountKind.PARTY, AccountKind.BANK}:
            yield Share(one.kind.label, amount, is_client=False)


def _differs(statement: BankStatement, kind: str, amount_fen: int, **what: object) -> None:
    Difference.objects.create(statement=statement, kind=kind, amount_fen=amount_fen, **what)
