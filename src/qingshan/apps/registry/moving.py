"""Transfers without a trade, one or many on a paper: what they are about, what keeps them, rows.

Everything is asked for all lines at once, so that many cost no more statements than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import number_all
from qingshan.apps.base.prepared import answered
from qingshan.apps.base.rows import asking, loaded, sharing
from qingshan.apps.books import reads as books
from qingshan.apps.books.store import Posting
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.holds import held_facts
from qingshan.apps.registry.life import holding, not_valid
from qingshan.apps.registry.models import GROUNDS, HoldingTransfer, Ticket, TransferOrder
from qingshan.apps.registry.reads import asking_states, states_told
from qingshan.apps.registry.refusals import (
    BASIS_MISSING,
    GIVER_IS_TAKER,
    GROUND_UNKNOWN,
    LINE_TWICE,
    LINES_MANY,
    LINES_NONE,
    QUANTITY_WRONG,
    TOGETHER_SHORT,
    UNITS_HELD,
)
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import TICKET, AccountId, AssetKind, Chain, post, thing_of
from qingshan.core.ledger.refusals import ACCOUNT_FROZEN, ASSET_FROZEN, AVAILABLE_SHORT
from qingshan.core.ledger.shortage import words_of_short
from qingshan.core.tables.shelf import open_shelf

SERIES = "GH"
VERB = "transfer_holding"


@dataclass(frozen=True)
class Line:
    """Units of a ticket from one party to another, all by key; the quantity in carbon units."""

    ticket: int
    source: int
    target: int
    quantity: int


@dataclass(frozen=True)
class Seen:
    """What some lines are about, read at once, by key."""

    tickets: Mapping[int, Ticket]
    states: Mapping[int, str]
    parties: Mapping[int, Party]
    givers: Mapping[AccountId, books.Giver]

    def source(self, line: Line) -> AccountId:
        """The account from which a line gives."""
        return holding(self.tickets[line.ticket], self.parties[line.source].owner)

    def target(self, line: Line) -> AccountId:
        """The account to which it gives."""
        return holding(self.tickets[line.ticket], self.parties[line.target].owner)

    def giver(self, line: Line) -> books.Giver:
        """What the account has from which a line gives."""
        return self.givers[self.source(line)]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and the numbers of the lines that it concerns."""

    numbers: tuple[int, ...]
    refusal: Refusal

    @property
    def placed(self) -> Refusal:
        """The refusal with the numbers for its place."""
        return placed(self.refusal, self.numbers)


def seen(lines: Sequence[Line], *, is_shared: bool = False) -> Seen:
    """Tickets, their states, parties and what the givers have; two messages to the server.

    ``is_shared`` keeps the tickets as they are until the act ends: transfers of one ticket need
    not wait for each other, only for an act that changes its state.
    """
    keys = sorted({line.ticket for line in lines})
    sides = {side for line in lines for side in (line.source, line.target)}
    tickets, states, people = answered(
        sharing(Ticket, keys) if is_shared else asking(Ticket, "id", keys),
        asking_states(keys),
        asking(Party, "id", sides),
    )
    found = Seen(
        {one.pk: one for one in loaded(Ticket, tickets)},
        states_told(keys, states),
        {one.pk: one for one in loaded(Party, people)},
        {},
    )
    return replace(found, givers=books.givers(found.source(line) for line in lines))


def paper_wrong(ground: str, document: str, place: str) -> Iterator[Refusal]:
    """The refusals of the ground and of the paper behind it: E-RG-11, E-RG-14."""
    if not document.strip():
        yield Refusal(BASIS_MISSING, place)
    if ground not in GROUNDS:
        yield Refusal(GROUND_UNKNOWN, ground or "—")


def count_wrong(count: int, as_of: date) -> list[Refusal]:
    """The refusal of an order without a line (E-RG-23) or with too many (E-RG-24)."""
    if not count:
        return [Refusal(LINES_NONE)]
    most = most_lines(as_of)
    return [Refusal(LINES_MANY, "", {"count": count, "most": most})] if count > most else []


def most_lines(as_of: date) -> int:
    """How many transfers an order may hold on a day."""
    name, unit = "transfer_lines_most", "count"
    return int(
        open_shelf().value("registry.life", key="life", name=name, unit=unit, as_of=as_of).value
    )


def faults_in(lines: Mapping[int, Line], about: Seen) -> list[Fault]:
    """Everything that keeps lines, by number: each alone, one written twice, what they share."""
    able: dict[AccountId, list[int]] = {}
    first: dict[tuple[int, int, int], int] = {}
    found = []
    for number, line in lines.items():
        wrong = list(_faults_of(line, about))
        before = first.setdefault((line.ticket, line.source, line.target), number)
        if before != number:
            wrong.append(Refusal(LINE_TWICE, "", {"first": before}))
        found += [Fault((number,), refusal) for refusal in wrong]
        if line.quantity > 0 and not _is_stopped(line, about):
            able.setdefault(about.source(line), []).append(number)
    return found + list(_short(lines, about, able))


