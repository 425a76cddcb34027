"""A fixed query answers as the one it was put together from, for every value it is given."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db.models import DateField, DateTimeField, QuerySet, Value
from django.db.models.functions import Cast

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.models import Counter

pytestmark = pytest.mark.django_db


def counters(series: str, year: int) -> QuerySet[Counter, tuple[str, int, int]]:
    found = Counter.objects.filter(series=series, year__gte=year).exclude(last__in=[7, 8])
    return found.order_by("year").values_list("series", "year", "last")


def test_it_answers_as_the_query_does_whatever_the_values() -> None:
    for series in ("甲", "100% sure", "'; --"):
        for year in (2024, 2025, 2026):
            Counter.objects.create(series=series, year=year, last=year % 10 + 3)
    fixed = Fixed(counters, str, int)
    for series in ("甲", "100% sure", "'; --", "none"):
        for year in (2023, 2025, 2027):
            assert fixed.rows(series, year) == list(counters(series, year))
    assert fixed.row("甲", 2026) == ("甲", 2026, 9)
    assert fixed.row("乙", 2026) is None


def test_a_value_that_does_not_reach_the_query_is_our_fault() -> None:
    fixed = Fixed(lambda series, year: counters(series, 2024), str, int)
    with pytest.raises(AssertionError, match="lost"):
        fixed.rows("甲", 2024)


def test_days_and_moments_are_values_too_and_what_is_fixed_stands_in_the_text() -> None:
    moment = datetime(2026, 7, 17, 10, tzinfo=UTC)
    fixed = Fixed(days, date, datetime)
    Counter.objects.create(series="it's", year=2026)
    assert fixed.row(date(2026, 1, 1), moment) == ("it's", moment, date(2026, 1, 1))


def days(day: date, moment: datetime) -> QuerySet[Counter, tuple[object, ...]]:
    told = {
        "at": Cast(Value(moment), DateTimeField()),
        "on": Cast(Value(day), DateField()),
    }
    return Counter.objects.filter(series="it's").annotate(**told).values_list("series", "at", "on")
