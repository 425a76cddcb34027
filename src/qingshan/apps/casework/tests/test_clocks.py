"""Limits are counted in working days, from the day after the event, the last day included."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.apps.casework.clocks import due_day, remaining_days
from qingshan.apps.casework.models import Case


@pytest.mark.parametrize(
    ("event", "count", "last"),
    [
        # Spring Festival 2026: off from 15 to 23 February, at work on Saturdays 14 and 28.
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-16", 5, "2026-02-28"),
        ("2026-02-13", 7, "2026-03-02"),
        # National Day 2026: at work on Sunday 20 September and Saturday 10 October, off 1 to 7.
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-28", 7, "2026-10-13"),
        ("2026-07-17", 7, "2026-07-28"),
        ("2026-07-18", 1, "2026-07-20"),
    ],
)
def test_the_last_day_of_a_term(event, count, last):
    assert due_day(date.fromisoformat(event), count) == date.fromisoformat(last)


@pytest.mark.usefixtures("as_released")
def test_a_term_into_a_year_without_notice_is_unknown_not_guessed():
    assert due_day(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert due_day(date(2026, 12, 30), 2) is None
    assert due_day(date(2026, 7, 17), None) is None


@pytest.mark.parametrize(
    ("today", "left"),
    [("2026-09-28", 5), ("2026-10-01", 2), ("2026-10-09", 1), ("2026-10-10", 0)],
)
def test_today_counts_among_the_days_left(today, left):
    case = Case(due=date(2026, 10, 9))
    assert remaining_days(case, date.fromisoformat(today)) == left