def _is_stopped(line: Line, about: Seen) -> bool:
    """Whether nothing may leave the account, however much there is."""
    ticket, giver = about.tickets[line.ticket], about.giver(line)
    is_valid = not not_valid(ticket, about.states[line.ticket], VERB)
    return not is_valid or giver.is_frozen or giver.is_series_frozen


def _faults_of(line: Line, about: Seen) -> Iterator[Refusal]:
    ticket, giver = about.tickets[line.ticket], about.giver(line)
    if line.quantity <= 0:
        yield Refusal(QUANTITY_WRONG, ticket.number, {"amount": line.quantity})
    if line.source == line.target:
        yield Refusal(GIVER_IS_TAKER, about.parties[line.source].name)
    state = not_valid(ticket, about.states[line.ticket], VERB)
    yield from state
    if state:
        return  # a ticket that is suspended or revoked is frozen by that
    facts = {"thing": thing_of(ticket.asset)}
    if giver.is_series_frozen:
        yield Refusal(ASSET_FROZEN, ticket.number, facts)
    elif giver.is_frozen:
        yield Refusal(ACCOUNT_FROZEN, ticket.number, facts)


def _short(
    lines: Mapping[int, Line], about: Seen, able: Mapping[AccountId, Sequence[int]]
) -> Iterator[Fault]:
    """Holdings of which the lines want more than nothing holds; what holds it is named."""
    wanted = {one: sum(lines[n].quantity for n in numbers) for one, numbers in able.items()}
    short = [one for one, amount in wanted.items() if amount > about.givers[one].balance.available]
    held = [one for one in short if wanted[one] <= about.givers[one].balance.posted]
    holds = books.holds_on(held) if held else {}
    for account in short:
        numbers, balance, amount = able[account], about.givers[account].balance, wanted[account]
        ticket, say = account.asset.removeprefix(TICKET), AssetKind.CARBON.say
        if len(numbers) > 1 or account not in held:
            facts = {
                **words_of_short(AssetKind.CARBON),
                "thing": thing_of(account.asset),
                "giver": about.parties[lines[numbers[0]].source].label,
                "available": say(balance.available),
                "amount": say(amount),
                "missing": say(amount - balance.available),
            }
            code = TOGETHER_SHORT if len(numbers) > 1 else AVAILABLE_SHORT
            yield Fault(tuple(numbers), Refusal(code, ticket, facts))
        if account in held:
            told = held_facts(holds.get(account, []), balance.held)
            yield Fault(tuple(numbers), Refusal(UNITS_HELD, ticket, told))


def placed(refusal: Refusal, numbers: Iterable[int]) -> Refusal:
    """A refusal at lines of these numbers; what it says of its own place stays."""
    among = list(numbers)
    told, many = _runs(among), "s" if len(among) > 1 else ""
    place = Label(f"第 {'、'.join(told)} 行", f"line{many} {', '.join(told)}")
    return Refusal(refusal.code, place, {"place": refusal.place, **refusal.facts})


def _runs(numbers: Iterable[int]) -> list[str]:
    """Numbers in their order, three and more that follow each other as one: 1, 2, 4–40."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run) for run in runs]
    return [word for words in told for word in words]


def moved(
    call: Call, lines: Sequence[Line], about: Seen, paper: TransferOrder | tuple[str, str]
) -> tuple[list[HoldingTransfer], Posting]:
    """New rows of the register for some lines, and what is booked for them, a chain for each.

    ``paper`` is the order that they belong to, or the ground and document of a single one.
    """
    order = paper if isinstance(paper, TransferOrder) else None
    ground, document = paper if isinstance(paper, tuple) else (paper.ground, paper.document)
    made = [
        HoldingTransfer(
            order=order,
            ticket=about.tickets[line.ticket],
            source=about.parties[line.source],
            target=about.parties[line.target],
            quantity=line.quantity,
            ground=ground,
            document=document,
            when=call.when,
        )
        for line in lines
    ]
    number_all(made, SERIES, [call.when.year] * len(made))
    chains = [
        Chain(
            key=f"transfer:{one.number}",
            code="transfer",
            transfers=(post(about.source(line), about.target(line), line.quantity),),
            facts={"transfer": one.number, "ground": ground},
        )
        for one, line in zip(made, lines, strict=True)
    ]
    return made, Posting(chains, when=call.when)


def facts_of(one: HoldingTransfer) -> dict[str, object]:
    """What the journal tells of a transfer, alone or among many."""
    return {"number": one.number, "quantity": one.quantity, "ground": one.ground}
