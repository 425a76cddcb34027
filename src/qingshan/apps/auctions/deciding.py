"""Which opened bids count, who gets how much, and what becomes of everybody's money."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from qingshan.apps.auctions import holding
from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.refusals import SERIES_FROZEN, STILL_OPENING
from qingshan.apps.auctions.rules import lost_fen, lost_to_seller, lot, said
from qingshan.apps.base.call import Call
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.agreeing import Terms, agree, terms_faults
from qingshan.apps.exchange.judging import Order, holders_of, standing_faults
from qingshan.apps.exchange.modes import AUCTION, BUY, SELL
from qingshan.apps.exchange.refusals import HOLDERS_FULL
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal
from qingshan.core.ledger.model import Transfer, booking_day, post, settle
from qingshan.core.market.auction import Cleared, clear
from qingshan.core.market.rules import amount_rule
from qingshan.core.market.settlement import cash, clearing, fees, units

MISFIT = "misfit"
"""An opened bid that is below the floor, no multiple of the lot, or more than is offered."""


def fits(auction: Auction, price_fen: int, quantity: int) -> bool:
    """Whether a bid can win at all; one that cannot is opened all the same and does not count."""
    is_whole = quantity > 0 and quantity % lot(booking_day(auction.proposed)) == 0
    return is_whole and quantity <= auction.quantity and price_fen >= auction.floor_fen


def clearing_faults(auction: Auction, when: datetime) -> list[Refusal]:
    """What keeps the whole auction from its result: time, halts, a freeze of what is sold."""
    found = []
    if when < auction.opening_until:
        found.append(Refusal(STILL_OPENING, auction.number, {"ends": said(auction.opening_until)}))
    account = units(auction.asset, auction.seller.owner)
    if books.series_of([auction.asset])[auction.asset].is_frozen or books.is_frozen(account):
        found.append(Refusal(SERIES_FROZEN, auction.ticket))
    terms = (auction.seller, auction.asset, auction.quantity, auction.floor_fen, when)
    return [*found, *standing_faults(Order(AUCTION, SELL, *terms))]


def set_aside(auction: Auction, bids: list[SealedBid], call: Call) -> None:
    """Mark opened bids that cannot become deals, with the code of the first thing in the way."""
    for bid in bids:
        if bid.state != "opened":
            continue
        price, quantity = bid.price_fen or 0, bid.quantity or 0
        if not fits(auction, price, quantity):
            bid.set_aside = MISFIT
            continue
        faults = terms_faults(_terms(auction, bid, quantity, price), call)
        bid.set_aside = faults[0].code if faults else ""
    _keep_places(auction, _counting(bids), call)


def decide(auction: Auction, bids: list[SealedBid]) -> Cleared:
    """Clear the bids that count, and write what each of them won."""
    size = lot(booking_day(auction.proposed))
    counting = _counting(bids)
    cleared = clear(
        np.array([bid.price_fen for bid in counting], dtype=np.int64),
        np.array([(bid.quantity or 0) // size for bid in counting], dtype=np.int64),
        offered=auction.quantity // size,
        floor_fen=auction.floor_fen,
        under="sell" if auction.under == "sell" else "void",
    )
    for bid, won in zip(counting, cleared.won.tolist(), strict=True):
        bid.won = won * size
    auction.price_fen, auction.wanted = cleared.price_fen, cleared.wanted * size
    auction.sold = cleared.sold * size
    return cleared


def agree_deals(auction: Auction, bids: list[SealedBid], call: Call) -> None:
    """One deal for each winner, under the holds of auction and bid."""
    for bid in bids:
        if bid.won:
            bid.trade = agree(
                _terms(auction, bid, bid.won, auction.price_fen),
                call,
                unit_hold=auction.hold,
                cash_hold=bid.money_hold,
                buyer_fee_fen=holding.charge(bid, bid.won, auction.price_fen).fee_fen,
            )


def give_back(auction: Auction, bids: list[SealedBid], call: Call) -> None:
    """Release what no deal needs; a deposit that was not opened goes where its rows say."""
    freed, lost = [], []
    for bid in bids:
        if bid.state == "sealed":
            gone = lost_fen(auction)
            lost += _lost(auction, bid, gone)
            freed += holding.freed(bid, bid.held_fen - gone)
            bid.held_fen = 0
            continue
        due = bid.trade.charge(BUY).total_fen if bid.trade else 0
        freed += holding.freed(bid, bid.held_fen - due)
        bid.held_fen = due
    goods = holding.freed_units(auction, auction.quantity - auction.sold)
    moves = [("unlist", goods), ("order_cancel", freed), ("deposit_lost", lost)]
    holding.book(holding.chains(auction, moves), call)


def _counting(bids: list[SealedBid]) -> list[SealedBid]:
    return [bid for bid in bids if bid.state == "opened" and not bid.set_aside]


def _terms(auction: Auction, bid: SealedBid, quantity: int, price_fen: int) -> Terms:
    return Terms(
        AUCTION,
        auction.number,
        auction.asset,
        auction.seller,
        bid.bidder,
        quantity,
        price_fen,
        bid.purpose,
        bid.relation,
    )


def _keep_places(auction: Auction, counting: list[SealedBid], call: Call) -> None:
    """Where few places among the holders are left, new holders get them by price, then by time."""
    day = booking_day(call.when)
    most = int(amount_rule("max_holders", "count", shelf=open_rulebook(), as_of=day))
    holders = holders_of(auction.asset)
    coming = [bid for bid in counting if bid.bidder.owner not in holders]
    coming.sort(key=lambda bid: (-(bid.price_fen or 0), bid.place))
    for bid in coming[max(most - len(holders), 0) :]:
        bid.set_aside = HOLDERS_FULL


def _lost(auction: Auction, bid: SealedBid, amount: int) -> list[Transfer]:
    if not amount:
        return []
    receiver = cash(auction.seller.owner) if lost_to_seller(auction) else fees()
    taken = settle(bid.deposit_hold, cash(bid.bidder.owner), clearing(), amount)
    return [taken, post(clearing(), receiver, amount)]
