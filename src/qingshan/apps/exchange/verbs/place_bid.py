"""Ask for units at a price (求购): the money is held at once, with the fee."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.judging import Order, judged, lock_instrument, term_faults
from qingshan.apps.exchange.models import Bid
from qingshan.apps.exchange.modes import BID, BUY
from qingshan.apps.exchange.requesting import still_due_fen
from qingshan.apps.exchange.rules import purpose_faults, ware_faults
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, hold
from qingshan.core.market.settlement import cash, clearing

SERIES = "QG"


@verb(event="bid.placed", label=Label("求购", "ask for units"), roles=("trader",))
def place_bid(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    asset: str,
    buyer: int,
    quantity: int,
    price_fen: int,
    purpose: str,
    expires: datetime,
) -> Done[Bid]:
    """Hold what the whole may cost until it is sold into, cancelled or expired.

    Raises
    ------
    Refused
        E-EX-11 no ticket, E-RG-07 the use, and what keeps an order from the market, all at once;
        E-LG codes when the money is not there.
    """
    must_act_for(call, buyer)
    party = party_of(buyer)
    lock_instrument(asset)
    order = Order(BID, BUY, party, asset, quantity, price_fen, call.when)
    faults = [*judged(order), *ware_faults(asset), *purpose_faults(purpose)]
    refuse_all([*faults, *term_faults(expires, order)])
    bid = Bid.objects.create(
        number=next_number(SERIES, call.when.year),
        asset=asset,
        buyer=party,
        quantity=quantity,
        left=quantity,
        price_fen=price_fen,
        purpose=purpose,
        placed=call.when,
        expires=expires,
    )
    held = hold(bid.hold, cash(party.owner), clearing(), still_due_fen(bid))
    store.post_one(Chain(f"bid:{bid.number}", "order", (held,)), when=call.when)
    return Done(bid, {"number": bid.number, "quantity": quantity, "price_fen": price_fen})
