"""Working days by the State Council's notices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.apps.base.workdays import is_workday, last_of_workdays, workdays_between


def test_twenty_working_days_of_a_public_notice():
    # Published on Friday 17 July 2026, which counts as the first day.
    assert last_of_workdays(date(2026, 7, 17), 20) == date(2026, 8, 13)
    assert workdays_between(date(2026, 7, 17), date(2026, 8, 13)) == 20


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 7, 18), False),
        (date(2026, 7, 20), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 9, 20), True),
        (date(2026, 10, 10), True),
        (date(2026, 2, 17), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 28), True),
    ],
)
def test_holidays_and_make_up_days(day, works):
    assert is_workday(day) is works


def test_a_notice_begun_on_a_holiday_counts_from_the_next_working_day():
    # 1 to 7 October 2026 are free, Thursday the 8th is the first working day.
    assert last_of_workdays(date(2026, 10, 1), 1) == date(2026, 10, 8)
    # Saturday the 10th makes up for the holiday and counts.
    assert last_of_workdays(date(2026, 10, 8), 3) == date(2026, 10, 10)


@pytest.mark.usefixtures("as_released")
def test_a_year_without_a_notice_is_not_guessed(refuses):
    with refuses("E-MC-05"):
        is_workday(date(2019, 5, 6))
    with refuses("E-MC-05"):
        last_of_workdays(date(2026, 12, 28), 20)


@given(st.integers(0, 300), st.integers(1, 40))
def test_counting_there_and_back(offset, count):
    first = date(2026, 1, 1) + timedelta(days=offset)
    if (date(2026, 12, 31) - first).days < count * 2 + 20:
        return
    last = last_of_workdays(first, count)
    assert is_workday(last)
    assert workdays_between(first, last) == count


def test_nothing_lies_between_when_the_end_comes_first():
    assert workdays_between(date(2026, 7, 20), date(2026, 7, 17)) == 0
