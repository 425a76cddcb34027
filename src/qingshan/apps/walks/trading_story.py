"""What goes on at the exchange of the demonstration in these days, one of each way to deal.

An auction that was decided and one that is open, an inquiry with offers and one that ended in a
deal, a purchase in each zone, a deal that was objected to and one that was corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.verbs.admit_auction import admit_auction
from qingshan.apps.auctions.verbs.clear_auction import clear_auction
from qingshan.apps.auctions.verbs.propose_auction import propose_auction
from qingshan.apps.auctions.verbs.seal_bid import seal_bid
from qingshan.apps.auctions.verbs.unseal_bid import unseal_bid
from qingshan.apps.base.call import Call
from qingshan.apps.exchange.inquiry_models import Inquiry
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.accept_quotation import accept_quotation
from qingshan.apps.exchange.verbs.buy_in_zone import buy_in_zone
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.exchange.verbs.make_quotation import make_quotation
from qingshan.apps.exchange.verbs.object_to_trade import object_to_trade
from qingshan.apps.exchange.verbs.open_inquiry import open_inquiry
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.purposes import JUDICIAL
from qingshan.apps.walks.cast import Player
from qingshan.apps.walks.offering import offered
from qingshan.apps.walks.slips import kept_slip
from qingshan.core.kernel.money import fen, yuan
from qingshan.core.kernel.units import carbon
from qingshan.core.market.sealed import commitment

APPROVAL = (
    "采购审批单",
    "品种：林业碳票",
    "申报数量：20 吨",
    "最高价格：80.00 元/吨",
    "审批：同意",
)
NOTICE = timedelta(days=8)
DAY = timedelta(days=1)
STANDS_DAYS = 20
FLOOR, AUCTIONED_T = "78.00", 400
BIDS = (
    ("buyer", "81.50", 200, "own_emissions"),
    ("brewery", "80.00", 250, "product_period"),
    ("scenic", "79.00", 100, "event"),
)
"""Bidder, yuan per tonne, tonnes, use: 550 t for 400 t, the price of all is 80.00."""

RULING = "（2026）黔演刑初 7 号"


@dataclass(frozen=True)
class Floor:
    """Who deals in what; every act at its own moment."""

    players: Mapping[str, Player]
    tickets: Mapping[str, Ticket]

    def call(self, part: str, step: str, when: datetime) -> Call:
        """The call of one part."""
        return Call(self.players[part].actor, when, f"story/trading/{step}")

    def party(self, part: str) -> int:
        """The key of a part's party."""
        key: int = self.players[part].party.pk
        return key

    def asset(self, seller: str) -> str:
        """The series that a holder was issued."""
        return self.tickets[seller].asset

    def listed(self, seller: str, tonnes: int, price: str, when: datetime, zone: str) -> Listing:
        """An offer that stands for some weeks."""
        return offered(
            self.call(seller, f"list/{seller}/{zone}", when),
            self.players["operator"].actor,
            asset=self.asset(seller),
            seller=self.party(seller),
            quantity=carbon(tonnes),
            price_fen=fen(price),
            expires=when + timedelta(days=STANDS_DAYS),
            zone=zone,
        )

    def settled(self, trade: Trade, when: datetime) -> Trade:
        """A deal is delivered and paid."""
        return settle_trade(self.call("operator", f"settle/{trade.number}", when), trade=trade.pk)


def tell_trading(floor: Floor, *, now: datetime) -> Iterator[str]:
    """Tell it, and answer a line for each thing that happened."""
    yield _decided(floor, now)
    open_one = _announced(floor, "shuicheng", 300, "76.00", now - timedelta(hours=1))
    yield f"{open_one.number}  单向竞价，投报中"
    yield _answered(floor, now)
    yield f"{_asked(floor, now).number}  询价，已有报价"
    yield from _zones(floor, now)
    yield from _errors(floor, now)


def _announced(floor: Floor, seller: str, tonnes: int, price: str, begins: datetime) -> Auction:
    """An auction whose bidding begins at a moment; bids two days, opens two days."""
    proposed = begins - NOTICE
    auction = propose_auction(
        floor.call(seller, f"auction/{seller}", proposed),
        asset=floor.asset(seller),
        seller=floor.party(seller),
        quantity=carbon(tonnes),
        floor_fen=fen(price),
        under="sell",
        bidding_from=begins,
        bidding_until=begins + 2 * DAY,
        opening_until=begins + 4 * DAY,
    )
    return admit_auction(
        floor.call("operator", f"admit/{seller}", proposed + timedelta(hours=2)),
        auction=auction.pk,
    )


