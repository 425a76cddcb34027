"""Lines of an order as people tell them, by number and name; and all that one party leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from datetime import date

from qingshan.apps.base.rows import having
from qingshan.apps.books import reads as books
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import parties_told
from qingshan.apps.registry.holds import holds_told
from qingshan.apps.registry.models import Ticket, TicketState
from qingshan.apps.registry.moving import Fault, Line, Seen, count_wrong, faults_in, seen
from qingshan.apps.registry.reads import states_of, ticket_number
from qingshan.apps.registry.refusals import HOLDER_UNKNOWN, NOT_REGISTERED
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import TICKET, AccountKind


@dataclass(frozen=True)
class Told:
    """A line in words: a ticket's number, credit codes or names; the quantity in carbon units."""

    ticket: str
    source: str
    target: str
    quantity: int


@dataclass(frozen=True)
class Named:
    """What lines in words are about, by number from 1, and what names nothing."""

    lines: dict[int, Line]
    unknown: list[Fault]


@dataclass
class Shown:
    """A line of a preview: who and what, what the giver has free now, what is wrong with it."""

    number: int
    ticket: str
    source: Label | str
    target: Label | str
    quantity: int
    available: int | None = None
    wrong: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """Lines before they are done, and everything that keeps them."""

    rows: list[Shown]
    wrong: list[Refusal]
    lines: list[Line]

    @property
    def quantity(self) -> int:
        """All lines together, in carbon units."""
        return sum(row.quantity for row in self.rows)

    @property
    def sent(self) -> str:
        """The lines as the page sends them when its button is pressed."""
        return ";".join(",".join(map(str, astuple(line))) for line in self.lines)


@dataclass(frozen=True)
class Left:
    """Units that stay with their holder, and why."""

    ticket: str
    quantity: int
    reason: Label


def named(told: Sequence[Told]) -> Named:
    """The lines by key, all names read at once; E-RG-09 and E-RG-27 for what names nothing."""
    numbers = [ticket_number(one.ticket) for one in told]
    tickets = {one.number: one for one in having(Ticket, "number", numbers)}
    parties = parties_told({word for one in told for word in (one.source, one.target)})
    found = Named({}, [])
    for number, (one, ticket) in enumerate(zip(told, numbers, strict=True), 1):
        wrong = [] if ticket in tickets else [Refusal(NOT_REGISTERED, ticket)]
        words = [word for word in (one.source, one.target) if word not in parties]
        wrong += [Refusal(HOLDER_UNKNOWN, "", {"party": word or "—"}) for word in words]
        found.unknown.extend(Fault((number,), refusal) for refusal in wrong)
        if not wrong:
            source, target = parties[one.source], parties[one.target]
            found.lines[number] = Line(tickets[ticket].pk, source.pk, target.pk, one.quantity)
    return found


def preview_of_words(told: Sequence[Told], as_of: date) -> Preview:
    """Lines in words as they would be done; too many are not looked at."""
    if count := count_wrong(len(told), as_of):
        return Preview([], count, [])
    found = named(told)
    about = seen(list(found.lines.values()))
    rows = [
        _shown(number, found.lines[number], about)
        if number in found.lines
        else Shown(number, ticket_number(one.ticket), one.source, one.target, one.quantity)
        for number, one in enumerate(told, 1)
    ]
    faults = [*found.unknown, *faults_in(found.lines, about)]
    return _preview(rows, faults, list(found.lines.values()))


def preview_of(lines: Sequence[Line], as_of: date) -> Preview:
    """Lines by key as they would be done."""
    if count := count_wrong(len(lines), as_of):
        return Preview([], count, [])
    about, by_number = seen(lines), dict(enumerate(lines, 1))
    rows = [_shown(number, line, about) for number, line in by_number.items()]
    return _preview(rows, faults_in(by_number, about), list(lines))


def _preview(rows: list[Shown], faults: list[Fault], lines: list[Line]) -> Preview:
    faults = sorted(faults, key=lambda fault: fault.numbers)
    for fault in faults:
        for number in fault.numbers:
            rows[number - 1].wrong.append(fault.refusal)
    return Preview(rows, [fault.placed for fault in faults], lines)


def _shown(number: int, line: Line, about: Seen) -> Shown:
    return Shown(
        number,
        about.tickets[line.ticket].number,
        about.parties[line.source].label,
        about.parties[line.target].label,
        line.quantity,
        about.giver(line).balance.available,
    )


def all_of(source: Party, target: Party) -> tuple[list[Line], list[Left]]:
    """A line for everything that a party may give now, and what stays behind with the reason."""
    held = {
        account.asset.removeprefix(TICKET): account
        for account, balance in books.balances_of(source.owner).items()
        if account.kind is AccountKind.PARTY and account.asset.startswith(TICKET) and balance.posted
    }
    tickets = sorted(having(Ticket, "number", held), key=lambda one: one.number)
    states, givers = states_of(tickets), books.givers(held.values())
    holds = books.holds_on(held.values())
    lines: list[Line] = []
    left: list[Left] = []
    for ticket in tickets:
        account = held[ticket.number]
        stopped = _stopped(states[ticket.pk], givers[account])
        balance = givers[account].balance
        if stopped is not None:
            left.append(Left(ticket.number, balance.posted, stopped))
            continue
        if balance.available > 0:
            lines.append(Line(ticket.pk, source.pk, target.pk, balance.available))
        if balance.held:
            told = holds_told(holds.get(account, []))
            left.append(Left(ticket.number, balance.held, told))
    return lines, left


def _stopped(state: str, giver: books.Giver) -> Label | None:
    """Why nothing of a holding may be given."""
    if state != TicketState.machine.start:
        return TicketState.machine.label(state)
    if giver.is_series_frozen:
        return Label("该碳票已冻结", "the ticket is frozen")
    if giver.is_frozen:
        return Label("持有账户已冻结", "the holding account is frozen")
    return None
