"""What stood out, in a sentence with its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qingshan.apps.surveillance.kinds import APART, RELATED, ROUND_TRIP, SAME_PAIR, WITHDRAWN
from qingshan.apps.surveillance.models import Alert
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text

Facts = Mapping[str, Any]


def _apart(facts: Facts) -> Label:
    price, close = yuan(facts["price_fen"]), yuan(facts["close_fen"])
    return Label(
        f"成交价 {price} 元/吨，前一收盘价 {close} 元/吨，偏离 {facts['percent']}%",
        f"dealt at CNY {price} per t, {facts['percent']} % from the close before, CNY {close}",
    )


def _round_trip(facts: Facts) -> Label:
    bought, sold = tonnes_text(facts["bought"]), tonnes_text(facts["sold"])
    return Label(
        f"双方互为买卖，共 {facts['deals']} 笔，往 {bought} 吨、返 {sold} 吨",
        f"sold to each other in {facts['deals']} deals, {bought} t one way and {sold} t back",
    )


def _same_pair(facts: Facts) -> Label:
    tonnes = tonnes_text(facts["quantity"])
    return Label(
        f"同一买卖双方成交 {facts['deals']} 笔 {tonnes} 吨，占同期成交量 {facts['percent']}%",
        f"{facts['deals']} deals of {tonnes} t, {facts['percent']} % of what was dealt meanwhile",
    )


def _related(facts: Facts) -> Label:
    tonnes = tonnes_text(facts["quantity"])
    return Label(
        f"关联成交 {facts['deals']} 笔 {tonnes} 吨，占同期成交量 {facts['percent']}%",
        f"{facts['deals']} deals of related parties over {tonnes} t,"
        f" {facts['percent']} % of what was dealt meanwhile",
    )


def _withdrawn(facts: Facts) -> Label:
    return Label(
        f"一日内撤回 {facts['orders']} 笔申报", f"took {facts['orders']} orders back in one day"
    )


_TELLERS: Mapping[str, Callable[[Facts], Label]] = {
    APART: _apart,
    ROUND_TRIP: _round_trip,
    SAME_PAIR: _same_pair,
    RELATED: _related,
    WITHDRAWN: _withdrawn,
}


def told(alert: Alert) -> Label:
    """The figures as they were when it was noted."""
    return _TELLERS[alert.kind](alert.facts)