def _decided(floor: Floor, now: datetime) -> str:
    """Bid for by three, opened, decided and delivered."""
    auction = _announced(floor, "qixingguan", AUCTIONED_T, FLOOR, now - 5 * DAY)
    for place, (part, price, tonnes, purpose) in enumerate(BIDS):
        told, party = (fen(price), carbon(tonnes), f"{place:032x}"), floor.party(part)
        bid = seal_bid(
            floor.call(part, f"seal/{part}", auction.bidding_from + timedelta(hours=place)),
            auction=auction.pk,
            bidder=party,
            commitment=commitment(auction.number, party, *told),
            purpose=purpose,
        )
        opened = auction.bidding_until + timedelta(hours=place)
        price_fen, quantity, secret = told
        unseal_bid(
            floor.call(part, f"open/{part}", opened),
            bid=bid.pk,
            price_fen=price_fen,
            quantity=quantity,
            secret=secret,
        )
    done = clear_auction(floor.call("operator", "clear", auction.opening_until), auction=auction.pk)
    for bid in done.bids.exclude(trade=None).select_related("trade").order_by("place"):
        assert bid.trade is not None
        floor.settled(bid.trade, auction.opening_until + timedelta(minutes=bid.place))
    return f"{done.number}  单向竞价 {AUCTIONED_T} 吨，成交价 {yuan(done.price_fen)} 元/吨"


def _inquiry(floor: Floor, part: str, holder: str, tonnes: int, when: datetime) -> Inquiry:
    return open_inquiry(
        floor.call(part, f"ask/{part}", when),
        asset=floor.asset(holder),
        buyer=floor.party(part),
        quantity=carbon(tonnes),
        purpose="own_emissions",
        expires=when + timedelta(days=7),
    )


def _quoted(
    floor: Floor, inquiry: Inquiry, holder: str, offer: tuple[int, str], when: datetime
) -> int:
    tonnes, price = offer
    made = make_quotation(
        floor.call(holder, f"quote/{holder}", when),
        inquiry=inquiry.pk,
        holder=floor.party(holder),
        quantity=carbon(tonnes),
        price_fen=fen(price),
        expires=inquiry.expires,
    )
    key: int = made.pk
    return key


def _answered(floor: Floor, now: datetime) -> str:
    """An inquiry whose one offer was accepted and delivered."""
    inquiry = _inquiry(floor, "brewery", "jiangkou", 300, now - 2 * DAY)
    offer = _quoted(floor, inquiry, "jiangkou", (300, "77.00"), now - DAY)
    when = now - DAY + timedelta(hours=1)
    trade = accept_quotation(
        floor.call("brewery", "accept", when), quotation=offer, quantity=carbon(300)
    )
    floor.settled(trade, when)
    return f"{inquiry.number}  询价成交 300 吨，77.00 元/吨"


def _asked(floor: Floor, now: datetime) -> Inquiry:
    """An inquiry to both who hold a series, each with an offer."""
    inquiry = _inquiry(floor, "scenic", "duyun", 200, now - DAY)
    _quoted(floor, inquiry, "duyun", (200, "79.50"), now - timedelta(hours=6))
    _quoted(floor, inquiry, "buyer", (150, "79.00"), now - timedelta(hours=5))
    return inquiry


def _zones(floor: Floor, now: datetime) -> Iterator[str]:
    """A court buys and a person buys; both deals are delivered and retired at once."""
    told = (
        ("judicial_zone", "ceheng", 200, "79.00", "court", 20, JUDICIAL, RULING),
        ("individual_zone", "danzhai", 60, "80.00", "citizen", 2, "event", ""),
    )
    when = now - DAY + timedelta(hours=3)
    for zone, seller, tonnes, price, part, bought, purpose, ruling in told:
        listing = floor.listed(seller, tonnes, price, when - DAY, zone)
        trade = buy_in_zone(
            floor.call(part, f"zone/{zone}", when),
            listing=listing.pk,
            buyer=floor.party(part),
            quantity=carbon(bought),
            purpose=purpose,
            subject="补偿被毁林木的固碳损失" if ruling else "一次全家出行",
            beneficiary="示例人民法院" if ruling else "",
            ruling=ruling,
        )
        floor.settled(trade, when)
        yield f"{trade.number}  专区认购 {bought} 吨，已注销"


def _errors(floor: Floor, now: datetime) -> Iterator[str]:
    """A deal that was led back, and one that a side objects to."""
    wrong = _picked(floor, "kaiyang", "scenic", 10, now - DAY)
    correct_trade(
        floor.call("operator", "correct", now - timedelta(minutes=20)),
        trade=wrong.pk,
        reason="卖方误将试填数量提交，双方书面同意更正",
    )
    yield f"{wrong.number}  错误成交，已更正"
    doubted = _picked(floor, "danzhai", "buyer", 30, now - timedelta(minutes=30))
    object_to_trade(
        floor.call("buyer", "object", now - timedelta(minutes=10)),
        trade=doubted.pk,
        party=floor.party("buyer"),
        reason="经办人本应申报 20 吨，请核对",
        attachment=kept_slip("采购审批单", APPROVAL),
    )
    yield f"{doubted.number}  买方提出异议"


def _picked(floor: Floor, seller: str, buyer: str, tonnes: int, when: datetime) -> Trade:
    trade = take_listing(
        floor.call(buyer, f"take/{seller}", when),
        listing=floor.listed(seller, tonnes, "80.00", when, "").pk,
        buyer=floor.party(buyer),
        quantity=carbon(tonnes),
        purpose="own_emissions",
    )
    return floor.settled(trade, when)
