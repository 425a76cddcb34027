"""Take a listing, wholly or in part (摘牌): the buyer's money is held at once."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed, locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.agreeing import Terms, agree, hold_money, terms_faults
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import LISTING, UNRELATED, ZONES
from qingshan.apps.exchange.picking import picked_faults
from qingshan.apps.exchange.refusals import ZONE_ONLY
from qingshan.apps.parties.reads import must_act_for, parties_with
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(event="trade.agreed", label=Label("摘牌", "take the listing"), roles=("trader",))
def take_listing(
    call: Call, *, listing: int, buyer: int, quantity: int, purpose: str, relation: str = UNRELATED
) -> Done[Trade]:
    """Agree a deal at the listed price.

    Raises
    ------
    Refused
        E-EX-01 lot, E-EX-03 barred, E-EX-04 more than is left, E-EX-05 own listing, E-EX-06
        expired, E-EX-50 offered to a zone, and what keeps either side from the deal (E-EX-12 to
        20), all at once; E-EX-09 an amount below the fee; E-MC-01 when the listing is closed;
        E-LG codes when money is short.
    """
    must_act_for(call, buyer)
    found = locked(Listing, listing)
    advance(found, "take_listing", call)
    lock_instrument(found.asset)
    found.seller, party = parties_with([found.seller_id, buyer])
    terms = Terms(
        LISTING,
        found.number,
        found.asset,
        found.seller,
        party,
        quantity,
        found.price_fen,
        purpose,
        relation,
    )
    faults = picked_faults(found, buyer, quantity, call)
    if found.zone:
        zone = ZONES[found.zone]
        faults.append(Refusal(ZONE_ONLY, found.number, {"zone": zone.zh, "zone_en": zone.en}))
    refuse_all(faults + terms_faults(terms, call))
    found.left -= quantity
    changed(found, "left", "state")
    # The number of a deal is drawn as late as can be: every deal of the house waits for it.
    trade = agree(terms, call, unit_hold=found.hold, listing=found)
    hold_money(trade, call)
    facts = {"number": trade.number, "quantity": quantity, "amount_fen": trade.amount_fen}
    return Done(trade, {**facts, "listing": found.number})
