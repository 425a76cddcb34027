"""Nothing is measured before an office took the case on; the days of a walk follow the calendar."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

import pytest

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.workdays import is_workday, known_years, workdays_between
from qingshan.apps.notices.rules import least_days
from qingshan.apps.portal.inbox import tasks_for
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.walks.days import days_until
from qingshan.apps.walks.passing import accept, apply, charge


@pytest.mark.django_db
def test_measuring_waits_for_the_acceptance_of_the_case(office, refuses):
    claim, way = office.registered(), office.way()
    told = {
        "monitoring": claim.pk,
        "measurer": office.party("measurer"),
        "as_of": office.as_of,
    }

    def waits() -> bool:
        waiting = tasks_for(office.cast["measurer"].actor, due=True)
        return any(task.act == "measure_period" and task.key == claim.pk for task in waiting)

    with refuses("E-CW-03"):
        measure_period(office.call("measurer"), **told)
    assert not waits()
    case = apply(way, claim, office.now)
    with refuses("E-CW-03"):
        measure_period(office.call("measurer"), **told)
    accept(way, case, office.now)
    with refuses("E-PJ-15"):
        measure_period(office.call("measurer"), **told)
    assert not waits(), "it waits for the owner, who charges a body"
    charge(way, claim, office.now)
    assert waits()
    assert measure_period(office.call("measurer"), **told).removal > 0


@pytest.mark.parametrize(
    "now", ["2026-07-17T10:00", "2026-10-08T09:00", "2026-11-29T08:00", "2024-02-19T09:00"]
)
def test_a_walk_ends_now_and_its_notice_lasted_its_days(now):
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    days = days_until(moment)
    moments = list(astuple(days))
    assert moments == sorted(moments)
    assert (days.signed, days.issued) == (moment, moment)
    assert all(is_workday(one.date()) for one in moments[:-2])
    asked = least_days(days.opened.date())
    assert workdays_between(days.opened.date(), days.closed.date()) == asked + 1


def test_without_a_calendar_the_notice_lies_in_the_last_year_that_is_known(as_released):
    last = known_years()[-1]
    moment = datetime(last + 5, 5, 6, 9, 0, tzinfo=SHANGHAI)
    days = days_until(moment)
    assert days.closed.year == last
    assert days.issued == moment


def test_before_every_known_year_there_is_no_walk(refuses):
    with refuses("E-MC-05"):
        days_until(datetime(2019, 5, 6, 9, 0, tzinfo=SHANGHAI))
