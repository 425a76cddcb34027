"""Topics of auctions, inquiries, objections and of money: what of them a program may be told."""

from __future__ import annotations

from typing import Any

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.parties.models import Membership
from qingshan.apps.webhooks.topic import Data, Topic
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import exact_tonnes

TRADING = ("applicant", "trader")


def _auction(subject: Any) -> Data:
    """What is announced, and the result once there is one; bids are told by the record alone."""
    is_sold = bool(subject.sold)
    return {
        "auction": subject.number,
        "ticket": subject.ticket,
        "tonnes": exact_tonnes(subject.quantity),
        "floor_yuan_per_tonne": plain_yuan(subject.floor_fen),
        "bidding_from": _moment(subject.bidding_from),
        "bidding_until": _moment(subject.bidding_until),
        "opening_until": _moment(subject.opening_until),
        "tonnes_sold": exact_tonnes(subject.sold) if is_sold else None,
        "yuan_per_tonne": plain_yuan(subject.price_fen) if is_sold else None,
        "state": subject.state,
    }


def _inquiry(subject: Any) -> Data:
    """An inquiry; where the event is about an offer to it, or about who declined, that too."""
    inquiry = getattr(subject, "inquiry", subject)
    told: Data = {
        "inquiry": inquiry.number,
        "ticket": inquiry.ticket,
        "tonnes": exact_tonnes(inquiry.quantity),
        "expires": _moment(inquiry.expires),
        "state": inquiry.state,
    }
    if hasattr(subject, "price_fen"):
        told["offer"] = {
            "number": subject.number,
            "tonnes": exact_tonnes(subject.quantity),
            "yuan_per_tonne": plain_yuan(subject.price_fen),
            "state": subject.state,
        }
    return told


def _parties_of_inquiry(subject: Any) -> set[int]:
    """The buyer and all who were asked; what one holder does, that holder and the buyer."""
    inquiry = getattr(subject, "inquiry", None)
    if inquiry is not None:
        return {inquiry.buyer_id, subject.holder_id}
    return {subject.buyer_id, *subject.invitations.values_list("holder", flat=True)}


def _objection(subject: Any) -> Data:
    return {
        "deal": subject.trade.number,
        "is_upheld": subject.is_upheld,
        "answer": subject.answer or None,
        "state": subject.state,
    }


def _parties_of_objection(subject: Any) -> set[int]:
    return {subject.trade.buyer_id, subject.trade.seller_id}


def _difference(subject: Any) -> Data:
    return {
        "day": subject.statement.day.isoformat(),
        "kind": subject.kind,
        "reference": subject.about or None,
        "yuan": plain_yuan(abs(subject.amount_fen)),
        "is_more_at_bank": subject.amount_fen > 0,
        "state": subject.state,
    }


def _exchange(_subject: Any) -> set[int]:
    """The exchange alone."""
    held = Membership.objects.standing().filter(role="operator")
    return set(held.values_list("party", flat=True))


def _moment(when: Any) -> str:
    text: str = when.astimezone(SHANGHAI).isoformat()
    return text


MARKET_TOPICS: dict[str, Topic] = {
    "auctions": Topic(
        Label("竞价的公告、开标、结果和取消", "auctions announced, opened, decided, called off"),
        ("auction.announced", "auction.opening_begun", "auction.decided", "auction.called_off"),
        _auction,
    ),
    "inquiries": Topic(
        Label("本单位的询价和报价", "one's own inquiries and the offers to them"),
        (
            *("inquiry.opened", "inquiry.declined", "inquiry.withdrawn", "inquiry.expired"),
            *("quotation.made", "quotation.withdrawn", "quotation.expired"),
        ),
        _inquiry,
        TRADING,
        _parties_of_inquiry,
    ),
    "objections": Topic(
        Label("本单位成交的异议和答复", "objections to one's own deals and their answers"),
        ("trade.objected", "objection.answered"),
        _objection,
        TRADING,
        _parties_of_objection,
    ),
    "differences": Topic(
        Label("对账差异的说明和更正", "differences with the bank explained and corrected"),
        ("difference.explained", "difference.booked"),
        _difference,
        ("operator",),
        _exchange,
    ),
}
