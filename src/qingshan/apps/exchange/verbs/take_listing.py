"""Take a listing, wholly or in part (摘牌): the buyer's money is held at once."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.agreeing import Terms, agree, terms_faults
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import LISTING, UNRELATED
from qingshan.apps.exchange.refusals import LISTING_OVER, OWN_LISTING, TOO_MUCH
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import Chain, hold
from qingshan.core.market.settlement import cash, clearing


@verb(event="trade.agreed", label=Label("摘牌", "take the listing"), roles=("trader",))
def take_listing(
    call: Call, *, listing: int, buyer: int, quantity: int, purpose: str, relation: str = UNRELATED
) -> Done[Trade]:
    """Agree a deal at the listed price.

    Raises
    ------
    Refused
        E-EX-01 lot, E-EX-03 barred, E-EX-04 more than is left, E-EX-05 own listing, E-EX-06
        expired, and what keeps either side from the deal (E-EX-12 to 20), all at once; E-EX-09 an
        amount below the fee; E-MC-01 when the listing is closed; E-LG codes when money is short.
    """
    must_act_for(call, buyer)
    found = locked(Listing, listing)
    advance(found, "take_listing", call)
    lock_instrument(found.asset)
    terms = Terms(
        LISTING,
        found.number,
        found.asset,
        found.seller,
        party_of(buyer),
        quantity,
        found.price_fen,
        purpose,
        relation,
    )
    refuse_all(_faults(call, found, buyer, quantity) + terms_faults(terms, call))
    trade = agree(terms, call, unit_hold=found.hold, listing=found)
    found.left -= quantity
    found.save(update_fields=["left", "state"])
    due = trade.amount_fen + trade.buyer_fee_fen
    held = hold(trade.cash_hold, cash(trade.buyer.owner), clearing(), due)
    store.post_one(Chain(f"order:{trade.number}", "order", (held,)), when=call.when)
    facts = {"number": trade.number, "quantity": quantity, "amount_fen": trade.amount_fen}
    return Done(trade, {**facts, "listing": found.number})


def _faults(call: Call, listing: Listing, buyer: int, quantity: int) -> list[Refusal]:
    faults = []
    if listing.seller_id == buyer:
        faults.append(Refusal(OWN_LISTING, listing.number))
    if listing.expires <= call.when:
        faults.append(
            Refusal(LISTING_OVER, listing.number, {"expires": f"{listing.expires:%Y-%m-%d %H:%M}"})
        )
    if quantity > listing.left:
        facts = {"left_t": tonnes_text(listing.left), "asked_t": tonnes_text(quantity)}
        faults.append(Refusal(TOO_MUCH, listing.number, facts))
    return faults
