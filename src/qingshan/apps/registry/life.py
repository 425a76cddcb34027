"""What acts after issue do alike: the basis they need, the state they reach, how much there is."""

from __future__ import annotations

from collections.abc import Iterable

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import verb_label
from qingshan.apps.books import reads as books
from qingshan.apps.registry.holds import held_by
from qingshan.apps.registry.models import Ticket, TicketState
from qingshan.apps.registry.reads import state_of
from qingshan.apps.registry.refusals import BASIS_MISSING, NOT_VALID, QUANTITY_WRONG
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.ledger.model import AccountId, AccountKind

REGISTRY = "registry"


def bring(ticket: int, verb: str, call: Call, *, reason: str, document: str) -> TicketState:
    """Lock a ticket and bring it into the state that a verb leads to.

    Raises
    ------
    Refused
        E-RG-11 without reason or paper, E-MC-01 when its present state has no such move.
    """
    found = locked(Ticket, ticket)
    refuse_all(basis_wrong(found, reason, document))
    reached = TicketState(
        ticket=found, state=state_of(found), reason=reason, document=document, when=call.when
    )
    advance(reached, verb, call)
    reached.save()
    return reached


def valid_ticket(ticket: int, verb: str) -> Ticket:
    """A ticket under lock that is neither suspended nor revoked.

    Raises
    ------
    Refused
        E-RG-13 in any other state.
    """
    found = locked(Ticket, ticket)
    must_be_valid(found, state_of(found), verb)
    return found


def must_be_valid(found: Ticket, state: str, verb: str) -> None:
    """That the state of a ticket under lock is the one in which its units move.

    Raises
    ------
    Refused
        E-RG-13 in any other state.
    """
    refuse_all(not_valid(found, state, verb))


def not_valid(found: Ticket, state: str, verb: str) -> list[Refusal]:
    """The refusal of an act at a ticket whose units do not move in its state."""
    if state == TicketState.machine.start:
        return []
    words, act = TicketState.machine.label(state), verb_label(verb)
    return [Refusal(NOT_VALID, str(found), {"state": words, "act": act})]


def basis_wrong(ticket: Ticket, *words: str) -> list[Refusal]:
    """The refusal of an act without its reason or its paper."""
    return [] if all(word.strip() for word in words) else [Refusal(BASIS_MISSING, str(ticket))]


def units_wrong(account: AccountId, quantity: int) -> Iterable[Refusal]:
    """A quantity that is none, or units that something holds, which is named.

    More than the account has at all is left to the ledger, whose sentence says by how much.
    """
    if quantity <= 0:
        yield Refusal(QUANTITY_WRONG, account.asset.removeprefix("ticket:"), {"amount": quantity})
        return
    balance = books.balance(account)
    if balance.available < quantity <= balance.posted:
        yield held_by(account, balance.held)


def holding(ticket: Ticket, owner: str) -> AccountId:
    """The account in which a party holds units of a ticket."""
    return AccountId(ticket.asset, owner, AccountKind.PARTY)
