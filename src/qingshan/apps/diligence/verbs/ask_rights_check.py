"""Ask a holder to let the bank look at its units of a ticket (申请权利核查)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.diligence.models import RightsConsent
from qingshan.apps.diligence.reads import asked_consent, standing_consent
from qingshan.apps.diligence.refusals import ASKED_BEFORE, CONSENTED, SELF_CHECKED
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

SERIES = "HS"


@verb(
    event="rights_check.asked",
    label=Label("申请权利核查", "ask for a rights check"),
    roles=("bank",),
)
def ask_rights_check(call: Call, *, ticket: int, holder: int, bank: int) -> Done[RightsConsent]:
    """Ask; nothing is told of whether the party holds any of the ticket.

    Raises
    ------
    Refused
        E-AU-02 for another bank, E-DL-04 while a consent stands, E-DL-05 while a request waits,
        E-DL-07 one party on both sides.
    """
    must_act_for(call, bank)
    found = locked(Ticket, ticket)
    if holder == bank:
        raise Refused.because(SELF_CHECKED, found.number)
    if (standing := standing_consent(ticket, holder, bank, booking_day(call.when))) is not None:
        raise Refused.because(CONSENTED, found.number, until=str(standing.until))
    if (waiting := asked_consent(ticket, holder, bank)) is not None:
        raise Refused.because(ASKED_BEFORE, waiting.number)
    consent = RightsConsent.objects.create(
        number=next_number(SERIES, call.when.year),
        ticket=found,
        holder=party_of(holder),
        bank=party_of(bank),
        asked=call.when,
    )
    return Done(consent, {"number": consent.number, "ticket": found.number})
