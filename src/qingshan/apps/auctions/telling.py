"""An auction in public: its record as plain JSON, its bids and its steps as the page shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qingshan.apps.auctions.deciding import MISFIT
from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.reads import bids_of_auction
from qingshan.apps.auctions.rules import lot
from qingshan.apps.base.frame import Step
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

LOOKS = {
    "proposed": "pending", "returned": "refused", "withdrawn": "closed", "lapsed": "closed",
    "called_off": "closed", "decided": "done", "notice": "pending", "bidding": "open",
    "opening": "open", "over": "pending",
}  # fmt: skip

ORDER = ("notice", "bidding", "opening", "over", "decided")


def record_of(auction: Auction) -> dict[str, Any]:
    """Everything with which anybody can check the result (``core/market/record.py``)."""
    return {
        "auction": auction.number,
        "ticket": auction.ticket,
        "quantity": auction.quantity,
        "lot": lot(booking_day(auction.proposed)),
        "floor_fen": auction.floor_fen,
        "under": auction.under,
        "deposit_fen": auction.deposit_fen,
        "bidding_from": auction.bidding_from.isoformat(),
        "bidding_until": auction.bidding_until.isoformat(),
        "opening_until": auction.opening_until.isoformat(),
        "bids": [_bid_told(bid) for bid in bids_of_auction(auction)],
        "result": {
            "price_fen": auction.price_fen,
            "sold": auction.sold,
            "wanted": auction.wanted,
            "cover_percent": str(auction.cover_percent),
        },
    }


def outcome(bid: SealedBid) -> Label:
    """What came of a bid, once its auction is decided."""
    if bid.state == "sealed":
        return Label("未开标", "not opened")
    if bid.set_aside == MISFIT:
        return Label("不符合要求，不计入", "does not fit, does not count")
    if bid.set_aside:
        return Label(f"不得成交（{bid.set_aside}）", f"set aside ({bid.set_aside})")
    if not bid.won:
        return Label("未中标", "won nothing")
    return Label("中标", "won") if bid.won == bid.quantity else Label("部分中标", "won a part")


def steps_of(auction: Auction, now: datetime) -> list[Step]:
    """Notice, bidding, opening and result with their times; none where it came to no result."""
    phase = auction.phase(now)
    if phase not in ORDER:
        return []
    names = (
        (Label("公告", "Announced"), auction.admitted),
        (Label("投报", "Bidding"), auction.bidding_from),
        (Label("开标", "Opening"), auction.bidding_until),
        (Label("结果", "Result"), auction.ended or auction.opening_until),
    )
    here = ORDER.index(phase)
    return [
        Step(text, when, stage="done" if place < here else "now" if place == here else "todo")
        for place, (text, when) in enumerate(names)
    ]


def left_of(auction: Auction, now: datetime) -> Label | None:
    """How long the present part of an announced auction still lasts."""
    parts = {
        "notice": (auction.bidding_from, Label("距投报开始", "until bidding begins")),
        "bidding": (auction.bidding_until, Label("距投报截止", "until bidding ends")),
        "opening": (auction.opening_until, Label("距开标截止", "until the opening ends")),
    }
    found = parts.get(auction.phase(now))
    if found is None:
        return None
    minutes = int((found[0] - now).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, rest = divmod(rest, 60)
    zh = f"{days} 天 {hours} 小时" if days else f"{hours} 小时 {rest} 分钟"
    en = f"{days} d {hours} h" if days else f"{hours} h {rest} min"
    if not (days or hours):
        zh, en = f"{rest} 分钟", f"{rest} min"
    return Label(f"{found[1].zh}还有 {zh}", f"{en} {found[1].en}")


def _bid_told(bid: SealedBid) -> dict[str, Any]:
    return {
        "place": bid.place,
        "bidder": bid.bidder_id,
        "commitment": bid.commitment,
        "sealed": bid.sealed.isoformat(),
        "opened": bid.state == "opened",
        "price_fen": bid.price_fen,
        "quantity": bid.quantity,
        "secret": bid.secret,
        "set_aside": bid.set_aside,
        "won": bid.won,
        "deal": bid.trade.number if bid.trade else "",
    }
