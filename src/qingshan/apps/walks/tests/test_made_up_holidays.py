"""A demonstration goes on in years whose holidays the release does not have."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.holiday_text import FREE, read_notice
from qingshan.apps.base.models import EnteredHolidays
from qingshan.apps.base.workdays import holiday_notice, is_workday, known_years
from qingshan.apps.walks.cast import FOUNDER
from qingshan.apps.walks.made_up_holidays import PAPER, enter_made_up, made_up_notice


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_it_frees_nothing_that_the_real_notice_does_not(year: int) -> None:
    known, made_up = holiday_notice(year), read_notice(made_up_notice(year), year)
    assert known is not None
    assert made_up.faults == []
    free = {day for day, (kind, _) in known.days.items() if kind == FREE}
    assert len(made_up.days) == 13
    # The eve of the Spring Festival is free by law since 2025; that year's notice came first.
    assert set(made_up.days) - free <= {date(2024, 2, 9)}


@pytest.mark.parametrize("year", range(2027, 2100))
def test_the_notice_of_every_year_is_read_without_a_fault(year: int) -> None:
    read = read_notice(made_up_notice(year), year)
    assert read.faults == []
    assert 11 <= len(read.days) <= 13, "a Mid-Autumn Festival on National Day is one day less"


@pytest.mark.usefixtures("as_released")
def test_each_year_that_is_not_known_is_entered_once() -> None:
    first = known_years()[-1] + 1
    now = datetime(first + 1, 12, 30, 10, tzinfo=SHANGHAI)
    told = list(enter_made_up(FOUNDER, now, "test"))
    assert told == [f"{year} {PAPER}" for year in range(first, first + 3)]
    assert is_workday(date(first + 2, 1, 2)) == (date(first + 2, 1, 2).weekday() < 5)
    entered = EnteredHolidays.objects.filter(year__gte=first).order_by("year")
    assert [row.entered.year for row in entered] == [first - 1, first, first + 1]
    assert list(enter_made_up(FOUNDER, now, "test")) == []
