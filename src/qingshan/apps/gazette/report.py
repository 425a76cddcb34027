"""The report of a month or a year (月报、年报): its figures beside those of periods before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from qingshan.apps.books.accounting_period import AccountingPeriod, periods_between
from qingshan.apps.exchange.models import AGREED_DAY, Trade
from qingshan.apps.gazette.turnover import Totals, Turnover, totals_of, turnover_of
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day

_Say = Callable[[int], str]


@dataclass(frozen=True)
class Kept:
    """What the register did in a period: how many, and how much in carbon units or fen."""

    count: int
    quantity: int
    amount_fen: int = 0


@dataclass(frozen=True)
class Figures:
    """What a period came to; ``retired`` is by use."""

    dealt: Totals
    issued: Kept
    pledged: Kept
    retired: Sequence[tuple[str, Kept]]

    @property
    def retired_in_all(self) -> Kept:
        """Of all uses."""
        told = [kept for _, kept in self.retired]
        return Kept(sum(one.count for one in told), sum(one.quantity for one in told))


@dataclass(frozen=True)
class Comparison:
    """One figure beside the same of earlier periods, as texts; None where it is not compared."""

    label: Label
    now: str
    before: str
    change: str | None
    year_before: str | None


@dataclass(frozen=True)
class MarketReport:
    """A period; ``until`` is its last day that has begun, ``before`` the period before it.

    One that is over may still change by corrections.
    """

    period: AccountingPeriod
    until: date
    is_over: bool
    now: Figures
    turnover: Turnover
    before: Figures
    year_before: Figures | None

    @property
    def comparisons(self) -> list[Comparison]:
        """All figures, in the order in which the report tells them."""
        rows = [_told(self.now), _told(self.before)]
        year = _told(self.year_before) if self.year_before else None
        return [
            Comparison(
                label,
                say(value),
                say(rows[1][place][1]),
                _change(value, rows[1][place][1]) if self.is_over else None,
                say(year[place][1]) if year else None,
            )
            for place, (label, value, say) in enumerate(rows[0])
        ]


def market_report(period: AccountingPeriod, today: date) -> MarketReport:
    """The report of a period that has begun, as it is known now."""
    year = AccountingPeriod(period.year - 1, period.month) if period.month else None
    return MarketReport(
        period,
        min(period.last, today),
        period.last < today,
        figures(period),
        turnover_of(period),
        figures(period.before),
        figures(year) if year else None,
    )


def reported_periods(today: date) -> list[AccountingPeriod]:
    """Every month and year since the first deal, issue or retirement, newest first."""
    firsts = [
        Ticket.objects.order_by("issued").values_list("issued", flat=True).first(),
        Retirement.objects.order_by("when").values_list("when", flat=True).first(),
    ]
    begun = [booking_day(first) for first in firsts if first is not None]
    days = Trade.objects.annotate(day=AGREED_DAY).order_by("day").values_list("day", flat=True)
    begun += days[:1]
    return periods_between(min(begun), today) if begun else []


def figures(period: AccountingPeriod) -> Figures:
    """What a period came to."""
    span = (period.begin, period.end)
    retired = Retirement.objects.filter(when__gte=span[0], when__lt=span[1])
    by_use = retired.values_list("purpose").order_by("purpose")
    pledged = Pledge.objects.filter(registered__gte=span[0], registered__lt=span[1])
    return Figures(
        totals_of(period),
        _kept(Ticket.objects.filter(issued__gte=span[0], issued__lt=span[1])),
        Kept(**pledged.aggregate(**_SUMMED, amount_fen=Coalesce(Sum("loan_fen"), 0))),
        [(purpose, Kept(*row)) for purpose, *row in by_use.annotate(**_SUMMED)],
    )


_SUMMED = {"count": Count("pk"), "quantity": Coalesce(Sum("quantity"), 0)}


def _kept(rows: QuerySet[Ticket]) -> Kept:
    return Kept(**rows.aggregate(**_SUMMED))


def _told(found: Figures) -> list[tuple[Label, int, _Say]]:
    dealt, retired = found.dealt, found.retired_in_all
    return [
        (Label("成交（笔）", "Deals"), dealt.deals, _count),
        (Label("成交量（吨）", "Dealt (t)"), dealt.quantity, tonnes_text),
        (Label("成交额（元）", "Amount (CNY)"), dealt.amount_fen, yuan),
        (Label("买方（个）", "Buyers"), dealt.buyers, _count),
        (Label("卖方（个）", "Sellers"), dealt.sellers, _count),
        (Label("签发碳票（张）", "Tickets issued"), found.issued.count, _count),
        (Label("签发量（吨）", "Issued (t)"), found.issued.quantity, tonnes_text),
        (Label("注销（笔）", "Retirements"), retired.count, _count),
        (Label("注销量（吨）", "Retired (t)"), retired.quantity, tonnes_text),
        (Label("质押登记（笔）", "Pledges registered"), found.pledged.count, _count),
        (Label("质押量（吨）", "Pledged (t)"), found.pledged.quantity, tonnes_text),
        (Label("质押贷款（元）", "Loans on pledges (CNY)"), found.pledged.amount_fen, yuan),
    ]


def _count(number: int) -> str:
    return f"{number:,}"


def _change(now: int, before: int) -> str | None:
    """The change in percent with its sign; None where there was nothing before."""
    if not before:
        return None
    exact = Decimal(now - before) * 100 / before
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP):+,}%"
