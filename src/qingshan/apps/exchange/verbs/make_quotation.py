"""Offer units to an inquiry (报价): they are held at once."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.inquiring import locked_invitation, over_faults, set_aside
from qingshan.apps.exchange.inquiry_models import Inquiry, Quotation
from qingshan.apps.exchange.judging import Order, judged, lock_instrument
from qingshan.apps.exchange.modes import INQUIRY, SELL
from qingshan.apps.exchange.refusals import (
    EXPIRY_PAST,
    QUOTATION_LARGE,
    QUOTATION_LATE,
    QUOTATION_STANDS,
)
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

SERIES = "XB"
LABEL = Label("报价", "offer to an inquiry")


@verb(event="quotation.made", label=LABEL, roles=("applicant", "trader"))
def make_quotation(
    call: Call,
    *,
    inquiry: int,
    holder: int,
    quantity: int,
    price_fen: int,
    expires: datetime,
) -> Done[Quotation]:
    """Hold the units until the offer is accepted, withdrawn, or its time or the inquiry's is over.

    Raises
    ------
    Refused
        E-EX-43 not asked; E-EX-42 the inquiry is over, E-EX-44 an offer stands, E-EX-45 more than
        is asked for, E-EX-48 an end behind the inquiry's, and what keeps an order from the market,
        all at once; E-MC-01 an inquiry that is closed or was declined; E-LG codes when the units
        are not available.
    """
    must_act_for(call, holder)
    found = locked(Inquiry, inquiry)
    must_be_in(found, {"open"}, LABEL)
    must_be_in(locked_invitation(found, holder), {"asked"}, LABEL)
    party = party_of(holder)
    lock_instrument(found.asset)
    order = Order(INQUIRY, SELL, party, found.asset, quantity, price_fen, call.when)
    faults = [*over_faults(found, call), *judged(order), *_faults(found, order, expires)]
    refuse_all(faults)
    quotation = Quotation.objects.create(
        number=next_number(SERIES, call.when.year),
        inquiry=found,
        holder=party,
        quantity=quantity,
        price_fen=price_fen,
        made=call.when,
        expires=expires,
    )
    set_aside(quotation, call)
    facts = {"number": quotation.number, "quantity": quantity, "price_fen": price_fen}
    return Done(quotation, {**facts, "inquiry": found.number})


def _faults(inquiry: Inquiry, order: Order, expires: datetime) -> list[Refusal]:
    faults = []
    told = f"{expires.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    standing = inquiry.quotations.filter(holder=order.party, state="standing").first()
    if standing is not None:
        faults.append(Refusal(QUOTATION_STANDS, standing.number))
    if order.quantity > inquiry.quantity:
        facts = {
            "wanted_t": tonnes_text(inquiry.quantity),
            "offered_t": tonnes_text(order.quantity),
        }
        faults.append(Refusal(QUOTATION_LARGE, inquiry.number, facts))
    if expires <= order.when:
        faults.append(Refusal(EXPIRY_PAST, told, {"expires": told}))
    if expires > inquiry.expires:
        end = f"{inquiry.expires.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        faults.append(Refusal(QUOTATION_LATE, inquiry.number, {"expires": told, "end": end}))
    return faults
