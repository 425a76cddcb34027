"""Revoke a ticket (撤销): what its right holder still has goes out, the rest is owed."""

from __future__ import annotations

from datetime import timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import reads as books
from qingshan.apps.books import store
from qingshan.apps.registry.holds import held_by
from qingshan.apps.registry.life import REGISTRY, bring, holding
from qingshan.apps.registry.models import Duty, Ticket, TicketState
from qingshan.apps.registry.serials import cut
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, AccountKind, Chain, post
from qingshan.core.tables.shelf import open_shelf


@verb(event="ticket.revoked", label=Label("撤销碳票", "revoke a ticket"), roles=("registrar",))
def revoke_ticket(call: Call, *, ticket: int, reason: str, document: str) -> Done[TicketState]:
    """Post the right holder's units and the buffer into the sink, and order the rest made good.

    Who bought in good faith keeps what was bought, and what was retired stays retired; for both
    the first right holder owes units of other tickets, as the national measures of 2023 order it
    for false reductions (article 43). No text on tickets is at hand.

    Raises
    ------
    Refused
        E-RG-11 without reason or paper, E-RG-12 while something holds units of the right holder,
        E-MC-01 when it is revoked already.
    """
    reached = bring(ticket, "revoke_ticket", call, reason=reason, document=document)
    found = reached.ticket
    # Every account of the series is under lock from here on: what is read is what will be moved.
    store.freeze_asset(found.asset)
    withdrawn = _withdraw(found, call)
    store.thaw_asset(found.asset)
    owed = found.quantity - withdrawn
    if owed:
        days = open_shelf().value(
            "registry.life", key="life", name="make_good_days", unit="d", as_of=call.when.date()
        )
        Duty.objects.create(
            ticket=found,
            party=found.party,
            quantity=owed,
            due=call.when.date() + timedelta(days=int(days.value)),
            when=call.when,
        )
    facts = {"number": found.number, "document": document, "withdrawn": withdrawn, "owed": owed}
    return Done(reached, facts)


def _withdraw(ticket: Ticket, call: Call) -> int:
    """Units that went out of circulation, in carbon units."""
    own = holding(ticket, ticket.party.owner)
    balance = books.balance(own)
    if balance.held:
        raise Refused(held_by(own, balance.held))
    sources = [own, AccountId(ticket.asset, REGISTRY, AccountKind.BUFFER)]
    sink = AccountId(ticket.asset, REGISTRY, AccountKind.CANCELLED)
    amounts = {source: books.balance(source).available for source in sources}
    moves = tuple(post(source, sink, amount) for source, amount in amounts.items() if amount)
    if not moves:
        return 0
    chain = Chain(f"revoke:{ticket.number}", "cancel", moves, {"ticket": ticket.number})
    store.post_one(chain, when=call.when)
    withdrawn = sum(amounts.values())
    cut(ticket, withdrawn, code=chain.code, chain=chain.key)
    return withdrawn
