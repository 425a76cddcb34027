"""Take a listing, wholly or in part (摘牌): the buyer's money is held at once."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.refusals import BELOW_FEE, LISTING_OVER, OWN_LISTING, TOO_MUCH
from qingshan.apps.exchange.rules import order_faults, purpose_faults, trader_faults
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen, yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE, tonnes_text
from qingshan.core.ledger.model import Chain, hold
from qingshan.core.market.fee import fee_fen
from qingshan.core.market.settlement import cash, clearing
from qingshan.core.tables.shelf import open_shelf

SERIES = "CJ"


@verb(event="trade.agreed", label=Label("摘牌", "take the listing"), roles=("trader",))
def take_listing(
    call: Call, *, listing: int, buyer: int, quantity: int, purpose: str
) -> Done[Trade]:
    """Agree a deal at the listed price.

    Raises
    ------
    Refused
        E-EX-01 lot, E-EX-03 barred, E-EX-04 more than is left, E-EX-05 own listing, E-EX-06
        expired, all at once; E-EX-09 an amount below the fee; E-MC-01 when the listing is closed;
        E-LG codes when money is short.
    """
    must_act_for(call, buyer)
    found = locked(Listing, listing)
    advance(found, "take_listing", call)
    party = party_of(buyer)
    faults = _faults(call, found, buyer, quantity)
    refuse_all(faults + trader_faults(party) + purpose_faults(purpose))
    amount = amount_fen(quantity, found.price_fen, CARBON_PER_TONNE)
    shelf, day = open_shelf(), call.when.date()
    seller_fee = fee_fen(amount, side="seller", shelf=shelf, as_of=day)
    if seller_fee > amount:
        told = {"amount": yuan(amount), "fee": yuan(seller_fee)}
        raise Refused(Refusal(BELOW_FEE, found.number, told))
    trade = Trade.objects.create(
        number=next_number(SERIES, call.when.year),
        listing=found,
        buyer=party,
        quantity=quantity,
        price_fen=found.price_fen,
        amount_fen=amount,
        buyer_fee_fen=fee_fen(amount, side="buyer", shelf=shelf, as_of=day),
        seller_fee_fen=seller_fee,
        purpose=purpose,
        agreed=call.when,
    )
    found.left -= quantity
    found.save(update_fields=["left", "state"])
    held = hold(trade.hold, cash(party.owner), clearing(), amount + trade.buyer_fee_fen)
    store.post_one(Chain(f"order:{trade.number}", "order", (held,)), when=call.when)
    facts = {"number": trade.number, "quantity": quantity, "amount_fen": amount}
    return Done(trade, {**facts, "listing": found.number})


def _faults(call: Call, listing: Listing, buyer: int, quantity: int) -> list[Refusal]:
    faults = order_faults(quantity, listing.price_fen, as_of=call.when.date())
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
