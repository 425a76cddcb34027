"""What the events of auctions and of money are about: bidders by what came of it, whose money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qingshan.apps.letters.market_matters import moment_text
from qingshan.apps.letters.matter import Facts, Matter
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text


def _auction(auction: Any, _: Facts) -> Matter:
    """The seller, all bidders, and once it is decided who won, who did not, who never opened."""
    bids = list(auction.bids.select_related("trade").order_by("place"))
    is_decided = auction.state == "decided"
    sold = tonnes_text(auction.sold)
    outcome = [
        f"成交 {sold} 吨，{yuan(auction.price_fen)} 元/吨",
        f"{sold} t sold at CNY {yuan(auction.price_fen)}",
    ]
    return Matter(
        number=auction.number,
        ref=auction.number,
        parties={
            "seller": [auction.seller_id],
            "bidders": [bid.bidder_id for bid in bids],
            "winners": [bid.bidder_id for bid in bids if bid.won],
            "losers": [
                bid.bidder_id
                for bid in bids
                if is_decided and bid.state == "opened" and not bid.won
            ],
            "silent": [bid.bidder_id for bid in bids if is_decided and bid.state == "sealed"],
        },
        own={bid.bidder_id: {"outcome": _won(auction, bid)} for bid in bids if bid.won},
        page=("auction", {"number": auction.number}),
        facts={
            "ticket": auction.ticket,
            "quantity": tonnes_text(auction.quantity),
            "begins": moment_text(auction.bidding_from),
            "ends": moment_text(auction.opening_until),
            "deposit": yuan(auction.deposit_fen),
            "outcome": outcome if auction.sold else ["流标", "nothing was sold"],
            "reason": auction.reason,
        },
    )


def _won(auction: Any, bid: Any) -> list[str]:
    """What one bidder won, and of how much."""
    won, sold, price = tonnes_text(bid.won), tonnes_text(auction.sold), yuan(auction.price_fen)
    paid = yuan(bid.trade.amount_fen)
    return [
        f"您中标 {won} 吨，{price} 元/吨，计 {paid} 元（本场共成交 {sold} 吨）",
        f"you won {won} t at CNY {price}, CNY {paid} in all ({sold} t were sold to all bidders)",
    ]


def _pay_in(paid: Any, _: Facts) -> Matter:
    facts = {"yuan": yuan(paid.amount_fen)}
    return Matter(str(paid), parties={"holder": [paid.party_id]}, page=("money", {}), facts=facts)


def _pay_out(paid: Any, _: Facts) -> Matter:
    return Matter(
        number=paid.number,
        ref=paid.number,
        parties={"holder": [paid.party_id]},
        page=("money", {}),
        facts={"yuan": yuan(paid.amount_fen), "account": str(paid.account)},
    )


def _account(account: Any, _: Facts) -> Matter:
    return Matter(str(account), parties={"holder": [account.party_id]}, page=("money", {}))


def _statement(statement: Any, _: Facts) -> Matter:
    """Whose money the bank's day moved; how much is on the page of each."""
    lines = statement.lines.select_related("pay_in", "pay_out")
    paid = [line.pay_in or line.pay_out for line in lines if line.pay_in or line.pay_out]
    return Matter(
        str(statement),
        parties={"holder": sorted({one.party_id for one in paid})},
        page=("money", {}),
        facts={"day": statement.day.isoformat()},
    )


def _difference(found: Any, _: Facts) -> Matter:
    paid = found.line.pay_in if found.line else None
    return Matter(
        str(found),
        parties={"holder": [paid.party_id] if paid else []},
        page=("money", {}),
        facts={"yuan": yuan(paid.amount_fen if paid else 0)},
    )


MONEY_TELLERS: Mapping[str, Callable[[Any, Facts], Matter]] = {
    "auctions.Auction": _auction,
    "custody.BankAccount": _account,
    "custody.BankStatement": _statement,
    "custody.Difference": _difference,
    "custody.PayIn": _pay_in,
    "custody.PayOut": _pay_out,
}
"""By the model of the event's subject."""
