"""What units might be worth by the deals of each use, less a haircut; no market price is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qingshan.apps.books.reads import day_start
from qingshan.apps.diligence.lines import Line, Subject, joined
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import UNRELATED
from qingshan.apps.exchange.reads import KEPT, STANDING
from qingshan.apps.pledges.rules import TABLE, valuation_rule
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.valuation import Comparable, Valuation, valuations


def valued(quantity: int, today: date) -> list[Valuation]:
    """A line for each use, from deals that stand, of sides that are not related, outside zones."""
    rule = valuation_rule(today)
    since = day_start(today - rule.look_back)
    dealt = Trade.objects.filter(STANDING, KEPT, relation=UNRELATED, agreed__gte=since)
    deals = [
        Comparable(purpose, booking_day(agreed), price)
        for purpose, agreed, price in dealt.values_list("purpose", "agreed", "price_fen")
    ]
    return valuations(
        deals, quantity=quantity, least=rule.deals_least, haircut_percent=rule.haircut_percent
    )


def worth(subject: Subject, quantity: int) -> Iterator[Line]:
    """The same as lines of a sheet, for what may be pledged."""
    rule = valuation_rule(subject.today)
    source = Label(
        f"可比成交；折扣 {rule.haircut_percent} %（{TABLE}）",
        f"comparable deals; haircut {rule.haircut_percent} % ({TABLE})",
    )
    found = valued(quantity, subject.today)
    for one in found:
        yield Line(PURPOSES[one.purpose], _said(one, quantity), source, one.last)
    if not found:
        yield Line(Label("可比成交", "Comparable deals"), None, source, subject.when)


def _said(one: Valuation, quantity: int) -> Label:
    low, high, middle = yuan(one.low_fen), yuan(one.high_fen), yuan(one.median_fen)
    deals = Label(
        f"{one.deals} 单，{one.first} 至 {one.last}，{low}–{high}，中位 {middle} 元/吨",
        f"deals: {one.deals}, {one.first} – {one.last}, {low}–{high}, median CNY {middle} per t",
    )
    if one.value_fen is None:
        return joined(deals, Label("成交太少，不给参考价值", "too few deals for a value"))
    value, tonnes = yuan(one.value_fen), tonnes_text(quantity)
    return joined(
        deals,
        Label(f"{tonnes} 吨折后参考 {value} 元", f"{tonnes} t less haircut CNY {value}"),
    )
