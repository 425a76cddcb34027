"""What an auction holds in the ledger, and how it goes back; each act calls the door once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.base.call import Call
from qingshan.apps.books import store
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.ledger.model import Chain, Transfer, booking_day, release
from qingshan.core.market.charge import Charge, charged
from qingshan.core.market.settlement import cash, clearing, escrow, units


def charge(bid: SealedBid, quantity: int, price_fen: int) -> Charge:
    """What a bidder is charged at a price, under the rows of the day when the bid was sealed."""
    return charged(quantity, price_fen, shelf=open_rulebook(), as_of=booking_day(bid.sealed))


def hold_of(bid: SealedBid) -> str:
    """The hold that stands for a bid now."""
    return bid.deposit_hold if bid.opened is None else bid.money_hold


def freed(bid: SealedBid, amount: int) -> list[Transfer]:
    """Money of a bid that goes back to the bidder."""
    if not amount:
        return []
    return [release(hold_of(bid), cash(bid.bidder.owner), clearing(), amount)]


def freed_units(auction: Auction, quantity: int) -> list[Transfer]:
    """Units that go back to the seller."""
    if not quantity:
        return []
    source = units(auction.asset, auction.seller.owner)
    return [release(auction.hold, source, escrow(auction.asset), quantity)]


def chains(auction: Auction, moves: Iterable[tuple[str, Sequence[Transfer]]]) -> list[Chain]:
    """The chains of an end, one for each reason; a reason without moves has none."""
    return [
        Chain(f"auction-{code}:{auction.number}", code, tuple(told)) for code, told in moves if told
    ]


def book(found: Sequence[Chain], call: Call) -> None:
    """Book them together; what the ledger refuses refuses the act."""
    replies = store.post(found, when=call.when)
    refuse_all([one for reply in replies for one in reply.refusals])


def give_all_back(auction: Auction, call: Call) -> None:
    """Release everything that the auction holds: its units, deposits and money."""
    bids = list(auction.bids.select_related("bidder").order_by("pk"))
    money = [move for bid in bids for move in freed(bid, bid.held_fen)]
    goods = freed_units(auction, auction.quantity)
    book(chains(auction, [("unlist", goods), ("order_cancel", money)]), call)
    for bid in bids:
        bid.held_fen = 0
    SealedBid.objects.bulk_update(bids, ["held_fen"])
    auction.ended = call.when
    auction.save(update_fields=["state", "ended", "reason"])
