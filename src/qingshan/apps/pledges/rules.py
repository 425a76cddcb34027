"""What the dated rows say of pledges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from qingshan.apps.base.workdays import last_of_workdays
from qingshan.core.tables.shelf import open_shelf

TABLE = "pledges.rule"


def warning_days(day: date) -> int:
    """How many days before its end a pledge is said to end soon."""
    return int(_value("warning", "days", "d", day))


def monitoring_terms(day: date) -> tuple[int, int]:
    """Years after a monitored period in which it is monitored again, and days of warning."""
    years = _value("monitoring", "cycle_years", "yr", day)
    return int(years), int(_value("monitoring", "warning_days", "d", day))


def answer_due(proposed: date) -> date:
    """The last day on which the other side answers a proposal to release, in working days.

    Raises
    ------
    Refused
        E-MC-05 when the holidays of that year are not entered.
    """
    return last_of_workdays(proposed + timedelta(days=1), answer_days(proposed))


def answer_days(day: date) -> int:
    """How many working days there are to answer a proposal to release."""
    return int(_value("release", "answer_days", "working day", day))


@dataclass(frozen=True)
class ValuationRule:
    """By what units are valued for a bank."""

    haircut_percent: Decimal
    deals_least: int
    look_back: timedelta


def valuation_rule(day: date) -> ValuationRule:
    """What holds on a day."""
    return ValuationRule(
        Decimal(str(_value("valuation", "haircut_percent", "%", day))),
        int(_value("valuation", "deals_least", "1", day)),
        timedelta(days=int(_value("valuation", "look_back", "d", day))),
    )


def _value(key: str, name: str, unit: str, day: date) -> Any:
    return open_shelf().value(TABLE, key=key, name=name, unit=unit, as_of=day).value
