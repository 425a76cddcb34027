"""Certify what a party holds of a ticket (持有凭证): how a ticket is shown in parts."""

from __future__ import annotations

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.refusals import PARTY_FOREIGN
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import reads as books
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry import printing
from qingshan.apps.registry.life import holding, valid_ticket
from qingshan.apps.registry.models import HoldingCertificate
from qingshan.apps.registry.refusals import NOTHING_HELD
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

SERIES = "CY"


@verb(
    event="holding.certified",
    label=Label("出具持有凭证", "certify a holding"),
    roles=("registrar", "applicant", "trader"),
)
def certify_holding(call: Call, *, ticket: int, party: int) -> Done[HoldingCertificate]:
    """Write a paper on a party's balance at this moment; it creates nothing and moves nothing.

    Units circulate as balances (decision 0005): who bought a part of a ticket gets no smaller
    ticket but proof of the part, and a later movement puts the proof out of date.

    Raises
    ------
    Refused
        E-AU-02 for somebody else's holding, E-RG-13 when the ticket is not valid, E-RG-19 when the
        party holds nothing of it.
    """
    holder = party_of(party)
    if not (call.actor.may("registrar") or call.actor.acts_for(party)):
        raise Refused.because(PARTY_FOREIGN, call.actor.shown, party=holder.label)
    found = valid_ticket(ticket, "certify_holding")
    balance = books.balance(holding(found, holder.owner))
    if not balance.posted:
        raise Refused.because(NOTHING_HELD, str(found), holder=holder.label)
    done = HoldingCertificate(
        number=next_number(SERIES, call.when.year),
        ticket=found,
        party=holder,
        quantity=balance.posted,
        held=balance.held,
        when=call.when,
    )
    written = printing.holding(done)
    done.check_code = written.check_code
    name = f"{done.number}.pdf"
    done.paper = files.keep(written.pdf, name=name, media_type=printing.MEDIA_TYPE)
    done.save()
    facts = {"number": done.number, "ticket": found.number, "quantity": done.quantity}
    return Done(done, {**facts, "paper": done.paper.digest})
