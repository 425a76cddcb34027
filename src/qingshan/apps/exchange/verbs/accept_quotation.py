"""Accept an offer to an inquiry, wholly or in part: the deal is agreed and the others are free."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.agreeing import Terms, agree, money_held, terms_faults
from qingshan.apps.exchange.inquiring import (
    end_quotations,
    freed_units,
    locked_quotation,
    over_faults,
)
from qingshan.apps.exchange.inquiry_models import Quotation
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import INQUIRY, UNRELATED
from qingshan.apps.exchange.refusals import QUOTATION_OVER, QUOTATION_SHORT
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


@verb(event="quotation.accepted", label=Label("接受报价", "accept the offer"), roles=("trader",))
def accept_quotation(
    call: Call, *, quotation: int, quantity: int, relation: str = UNRELATED
) -> Done[Trade]:
    """Agree a deal at the price offered, hold the money, and end the inquiry.

    Raises
    ------
    Refused
        E-EX-42 the inquiry and E-EX-47 the offer is over, E-EX-46 more than was offered, and what
        keeps either side from the deal, all at once; E-EX-09 an amount below the fee; E-MC-01
        when inquiry or offer are closed; E-LG codes when money is short.
    """
    found = locked_quotation(quotation)
    inquiry = found.inquiry
    must_act_for(call, inquiry.buyer_id)
    advance(inquiry, "accept_quotation", call)
    advance(found, "accept_quotation", call)
    lock_instrument(inquiry.asset)
    terms = Terms(
        INQUIRY,
        inquiry.number,
        inquiry.asset,
        found.holder,
        inquiry.buyer,
        quantity,
        found.price_fen,
        inquiry.purpose,
        relation,
    )
    faults = [*over_faults(inquiry, call), *_faults(found, quantity, call)]
    refuse_all(faults + terms_faults(terms, call))
    trade = agree(terms, call, unit_hold=found.hold)
    found.save(update_fields=["state"])
    inquiry.save(update_fields=["state"])
    freed = freed_units(found, found.quantity - quantity)
    end_quotations(inquiry, call, also=[*freed, money_held(trade)])
    facts = {"number": trade.number, "quantity": quantity, "amount_fen": trade.amount_fen}
    return Done(trade, {**facts, "inquiry": inquiry.number, "quotation": found.number})


def _faults(quotation: Quotation, quantity: int, call: Call) -> list[Refusal]:
    faults = []
    if quotation.expires <= call.when:
        told = f"{quotation.expires.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        faults.append(Refusal(QUOTATION_OVER, quotation.number, {"expires": told}))
    if quantity > quotation.quantity:
        facts = {"offered_t": tonnes_text(quotation.quantity), "asked_t": tonnes_text(quantity)}
        faults.append(Refusal(QUOTATION_SHORT, quotation.number, facts))
    return faults
