"""Take several listings in one order (合并摘牌): all of them or none, each a deal of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingshan.apps.base.call import Call
from qingshan.apps.base.gathering import Apart
from qingshan.apps.base.numbering import number_all
from qingshan.apps.base.rows import entering_all
from qingshan.apps.base.verb import Done, Part, verb
from qingshan.apps.books.store import Posting
from qingshan.apps.exchange.agreeing import money_held
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import BUY
from qingshan.apps.exchange.pick_order_models import PickOrder
from qingshan.apps.exchange.picking import Pick, judged_picks, number_picked, picked_facts
from qingshan.apps.exchange.refusals import LISTING_TWICE, PICKS_COUNT
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, booking_day
from qingshan.core.market.charge import together
from qingshan.core.market.rules import amount_rule

SERIES = "ZP"


@verb(
    event="listings.taken",
    label=Label("合并摘牌", "take several listings"),
    roles=("trader",),
)
def take_listings(
    call: Call, *, buyer: int, lines: Sequence[Sequence[int]], purpose: str
) -> Done[PickOrder]:
    """Agree a deal at the listed price of each, and hold the money of all in one chain.

    ``lines`` are pairs of a listing's key and a quantity in carbon units. Each deal has its own
    number, fee, hold and event, and is delivered by itself, as if the listings had been taken one
    after the other; sellers to whom the buyer is related are taken alone, with the relation.

    Raises
    ------
    Refused
        E-EX-67 no listing or more than an order takes, E-EX-68 one of them twice; then what
        ``take_listing`` refuses, of all listings at once; E-LG codes when money is short.
    """
    day = booking_day(call.when)
    most = int(amount_rule("pick_order_max", "count", shelf=open_rulebook(), as_of=day))
    refuse_all(_line_faults([listing for listing, _ in lines], most))
    deals, offers = _judged([Pick(call, one, buyer, units, purpose) for one, units in lines])
    order = _order_of(deals, call)
    number_all([order], SERIES, [day.year])
    for deal in deals:
        deal.pick_order = order
    number_picked(deals, offers)
    holds = tuple(one for deal in deals for one in money_held(deal).transfers)
    booked = Posting([Chain(f"order:{order.number}", "order", holds)], when=call.when)
    parts = [Part("trade.agreed", deal, picked_facts(deal)) for deal in deals]
    facts = {"number": order.number, "deals": order.deals, "amount_fen": order.amount_fen}
    last = booked.last(entering_all([order]), entering_all(deals))
    return Done(order, {**facts, "quantity": order.quantity}, parts, last)


def _line_faults(listings: Sequence[int], most: int) -> Iterator[Refusal]:
    if not 1 <= len(listings) <= most:
        yield Refusal(PICKS_COUNT, str(len(listings)), {"asked": len(listings), "most": most})
    twice = {one for one in listings if listings.count(one) > 1}
    for offer in Listing.objects.filter(pk__in=twice).order_by("pk"):
        yield Refusal(LISTING_TWICE, offer.number)


def _judged(picks: Sequence[Pick]) -> tuple[list[Trade], list[Listing]]:
    """The deals of all picks, with their listings."""
    try:
        told, offers = judged_picks(picks)
    except Apart as apart:
        raise next(iter(apart.reasons.values())) from None
    faults = [fault for one in told if isinstance(one, Refused) for fault in one.refusals]
    # What keeps several of the deals, such as a halt of the market, is told once.
    refuse_all({(fault.code, fault.place, fault.what()): fault for fault in faults}.values())
    return [one for one in told if isinstance(one, Trade)], offers


def _order_of(deals: Sequence[Trade], call: Call) -> PickOrder:
    cost = together(deal.charge(BUY) for deal in deals)
    return PickOrder(
        buyer=deals[0].buyer,
        deals=len(deals),
        quantity=sum(deal.quantity for deal in deals),
        amount_fen=cost.amount_fen,
        buyer_fee_fen=cost.fee_fen,
        purpose=deals[0].purpose,
        made=call.when,
    )
