"""Rows by key are what Django's own way reads and writes, errors and transactions included."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.timezone import now

from qingshan.apps.base.models import Counter, Event
from qingshan.apps.base.prepared import Prepared, answered
from qingshan.apps.base.rows import (
    changed,
    changed_alike,
    changing_each,
    entered,
    entered_all,
    locked,
    shared,
    those,
)

pytestmark = pytest.mark.django_db
TEXTS = ("甲", "100% sure", "'; --", "a\\b", '"{},"', "")


def event(key: str, facts: dict[str, Any]) -> Event:
    return Event(
        name="tried",
        verb="try",
        actor="user:1",
        key=key,
        content="c",
        subject="base.Counter",
        subject_id=2**40,
        when=now(),
        note=key,
        facts=facts,
        digest="d",
    )


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_entered_is_what_django_reads(text: str) -> None:
    made = entered(event(text, {"甲": [1, None, text], "b": True}))
    there = Event.objects.get(pk=made.pk)
    for name in ("key", "note", "facts", "when", "subject_id", "name"):
        assert getattr(there, name) == getattr(made, name), name
    assert there.transaction > 0, "what the database gives by itself is left to it"
    assert not made._state.adding
    assert made == there


def test_many_rows_are_entered_at_once_as_each_alone() -> None:
    made = [event(text, {"甲": [1, None, text], "b": True}) for text in TEXTS]
    entered_all(made)
    for one in made:
        there = Event.objects.get(key=one.key)
        for name in ("note", "facts", "when", "subject_id", "name"):
            assert getattr(there, name) == getattr(one, name), name
        assert one.pk == there.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        entered_all([event("new", {}), event(TEXTS[0], {})])
    assert not Event.objects.filter(key="new").exists()


def test_rows_that_get_the_same_values_are_changed_at_once() -> None:
    made = [Counter.objects.create(series="AB", year=year, last=year) for year in (1, 2, 3)]
    for one in made[:2]:
        one.last = 9
    changed_alike(made[:2], "last")
    told = Counter.objects.filter(series="AB").order_by("year").values_list("last", flat=True)
    assert list(told) == [9, 9, 3]
    with pytest.raises(AssertionError):
        changed_alike(made, "last")


def test_rows_that_get_their_own_values_are_changed_at_once() -> None:
    made = [Counter.objects.create(series="AB", year=year, last=year) for year in (1, 2, 3)]
    for one in made[:2]:
        one.last, one.series = one.last * 10, TEXTS[one.year]
    assert answered(changing_each(made[:2], "last", "series")) == [[(one.pk,) for one in made[:2]]]
    told = Counter.objects.order_by("year").values_list("last", "series")
    assert list(told) == [(10, TEXTS[1]), (20, TEXTS[2]), (3, "AB")]
    missing = Counter(pk=2**40, last=1)
    assert answered(changing_each([made[0], missing], "last")) == [[(made[0].pk,)]]


def test_several_statements_are_answered_in_one_message(statements_sent) -> None:
    Counter.objects.create(series="AB", year=1, last=7)
    draw = Prepared(
        "update base_counter set last = last + $2::int where series = $1 returning last"
    )
    count = Prepared("select last from base_counter where series = $1")
    asked = (count, ["AB"]), (draw, ["AB", 5]), (count, ["AB"]), (count, ["no"])
    assert answered(*asked) == [[(7,)], [(12,)], [(12,)], []]
    with pytest.raises(DataError), transaction.atomic():
        answered((count, ["AB"]), (Prepared("select 1 / $1::int"), [0]), (draw, ["AB", 5]))
    assert answered((count, ["AB"])) == [[(12,)]]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text[]", [*TEXTS, None, "null", "NULL", "{}"]),
        ("bigint[]", [1, None, -(2**40)]),
        ("boolean[]", [True, None, False]),
        ("date[]", [date(2026, 7, 17), None]),
        ("timestamptz[]", [datetime(2026, 7, 17, 10, 0, 0, 5, tzinfo=UTC), None]),
        ("numeric[]", [Decimal("80.00"), None]),
    ],
)
def test_a_list_arrives_as_it_was(kind: str, values: list[Any]) -> None:
    ask = Prepared(f"select $1::{kind}")
    assert ask.rows(values) == [(values,)]
    assert ask.rows([]) == [([],)]


def test_what_no_text_may_hold_is_refused_in_a_list_as_well() -> None:
    with pytest.raises(DataError):
        Prepared("select $1::text[]").rows(["\0"])


def test_rows_keep_the_keys_that_they_were_given() -> None:
    made = [event(text, {}) for text in TEXTS[:2]]
    for key, one in enumerate(made, 2**40):
        one.pk = key
    entered_all(made)
    there = Event.objects.filter(pk__gte=2**40).order_by("pk").values_list("pk", "key")
    assert list(there) == list(enumerate(TEXTS[:2], 2**40))


def test_a_message_may_be_larger_than_the_line_takes_at_once() -> None:
    """Neither side waits for the other while both have more to say."""
    large = "青" * 5_000_000
    echo = Prepared("select $1::text")
    assert answered((echo, [large]), (echo, [large]), (echo, ["end"])) == [
        [(large,)],
        [(large,)],
        [("end",)],
    ]


@pytest.mark.django_db(transaction=True)
def test_what_fails_with_the_beginning_of_its_transaction_is_taken_back() -> None:
    with pytest.raises(DataError), transaction.atomic():
        Prepared("select 1 / $1::int").row(0)
    with transaction.atomic():
        made = answered((Prepared("select txid_current_if_assigned(), now()"), []))
        assert made[0][0][1] == Prepared("select now()").row()[0], "one transaction"


@pytest.mark.parametrize("take", [locked, shared])
def test_a_row_that_is_taken_is_what_django_reads(take: Any) -> None:
    made = entered(event("one", {"a": [1, {"b": "乙"}]}))
    taken, there = take(Event, made.pk), Event.objects.get(pk=made.pk)
    fields = [field.attname for field in Event._meta.concrete_fields]
    assert [getattr(taken, name) for name in fields] == [getattr(there, name) for name in fields]
    with pytest.raises(Event.DoesNotExist, match="Event"):
        take(Event, 0)


def test_rows_come_in_the_order_of_their_keys_as_told() -> None:
    one, two = (entered(Counter(series=name, year=2026)) for name in "甲乙")
    assert those(Counter, [two.pk, one.pk, two.pk]) == [two, one, two]
    assert those(Counter, []) == []
    with pytest.raises(KeyError):
        those(Counter, [one.pk, 0])


def test_only_the_named_fields_are_changed() -> None:
    row = entered(Counter(series="丙", year=2026))
    row.last, row.year = 7, 1999
    changed(row, "last")
    there = Counter.objects.get(pk=row.pk)
    assert (there.last, there.year) == (7, 2026)
    row.pk = 0
    with pytest.raises(AssertionError, match="gone"):
        changed(row, "last")


def test_errors_are_djangos_and_leave_the_transaction_to_be_taken_back() -> None:
    entered(Counter(series="丁", year=2026))
    with pytest.raises(IntegrityError, match="counter_once"), transaction.atomic():
        entered(Counter(series="丁", year=2026))
    assert Counter.objects.filter(series="丁").count() == 1, "the outer transaction goes on"


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_gone_and_the_statement_stays_good() -> None:
    count = Prepared("select count(*) from base_counter where series = $1")
    for _ in range(2):
        with transaction.atomic():
            entered(Counter(series="戊", year=2026))
            assert count.row("戊") == (1,)
            transaction.set_rollback(True)
        assert count.row("戊") == (0,)
    connection.close()
    assert count.row("戊") == (0,), "another connection prepares it anew"


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_ended_between_requests_is_replaced() -> None:
    who = Prepared("select pg_backend_pid()")
    first = who.row()
    assert first is not None
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", first)
    other.close()
    connection.close_if_unusable_or_obsolete()  # as every request begins
    assert who.row() not in (None, first)
