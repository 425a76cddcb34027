"""Let a bank look at one's units of a ticket up to a day (同意权利核查)."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.diligence.models import RightsConsent
from qingshan.apps.diligence.reads import asked_consent, standing_consent
from qingshan.apps.diligence.refusals import CONSENTED, NOT_A_BANK, SELF_CHECKED, TERM_WRONG
from qingshan.apps.diligence.rules import last_day
from qingshan.apps.diligence.verbs.ask_rights_check import SERIES
from qingshan.apps.parties.reads import must_act_for, parties_in_role
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(
    event="rights_check.granted",
    label=Label("同意权利核查", "grant a rights check"),
    roles=("applicant", "trader"),
)
def grant_rights_check(
    call: Call, *, ticket: int, holder: int, bank: int, until: date
) -> Done[RightsConsent]:
    """Answer the request of the bank, or offer it the ticket without one.

    Raises
    ------
    Refused
        E-AU-02 for others; E-DL-02 the last day, E-DL-03 no bank, E-DL-07 the holder as bank, at
        once; E-DL-04 while a consent stands.
    """
    must_act_for(call, holder)
    today = booking_day(call.when)
    asked = _asked(ticket, holder, bank)
    found = locked(Ticket, ticket)
    wrong, lender = [], party_of(bank)
    if not today <= until <= last_day(today):
        wrong.append(Refusal(TERM_WRONG, str(until), {"latest": str(last_day(today))}))
    if holder == bank:
        wrong.append(Refusal(SELF_CHECKED, found.number))
    elif lender not in parties_in_role("bank"):
        wrong.append(Refusal(NOT_A_BANK, found.number, {"name": lender.label}))
    refuse_all(wrong)
    if (standing := standing_consent(ticket, holder, bank, today)) is not None:
        raise Refused.because(CONSENTED, found.number, until=str(standing.until))
    consent = (
        asked
        if asked is not None and asked.state == "asked"
        else _offered(call, found, holder=holder, bank=bank)
    )
    advance(consent, "grant_rights_check", call)
    consent.until, consent.granted = until, call.when
    consent.save()
    return Done(consent, {"number": consent.number, "ticket": found.number, "until": str(until)})


def _asked(ticket: int, holder: int, bank: int) -> RightsConsent | None:
    """The request under lock, if there is one; it may have been answered meanwhile."""
    found = asked_consent(ticket, holder, bank)
    return None if found is None else locked(RightsConsent, found.pk)


def _offered(call: Call, ticket: Ticket, **sides: int) -> RightsConsent:
    """A consent that nobody asked for, not yet written down."""
    of = {name: party_of(key) for name, key in sides.items()}
    return RightsConsent(number=next_number(SERIES, call.when.year), ticket=ticket, **of)
