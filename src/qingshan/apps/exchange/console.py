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
from qingshan.apps.exchange.reads import open_objections, standing_halts, waiting_trades
from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Place:
    """A page of the operator's; ``waiting`` is None where nothing is counted."""

    label: Label
    href: str
    waiting: int | None = None


def places() -> list[Place]:
    """Every page of the console, what waits first."""
    counted = (
        (Label("待交割的成交", "Deals to be delivered"), "desk", waiting_trades().count()),
        (Label("成交异议", "Objections to deals"), "desk", open_objections().count()),
        (Label("待确认的银行账户", "Bank accounts to confirm"), "custody",
         accounts_to_confirm().count()),
        (Label("出金申请", "Payments out"), "custody", pay_outs_waiting().count()),
        (Label("待入账的银行流水", "Statements to book"), "custody",
         statements_waiting().count()),
        (Label("对账差异", "Differences with the bank"), "custody", open_differences().count()),
        (Label("大户报告", "Large holdings"), "large_holdings",
         standing_large().filter(state="owed").count()),
        (Label("正在暂停", "Halts"), "trading_desk", len(standing_halts())),
    )  # fmt: skip
    others = (
        (Label("开户与主体", "Accounts and parties"), "parties"),
        (Label("竞价室", "Auction room"), "auction_desk"),
        (Label("每日清算与手续费", "Daily clearing and fees"), "clearings"),
        (Label("交易日报", "Bulletins"), "bulletins"),
        (Label("登记与交易核对", "Registry and exchange compared"), "agreements"),
        (Label("交易日历与规则", "Calendar and rules"), "market_rules"),
    )
    found = [Place(label, reverse(name), count) for label, name, count in counted]
    found.sort(key=lambda place: not place.waiting)
    return [*found, *(Place(label, reverse(name)) for label, name in others)]
