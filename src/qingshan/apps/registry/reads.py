"""What the register shows of a ticket: state, balances, movements, whereabouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models import QuerySet, Sum

from qingshan.apps.books import reads as books
from qingshan.apps.log.reads import places_of
from qingshan.apps.parties.reads import parties_named, public_name
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.serials import span_text
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.codes import code_label
from qingshan.core.ledger.model import AccountId, AccountKind, Act

STATES: Mapping[str, Label] = {
    "valid": Label("有效", "valid"),
    "held": Label("部分冻结", "partly held"),
    "part_retired": Label("部分注销", "partly retired"),
    "retired": Label("已注销", "retired"),
    "frozen": Label("暂停", "suspended"),
}


@dataclass(frozen=True)
class Standing:
    """The live figures of a ticket, in carbon units."""

    issued: int
    available: int
    held: int
    retired: int
    buffer: int
    is_frozen: bool

    @property
    def state(self) -> str:
        """The one word for it, the gravest first."""
        if self.is_frozen:
            return "frozen"
        if self.retired == self.issued:
            return "retired"
        if self.held:
            return "held"
        return "part_retired" if self.retired else "valid"


@dataclass(frozen=True)
class Movement:
    """One line of a ticket's history, for strangers."""

    when: datetime
    code: str
    label: Label
    act: Act
    source: Label
    target: Label
    amount: int
    span: NumericRange | None
    entry: int | None

    @property
    def numbers(self) -> str:
        """First and last number that moved for good; empty while units circulate without one."""
        return "" if self.span is None else span_text(self.span)


def standing(ticket: Ticket) -> Standing:
    """Add the balances of the series up."""
    return standings([ticket])[ticket.asset]


def standings(tickets: Iterable[Ticket]) -> dict[str, Standing]:
    """The standing of each ticket, by the name of its series."""
    return {ticket.asset: _standing(ticket) for ticket in tickets}


def _standing(ticket: Ticket) -> Standing:
    available = held = retired = buffer = 0
    for account, balance in books.balances_of_asset(ticket.asset).items():
        if account.kind.sink:
            retired += balance.posted
        elif account.kind is AccountKind.BUFFER:
            buffer += balance.posted
        elif not account.kind.source_of_supply:
            available += balance.available
            held += balance.held
    asset = books.asset(ticket.asset)
    return Standing(
        issued=ticket.quantity,
        available=available,
        held=held,
        retired=retired,
        buffer=buffer,
        is_frozen=asset is not None and asset.frozen,
    )


def movements(ticket: Ticket, *, limit: int = 200) -> list[Movement]:
    """Every transfer of the series, newest first; persons are masked."""
    rows = books.latest(ticket.asset, limit=limit)
    cuts = {cut.chain: cut for cut in ticket.cuts.all()}
    names = _names(
        account for row in rows for account in (row.transfer.source, row.transfer.target)
    )
    logged = places_of("chain", [row.cursor[0] for row in rows])
    lines = []
    for row in rows:
        cut = cuts.get(row.key) if row.transfer.target.kind.sink else None
        span = cut.span if cut else None
        if row.transfer.source.kind is AccountKind.SUPPLY and not ticket.buffer:
            span = ticket.block
        lines.append(
            Movement(
                when=row.when,
                code=row.code,
                label=code_label(row.code),
                act=row.transfer.act,
                source=names[row.transfer.source],
                target=names[row.transfer.target],
                amount=row.transfer.amount,
                span=span,
                entry=logged.get(row.cursor[0]),
            )
        )
    return lines


def _names(accounts: Iterable[AccountId]) -> dict[AccountId, Label]:
    found = set(accounts)
    parties = parties_named([account.owner for account in found])
    names = {}
    for account in found:
        party = parties.get(account.owner)
        if party is None:
            names[account] = account.kind.label
        else:
            shown = public_name(party)
            is_person = party.kind == "person"
            names[account] = Label(shown, shown if is_person else party.label.en)
    return names


def tickets() -> QuerySet[Ticket]:
    """All tickets, newest first, with what a list needs."""
    return Ticket.objects.select_related("monitoring__project__party", "party").order_by("-pk")


def retirements() -> QuerySet[Retirement]:
    """All retirements, newest first."""
    return Retirement.objects.select_related("ticket", "party", "cut").order_by("-pk")


@dataclass(frozen=True)
class Totals:
    """The figures of the whole register."""

    tickets: int
    issued: int
    retired: int
    retirements: int
    area_m2: int
    as_of: date


def totals(today: date) -> Totals:
    """Counts and sums over every ticket and retirement."""
    issued = Ticket.objects.aggregate(amount=Sum("quantity"), area=Sum("area_m2"))
    retired = Retirement.objects.aggregate(amount=Sum("quantity"))
    return Totals(
        tickets=Ticket.objects.count(),
        issued=issued["amount"] or 0,
        retired=retired["amount"] or 0,
        retirements=Retirement.objects.count(),
        area_m2=issued["area"] or 0,
        as_of=today,
    )
