"""Offer units at a price (挂牌): they are held at once, so they cannot be sold twice."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, Part, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.judging import Order, judged, lock_instrument, term_faults
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.modes import LISTING, SELL, ZONES
from qingshan.apps.exchange.refusals import ZONE_UNKNOWN
from qingshan.apps.exchange.reviewing import listed_facts
from qingshan.apps.exchange.rules import is_reviewed, ware_faults
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, hold
from qingshan.core.market.settlement import escrow, units

SERIES = "GP"


@verb(event="listing.submitted", label=Label("挂牌", "list units"), roles=("applicant", "trader"))
def list_units(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    asset: str,
    seller: int,
    quantity: int,
    price_fen: int,
    expires: datetime,
    zone: str = "",
) -> Done[Listing]:
    """Hold the units for the market, or for one zone, until they are taken, cancelled or expired.

    Where listings are reviewed, it waits for the operator and nobody can take it before.

    Raises
    ------
    Refused
        E-EX-01 lot, E-EX-02 price, E-EX-03 barred, E-EX-07 expiry, E-EX-11 no ticket, and what
        keeps an order from the market (E-EX-12 to 20, 22), all at once; E-EX-52 no such zone;
        E-LG codes when the units are not available.
    """
    must_act_for(call, seller)
    if zone and zone not in ZONES:
        raise Refused.because(ZONE_UNKNOWN, zone)
    party = party_of(seller)
    lock_instrument(asset)
    order = Order(zone or LISTING, SELL, party, asset, quantity, price_fen, call.when)
    refuse_all([*judged(order), *ware_faults(asset), *term_faults(expires, order)])
    waits = is_reviewed(order.day)
    listing = Listing.objects.create(
        number=next_number(SERIES, call.when.year),
        asset=asset,
        seller=party,
        quantity=quantity,
        left=quantity,
        price_fen=price_fen,
        zone=zone,
        listed=call.when,
        expires=expires,
        opened=None if waits else call.when,
        state="submitted" if waits else "open",
    )
    # The hold has no end of its own: a deal agreed in time may be settled after the listing's end.
    held = hold(listing.hold, units(asset, party.owner), escrow(asset), quantity)
    store.post_one(Chain(f"list:{listing.number}", "list", (held,)), when=call.when)
    facts = listed_facts(listing)
    return Done(listing, facts, [] if waits else [Part("listing.opened", listing, facts)])
