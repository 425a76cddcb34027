"""What the register shows of a ticket: state, balances, movements, whereabouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.numbering import is_whole, typed, written
from qingshan.apps.base.prepared import Asked
from qingshan.apps.books import reads as books
from qingshan.apps.land.models import County
from qingshan.apps.log.reads import places_of
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import parties_named
from qingshan.apps.registry.models import (
    Cut,
    Duty,
    HoldingCertificate,
    HoldingTransfer,
    Retirement,
    Signature,
    Ticket,
    TicketState,
)
from qingshan.apps.registry.serials import span_text
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.codes import code_label, movement_label
from qingshan.core.ledger.model import AccountId, AccountKind, Act, Transfer

NOBODY = Label("", "")
"""Where a movement has no receiver."""
STATES: Mapping[str, Label] = {
    "valid": Label("有效", "valid"),
    "held": Label("部分冻结", "partly held"),
    "part_retired": Label("部分注销", "partly retired"),
    "retired": Label("已注销", "retired"),
    "frozen": Label("暂停", "suspended"),
    "revoked": Label("已撤销", "revoked"),
}


@dataclass(frozen=True)
class Standing:
    """The live figures of a ticket, in carbon units.

    At every moment ``issued`` is the sum of all the others: available, held, in the buffer,
    retired, revoked.
    """

    issued: int
    available: int
    held: int
    retired: int
    revoked: int
    buffer: int
    is_frozen: bool
    is_revoked: bool = False

    @property
    def live(self) -> int:
        """What still circulates or may again."""
        return self.available + self.held + self.buffer

    @property
    def state(self) -> str:
        """The one word for it, the gravest first."""
        if self.is_revoked:
            return "revoked"
        if self.is_frozen:
            return "frozen"
        if self.retired and not self.live:
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
    found = list(tickets)
    states, series = states_of(found), books.series_of(ticket.asset for ticket in found)
    return {
        ticket.asset: standing_in(ticket, states[ticket.pk], series[ticket.asset])
        for ticket in found
    }


def standing_in(ticket: Ticket, state: str, series: books.Series) -> Standing:
    """The standing of a ticket whose state and series are at hand."""
    amounts = dict.fromkeys(("available", "held", "retired", "revoked", "buffer"), 0)
    for account, balance in series.balances.items():
        if account.kind is AccountKind.RETIRED:
            amounts["retired"] += balance.posted
        elif account.kind.sink:
            amounts["revoked"] += balance.posted
        elif account.kind is AccountKind.BUFFER:
            amounts["buffer"] += balance.posted
        elif not account.kind.source_of_supply:
            amounts["available"] += balance.available
            amounts["held"] += balance.held
    return Standing(
        issued=ticket.quantity,
        **amounts,
        is_frozen=series.is_frozen,
        is_revoked=state == "revoked",
    )


def state_of(ticket: Ticket) -> str:
    """The state that the register brought a ticket into last."""
    row = _REACHED.row(ticket.pk)
    return TicketState.machine.start if row is None else str(row[0])


def _reached(ticket: int) -> QuerySet[TicketState, tuple[Any, ...]]:
    return TicketState.objects.filter(ticket=ticket).order_by("-pk").values_list("state")[:1]


_REACHED = Fixed(_reached, int)
"""The newest state: every act at a ticket asks for it."""


def states_of(tickets: Iterable[Ticket]) -> dict[int, str]:
    """The state of each ticket by its key."""
    keys = [ticket.pk for ticket in tickets]
    return states_told(keys, _STATES.rows(keys))


def asking_states(keys: Iterable[int]) -> Asked:
    """The question for the states of tickets, to be sent with others."""
    return _STATES.asked(list(keys))


def states_told(keys: Iterable[int], rows: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    """The state of each ticket by its key from what was answered."""
    reached = dict(rows)
    return {key: reached.get(key, TicketState.machine.start) for key in keys}


def _newest(tickets: list[int]) -> QuerySet[TicketState, tuple[Any, ...]]:
    newest = TicketState.objects.filter(ticket__in=tickets).order_by("ticket", "-pk")
    return newest.distinct("ticket").values_list("ticket", "state")


_STATES = Fixed(_newest, list[int])


@dataclass(frozen=True)
class Fate:
    """What became of one number: foreign to the ticket, in circulation, or cut off for good."""

    is_ours: bool
    retirement: Retirement | None = None
    code: str = ""

    @property
    def label(self) -> Label:
        """Why the number left circulation, in words."""
        return code_label(self.code)


def fate_of(ticket: Ticket, unit: int) -> Fate:
    """What became of a number of a ticket's block."""
    if not ticket.block.lower <= unit < ticket.block.upper:
        return Fate(is_ours=False)
    cut = ticket.cuts.filter(span__contains=unit).select_related("retirement").first()
    if cut is None:
        return Fate(is_ours=True)
    retirement = getattr(cut, "retirement", None)
    return Fate(is_ours=True, retirement=retirement, code=cut.code)


def open_duties(parties: Iterable[int]) -> list[Duty]:
    """Duties of some parties of which something is still owed, the most urgent first."""
    found = Duty.objects.filter(party__in=list(parties)).select_related("ticket")
    return [duty for duty in found.order_by("due", "pk") if owed(duty)]


