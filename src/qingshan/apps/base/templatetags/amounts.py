"""How amounts, dates and periods are written on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from qingshan.apps.base.frame import language, say
from qingshan.core.kernel import money, units
from qingshan.core.kernel.label import Label, Text
from qingshan.core.kernel.period import Period

NOTHING = "—"
"""Stands where a value is absent; a page says beside it whether that is known to be so."""

UNITS = {
    "t": Label("吨", "t"),
    "tco2e": Label("吨 CO₂e", "t CO₂e"),
    "mu": Label("亩", "mu"),
    "ha": Label("公顷", "ha"),
    "yuan": Label("元", "CNY"),
    "yuan_t": Label("元/吨", "CNY/t"),
    "sheet": Label("张", "tickets"),
    "piece": Label("件", "cases"),
    "deal": Label("单", "deals"),
    "workday": Label("个工作日", "working days"),
}
"""Units by a short name; any other text is shown as it is."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LARGE_FEN = 10_000 * money.FEN_PER_YUAN
VAST_FEN = 100_000_000 * money.FEN_PER_YUAN


def grouped(value: float | Decimal | str | None, places: int = 0) -> str:
    """A number with thousands separators, rounded half up for display only."""
    if value is None or value == "":
        return NOTHING
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return f"{exact.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP):,}"


def tonnes(amount: int | None) -> str:
    """Carbon units of 0.0001 t as tonnes: whole ones plain, otherwise four decimals."""
    return NOTHING if amount is None else units.tonnes_text(amount)


def tonnes4(amount: int | None) -> str:
    """Carbon units as tonnes, always with four decimals, for columns that are added up."""
    return NOTHING if amount is None else grouped(units.tonnes(amount), 4)


def big_tonnes(amount: int | None) -> str:
    """A total with its unit: ``12.37 万吨`` or ``123,700 t``; below ten thousand ``6,250 吨``."""
    if amount is None:
        return NOTHING
    if language() == "en":
        return f"{units.tonnes_text(amount)} t"
    if abs(amount) >= 10_000 * units.CARBON_PER_TONNE:
        return f"{grouped(units.tonnes(amount) / 10_000, 2)} 万吨"
    return f"{units.tonnes_text(amount)} 吨"


def yuan(amount_fen: int | None) -> str:
    """Fen as yuan with two decimals, without a unit."""
    return NOTHING if amount_fen is None else money.yuan(amount_fen)


def big_yuan(amount_fen: int | None) -> str:
    """Fen with the unit that fits: ``8,800.00 元``, ``21.72 万元``, ``1.05 亿元``; or CNY."""
    if amount_fen is None:
        return NOTHING
    if language() == "en":
        return f"CNY {money.yuan(amount_fen)}"
    if abs(amount_fen) >= VAST_FEN:
        return f"{grouped(Decimal(amount_fen) / VAST_FEN, 2)} 亿元"
    if abs(amount_fen) >= LARGE_FEN:
        return f"{grouped(Decimal(amount_fen) / LARGE_FEN, 2)} 万元"
    return f"{money.yuan(amount_fen)} 元"


def mu(area_ha: float | None) -> str:
    """Hectares as 亩 with two decimals, without a unit."""
    return NOTHING if area_ha is None else grouped(Decimal(str(area_ha)) * units.MU_PER_HECTARE, 2)


def hectares(area_ha: float | None) -> str:
    """Hectares with two decimals, without a unit."""
    return grouped(area_ha, 2)


def area(area_ha: float | None) -> str:
    """``1,842.60 亩（122.84 公顷）`` or ``122.84 ha (1,842.60 mu)``."""
    if area_ha is None:
        return NOTHING
    if language() == "en":
        return f"{hectares(area_ha)} ha ({mu(area_ha)} mu)"
    return f"{mu(area_ha)} 亩（{hectares(area_ha)} 公顷）"


def percent(share: float | None, places: int = 1) -> str:
    """A share of one as a percentage: 0.148 is ``14.8 %``."""
    return NOTHING if share is None else f"{grouped(Decimal(str(share)) * 100, places)} %"


def day(value: date | datetime | None) -> str:
    """A day in running text: ``2026年1月23日`` or ``23 Jan 2026``."""
    if value is None:
        return NOTHING
    local = _local(value)
    if language() == "en":
        return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    return f"{local.year}年{local.month}月{local.day}日"


def isoday(value: date | datetime | None) -> str:
    """A day in a table: ``2026-01-23``."""
    return NOTHING if value is None else f"{_local(value):%Y-%m-%d}"


def moment(value: datetime | None) -> str:
    """A day with the time in Chinese time: ``2026-01-23 09:30``."""
    return NOTHING if value is None else f"{_local(value):%Y-%m-%d %H:%M}"


def period(value: Period | None) -> str:
    """Both days counted: ``2019-01-01 至 2023-12-31``."""
    if value is None:
        return NOTHING
    between = " to " if language() == "en" else " 至 "
    return f"{value.start:%Y-%m-%d}{between}{value.last:%Y-%m-%d}"


def masked(value: str | None) -> str:
    """A code of which only the first four and the last two characters are shown."""
    if not value:
        return NOTHING
    if len(value) <= 6:
        return value[:1] + "•" * (len(value) - 1)
    return f"{value[:4]}{'•' * (len(value) - 6)}{value[-2:]}"


def unit_text(unit: Text | None) -> str:
    """A unit by its short name, or a text as it is, in the language of the page."""
    return say(UNITS.get(unit, unit) if isinstance(unit, str) else unit)


def _local(value: date | datetime) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function
    for function in (
        grouped, tonnes, tonnes4, big_tonnes, yuan, big_yuan, mu, hectares, area,
        percent, day, isoday, moment, period, masked,
    )
}  # fmt: skip
"""Registered by ``look`` under their own names."""
