"""What acts after issue do alike: the basis they need, the state they reach, what holds units."""

from __future__ import annotations

from collections.abc import Iterable

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import verb_label
from qingshan.apps.books import reads as books
from qingshan.apps.registry.models import Ticket, TicketState
from qingshan.apps.registry.reads import state_of
from qingshan.apps.registry.refusals import BASIS_MISSING, NOT_VALID, QUANTITY_WRONG, UNITS_HELD
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.book import Hold
from qingshan.core.ledger.codes import code_label
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind

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


def held_by(account: AccountId, held: int) -> Refusal:
    """The refusal that names what holds units of an account, and how much each holds."""
    holds = books.open_holds(asset=account.asset, owner=account.owner)
    facts = {"held": AssetKind.CARBON.say(held), "what": holds_told(holds)}
    return Refusal(UNITS_HELD, account.asset.removeprefix("ticket:"), facts)


def holds_told(holds: Iterable[Hold]) -> Label:
    """What holds units, each by its kind and number, with how much."""
    told = [
        (code_label(hold.code), _named(hold.key), AssetKind.CARBON.say(hold.left)) for hold in holds
    ]
    return Label(
        "；".join(f"{code.zh} {name}（{much.zh}）" for code, name, much in told),
        "; ".join(f"{code.en} {name} ({much.en})" for code, name, much in told),
    )


def _named(key: str) -> str:
    """The number in the key of a hold: neither its kind nor which piece of it this is."""
    _, _, rest = key.partition(":")
    return rest.partition(":")[0] or key


def holding(ticket: Ticket, owner: str) -> AccountId:
    """The account in which a party holds units of a ticket."""
    return AccountId(ticket.asset, owner, AccountKind.PARTY)
