"""A fixed query answers as the one it was put together from, for every value it is given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.fixed import Fixed, brought, by_place
from qingshan.apps.base.models import Counter, Event
from qingshan.apps.base.prepared import answered

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


def test_it_is_asked_for_several_rows_of_values_at_once() -> None:
    for series in ("甲", "{b,c}", "'; --"):
        for year in (2024, 2025):
            Counter.objects.create(series=series, year=year, last=year % 10 + 9)
    fixed = Fixed(counters, str, int)
    asked = [("甲", 2025), ("none", 2024), ("'; --", 2024), ("甲", 2024), ("甲", 2025)]
    (rows,) = answered(fixed.asked_each(asked))
    assert by_place(rows, len(asked)) == [list(counters(*one)) for one in asked]


def test_a_value_that_does_not_reach_the_query_is_our_fault() -> None:
    fixed = Fixed(lambda series, year: counters(series, 2024), str, int)
    with pytest.raises(AssertionError, match="lost"):
        fixed.rows("甲", 2024)


def some(series: list[str], years: list[int]) -> QuerySet[Counter, tuple[str, int]]:
    found = Counter.objects.filter(series__in=series, year__in=years)
    return found.order_by("series", "year").values_list("series", "year")


def test_lists_are_values_whatever_their_length() -> None:
    for series in ("a", "{b,c}", 'd"\\', ""):
        Counter.objects.create(series=series, year=2024)
        Counter.objects.create(series=series, year=2026)
    fixed = Fixed(some, list[str], list[int])
    for series in ([], ["a"], ["{b,c}", 'd"\\', "", "none"]):
        for years in ([], [2026], [2024, 2025, 2026]):
            assert fixed.rows(series, years) == list(some(series, years))


def test_a_list_that_is_not_asked_for_by_in_is_our_fault() -> None:
    fixed = Fixed(lambda years: Counter.objects.filter(year__gt=years[0]), list[int])
    with pytest.raises(AssertionError, match="__in"):
        fixed.rows([2024])


def test_rows_brought_are_not_asked_for(django_assert_num_queries: Any) -> None:
    kind = ContentType.objects.get_for_model(Event)
    told = Permission(name="甲", codename="a", content_type=kind)
    brought(kind, "permission_set", [told])
    with django_assert_num_queries(0):
        assert list(kind.permission_set.all()) == [told]


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


def kept(series: str, least: int) -> QuerySet[Event]:
    found = Event.objects.filter(actor=series, subject_id__gte=least).defer("content")
    return found.annotate(doubled=F("subject_id") * 2).order_by("pk")


def test_objects_are_those_of_the_query() -> None:
    when = datetime(2026, 1, 23, 9, 30, tzinfo=SHANGHAI)
    for number in range(3):
        Event.objects.create(
            name="a.b", subject="base.Counter", subject_id=number, actor="甲", key=f"k{number}",
            verb="act", content="x", when=when, facts={"n": [number, None]}, digest="0" * 64,
        )  # fmt: skip
    fixed = Fixed(kept, str, int)
    for least in (0, 1, 5):
        told, asked = fixed.objects("甲", least), list(kept("甲", least))
        assert told == asked
        for mine, theirs in zip(told, asked, strict=True):
            assert mine.facts == theirs.facts == {"n": [mine.subject_id, None]}
            assert (mine.when, mine.doubled) == (when, theirs.doubled)
            assert mine.get_deferred_fields() == theirs.get_deferred_fields() == {"content"}
            assert mine.content == "x"


def test_objects_bring_what_is_selected_beside_them(django_assert_num_queries: Any) -> None:
    kind = ContentType.objects.get_for_model(Event)
    Permission.objects.create(name="甲", codename="a", content_type=kind)
    fixed = Fixed(
        lambda code: Permission.objects.filter(codename=code).select_related("content_type"), str
    )
    (found,) = fixed.objects("a")
    with django_assert_num_queries(0):
        assert found.content_type == kind
    assert fixed.objects("b") == []
