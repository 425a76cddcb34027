"""What the operator looks after, with how much of it waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from qingshan.apps.custody.reads import (
    accounts_to_confirm,
    open_differences,
    pay_outs_waiting,
    statements_waiting,
)
from qingshan.apps.exchange.holding_reads import standing_large
from qingshan.apps.exchange.reads import listings_to_review, open_objections, waiting_trades
from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Place:
    """A page of the operator's and how much waits there."""

    label: Label
    href: str
    waiting: int = 0


def counted_places() -> list[Place]:
    """Pages on which something may wait, those where it does first."""
    counted = (
        (Label("待交割的成交", "Deals to be delivered"), "desk", waiting_trades()),
        (Label("待审核的挂牌", "Listings to review"), "listing_reviews", listings_to_review()),
        (Label("成交异议", "Objections to deals"), "desk", open_objections()),
        (Label("待确认的银行账户", "Bank accounts to confirm"), "custody", accounts_to_confirm()),
        (Label("出金申请", "Payments out"), "custody", pay_outs_waiting()),
        (Label("待入账的银行流水", "Statements to book"), "custody", statements_waiting()),
        (Label("对账差异", "Differences with the bank"), "custody", open_differences()),
        (Label("大户报告", "Large holdings"), "large_holdings",
         standing_large().filter(state="owed")),
    )  # fmt: skip
    found = [Place(label, reverse(name), rows.count()) for label, name, rows in counted]
    return sorted(found, key=lambda place: not place.waiting)


def other_places() -> list[Place]:
    """The other pages of the console."""
    others = (
        (Label("开户与主体", "Accounts and parties"), "parties"),
        (Label("竞价室", "Auction room"), "auction_desk"),
        (Label("交易监控", "Market surveillance"), "alerts"),
        (Label("每日清算与手续费", "Daily clearing and fees"), "clearings"),
        (Label("交易规则与手续费率", "Rules of trading and fees"), "market_rules"),
        (Label("交易日历", "Trading calendar"), "trading_calendar"),
        (Label("交易日报", "Bulletins"), "bulletins"),
        (Label("登记与交易核对", "Registry and exchange compared"), "agreements"),
    )
    return [Place(label, reverse(name)) for label, name in others]
