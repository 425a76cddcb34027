"""A court asks for a freeze: ruling, assistance notice, two officers, quantity, term."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import reads as books
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.queue import WAITING
from qingshan.apps.remedies.refusals import (
    HOLD_KNOWN,
    MORE_THAN_HELD,
    PAPERS_MISSING,
    TERM_WRONG,
    TERMS_WRONG,
)
from qingshan.apps.remedies.rules import fraction_faults, months_most
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AssetKind

SERIES = "DJ"


@verb(event="hold.requested", label=Label("申请司法冻结", "ask for a freeze"), roles=("court",))
def request_hold(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    court: int,
    ticket: int,
    holder: int,
    quantity: int,
    term_months: int,
    case_number: str,
    ruling_number: str,
    notice_number: str,
    officers: str,
) -> Done[JudicialHold]:
    """Enter it; nothing is frozen before the registrar has seen the papers.

    Raises
    ------
    Refused
        E-RM-02 quantity, E-RM-03 papers, E-RM-04 term, E-RM-05 more than there is, E-RM-06 the
        same ruling again, E-RM-10 a fraction of a tonne, all at once.
    """
    must_act_for(call, court)
    series, debtor = Ticket.objects.get(pk=ticket), party_of(holder)
    told = [case_number, ruling_number, notice_number, officers]
    wrong = []
    if not all(one.strip() for one in told):
        wrong.append(Refusal(PAPERS_MISSING, case_number or "—"))
    most = months_most(call.when.date())
    if not 0 < term_months <= most:
        wrong.append(Refusal(TERM_WRONG, case_number, {"months": term_months, "most": most}))
    balance = books.balance(holding(series, debtor.owner))
    has = balance.posted
    if quantity <= 0:
        wrong.append(Refusal(TERMS_WRONG, case_number))
    elif quantity > has:
        asked, there = AssetKind.CARBON.say(quantity), AssetKind.CARBON.say(has)
        facts = {"asked": asked, "has": there, "holder": debtor.label}
        wrong.append(Refusal(MORE_THAN_HELD, case_number, facts))
    else:
        wrong += fraction_faults(case_number, quantity, has, balance.available)
    known = JudicialHold.objects.filter(ticket=series, holder=debtor, state__in=WAITING)
    first = known.filter(ruling_number=ruling_number).order_by("pk").first()
    if first is not None:
        stands = {"number": first.number, "state": first.state_label}
        wrong.append(Refusal(HOLD_KNOWN, ruling_number, stands))
    refuse_all(wrong)
    found = JudicialHold.objects.create(
        number=next_number(SERIES, call.when.year),
        ticket=series,
        holder=debtor,
        court_id=court,
        case_number=case_number,
        ruling_number=ruling_number,
        notice_number=notice_number,
        officers=officers,
        quantity=quantity,
        term_months=term_months,
        requested=call.when,
    )
    return Done(found, {"number": found.number, "quantity": quantity, "case": case_number})
