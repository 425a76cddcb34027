"""How a report and its parts are called."""

from __future__ import annotations

from qingshan.apps.books.accounting_period import AccountingPeriod
from qingshan.apps.gazette.report import MarketReport
from qingshan.core.kernel.label import Label

REPORTS = Label("月报和年报", "Reports of months and years")


def kind_of(period: AccountingPeriod) -> Label:
    """Whether it is about a month or a year."""
    if period.month:
        return Label("月报", "Monthly report")
    return Label("年报", "Yearly report")


def report_title(period: AccountingPeriod) -> Label:
    """The heading of a report."""
    kind = kind_of(period)
    return Label(f"林业碳票市场{kind.zh} {period.name}", f"{kind.en} of the market, {period.name}")


def standing(told: MarketReport) -> Label:
    """How far the period has come, and what may still change."""
    if told.is_over:
        return Label("本期已结束。", "The period is over.")
    return Label(
        f"本期未结束，数据截至 {told.until}，不作环比。",
        f"The period is not over: figures up to {told.until}, not compared.",
    )


def led_back(told: MarketReport) -> Label | None:
    """That deals were led back, where there are any."""
    count = told.turnover.led_back
    if not count:
        return None
    return Label(
        f"另有 {count} 笔成交事后更正，不计入。",
        f"Deals corrected afterwards and not counted: {count}.",
    )