def ticket_number(word: str) -> str:
    """A ticket's number as it is stored, however it was typed; what is none stays as it is."""
    series, digits = typed(word)
    return written(series, digits) if is_whole(digits) else word.strip()


def transfers(wanted: str = "") -> QuerySet[HoldingTransfer]:
    """Transfers without a trade, newest first: all, or those of a ticket, a paper or a number."""
    found = HoldingTransfer.objects.select_related("ticket", "source", "target", "order")
    if wanted:
        typed = wanted.upper()
        numbers = Q(number=typed) | Q(ticket__number=typed) | Q(order__number=typed)
        found = found.filter(Q(document__icontains=wanted) | numbers)
    return found.order_by("-pk")


def certificates_of(ticket: Ticket, party: Party) -> QuerySet[HoldingCertificate]:
    """What was certified to a party of a ticket, newest first."""
    return HoldingCertificate.objects.filter(ticket=ticket, party=party).order_by("-pk")


def tickets_held(party: Party) -> list[Ticket]:
    """Tickets of which a party has units that nothing holds."""
    assets = [
        account.asset.removeprefix("ticket:")
        for account, balance in books.balances_of(party.owner).items()
        if account.kind is AccountKind.PARTY and balance.available
    ]
    return list(Ticket.objects.filter(number__in=assets).order_by("number"))


def held_now(paper: HoldingCertificate) -> int:
    """What the party of a certificate holds of the ticket at this moment."""
    account = AccountId(paper.ticket.asset, paper.party.owner, AccountKind.PARTY)
    return books.balance(account).posted


def owed(duty: Duty) -> int:
    """What is still to be made good, in carbon units."""
    given = duty.amends.aggregate(amount=Sum("quantity"))["amount"]
    return duty.quantity - (given or 0)


def movements(
    ticket: Ticket, *, limit: int = 200, cuts: Iterable[Cut] | None = None
) -> list[Movement]:
    """Every transfer of the series, newest first; persons are masked.

    What is held stays with its holder, so that it goes to nobody; what is released comes back.
    """
    rows = books.latest(ticket.asset, limit=limit)
    spans = {cut.chain: cut.span for cut in (ticket.cuts.all() if cuts is None else cuts)}
    names = _names(
        account for row in rows for account in (row.transfer.source, row.transfer.target)
    )
    logged = places_of("chain", [row.cursor[0] for row in rows])
    lines = []
    for row in rows:
        span = spans.get(row.key) if row.transfer.target.kind.sink else None
        if row.transfer.source.kind is AccountKind.SUPPLY and not ticket.buffer:
            span = ticket.block
        lines.append(
            Movement(
                when=row.when,
                code=row.code,
                label=movement_label(row.code, row.transfer.act),
                act=row.transfer.act,
                source=names[_way(row.transfer)[0]],
                target=NOBODY if row.transfer.act is Act.HOLD else names[_way(row.transfer)[1]],
                amount=row.transfer.amount,
                span=span,
                entry=logged.get(row.cursor[0]),
            )
        )
    return lines


def _way(transfer: Transfer) -> tuple[AccountId, AccountId]:
    """From whom to whom: the ledger names a released hold by the way that it would have gone."""
    if transfer.act is Act.RELEASE:
        return transfer.target, transfer.source
    return transfer.source, transfer.target


def _names(accounts: Iterable[AccountId]) -> dict[AccountId, Label]:
    found = set(accounts)
    parties = parties_named([account.owner for account in found])
    names = {}
    for account in found:
        party = parties.get(account.owner)
        if party is None:
            names[account] = account.kind.label
        else:
            shown = party.public_name
            is_person = party.kind == "person"
            names[account] = Label(shown, shown if is_person else party.label.en)
    return names


def tickets() -> QuerySet[Ticket]:
    """All tickets, newest first, with what a list needs."""
    return Ticket.objects.select_related("monitoring__project", "party").order_by("-pk")


def signatures_of(report: int) -> list[Signature]:
    """The signatures under a report, each with its department, in their order."""
    found: list[Signature] = _SIGNATURES.objects(report)
    return found


def _signatures(report: int) -> QuerySet[Signature]:
    return Signature.objects.filter(report=report).select_related("party").order_by("when")


_SIGNATURES = Fixed(_signatures, int)


def counties_with_tickets() -> list[str]:
    """Codes of the counties in which a ticket's project lies, each found by an index."""
    theirs = Ticket.objects.filter(monitoring__project__county_code=OuterRef("code"))
    return list(
        County.objects.filter(Exists(theirs)).order_by("code").values_list("code", flat=True)
    )


def retirements() -> QuerySet[Retirement]:
    """All retirements, newest first."""
    return Retirement.objects.select_related("ticket", "party", "cut").order_by("-pk")


def public_beneficiary(retirement: Retirement) -> str:
    """For whom units were retired; a person who retired for oneself keeps the surname only."""
    party = retirement.party
    if party.kind == "person" and party.name in retirement.beneficiary:
        return retirement.beneficiary.replace(party.name, party.public_name)
    return retirement.beneficiary


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
