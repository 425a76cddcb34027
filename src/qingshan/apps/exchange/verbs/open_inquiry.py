"""Ask holders of a series for offers (询价): those named, or all who hold it now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.inquiry_models import Inquiry, Invitation
from qingshan.apps.exchange.inquiry_reads import holders_of
from qingshan.apps.exchange.judging import Order, asking_faults, lock_instrument, term_faults
from qingshan.apps.exchange.modes import BUY, INQUIRY
from qingshan.apps.exchange.refusals import NOBODY_ASKED, OWN_INQUIRY
from qingshan.apps.exchange.rules import purpose_faults, trader_faults, ware_faults
from qingshan.apps.parties.reads import must_act_for, parties_with
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

SERIES = "XJ"


@verb(event="inquiry.opened", label=Label("询价", "ask for offers"), roles=("trader",))
def open_inquiry(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    asset: str,
    buyer: int,
    quantity: int,
    purpose: str,
    expires: datetime,
    holders: Sequence[int] = (),
) -> Done[Inquiry]:
    """Ask the holders named; without a name all who hold the series and may trade.

    Nothing is held: money is set aside when an offer is accepted.

    Raises
    ------
    Refused
        E-EX-11 no ticket, E-RG-07 the use, E-EX-40 nobody to ask, E-EX-41 oneself among those
        named, and what keeps a buyer from the market, all at once.
    """
    must_act_for(call, buyer)
    party = party_of(buyer)
    lock_instrument(asset)
    order = Order(INQUIRY, BUY, party, asset, quantity, 0, call.when)
    faults = [*asking_faults(order), *ware_faults(asset), *purpose_faults(purpose)]
    faults += term_faults(expires, order)
    if buyer in holders:
        faults.append(Refusal(OWN_INQUIRY, asset))
    named = parties_with(sorted(set(holders) - {buyer}))
    if holders:
        faults += [fault for one in named for fault in trader_faults(one)]
    else:
        all_others = parties_with([key for key in holders_of(asset) if key != buyer])
        named = [one for one in all_others if not trader_faults(one)]
    if not named and buyer not in holders:
        faults.append(Refusal(NOBODY_ASKED, asset))
    refuse_all(faults)
    inquiry = Inquiry.objects.create(
        number=next_number(SERIES, call.when.year),
        asset=asset,
        buyer=party,
        quantity=quantity,
        purpose=purpose,
        asked=call.when,
        expires=expires,
    )
    Invitation.objects.bulk_create(Invitation(inquiry=inquiry, holder=one) for one in named)
    facts = {"number": inquiry.number, "quantity": quantity, "asked": len(named)}
    return Done(inquiry, facts)
