"""What the clock does at night, how a case stands with it, and how long steps take."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from qingshan.apps.base.models import EnteredHolidays, Event
from qingshan.apps.casework.jobs import watch, watch_cases
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.reads import DUE_CLASSES, _due, stage_times
from qingshan.apps.casework.traffic import soon_until, traffic
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.close_case import close_case
from qingshan.apps.casework.verbs.withdraw_case import withdraw_case

pytestmark = pytest.mark.django_db


def night(day: str) -> None:
    watch(datetime.fromisoformat(f"{day}T00:30:00+08:00"))


def test_at_night_late_cases_are_reported_and_unanswered_ones_lapse(as_released, desk):
    waiting = desk.opened("2026-07-17")
    asked = desk.checked(desk.opened("2026-07-17"), "submitted", form="请补填申请表")
    ask_correction(desk.at("county"), case=asked.pk)
    unknown = desk.opened("2026-12-25")
    Case.objects.filter(pk=unknown.pk).update(since="2026-12-01")
    night("2026-07-28")
    waiting.refresh_from_db()
    assert waiting.escalated is None
    for _ in range(2):
        night("2026-08-08")
    for case in (waiting, asked, unknown):
        case.refresh_from_db()
    assert (str(waiting.escalated), asked.state) == ("2026-08-08", "lapsed")
    assert str(unknown.due) == "2026-12-10"
    assert Event.objects.filter(name="case.escalated").count() == 1
    watch_cases(0)


@pytest.mark.parametrize(
    ("today", "look", "word"),
    [
        ("2026-09-28", "in-time", "还剩 7 个工作日"),
        ("2026-10-10", "due-soon", "还剩 2 个工作日"),
        ("2026-10-12", "due-soon", "今日截止"),
        ("2026-10-13", "late", "超期 1 个工作日"),
    ],
)
def test_a_case_says_how_it_stands(today, look, word):
    case = Case(since=date(2026, 9, 25), limit_days=7, due=date(2026, 10, 12))
    told = traffic(case, date.fromisoformat(today))
    assert (told.look, told.word.zh) == (look, word)


@pytest.mark.parametrize(
    ("today", "look", "word"),
    [
        ("2030-12-30", "due-soon", "还剩 2 个工作日"),
        ("2030-12-31", "due-soon", "今日截止"),
        ("2031-01-02", "late", "超期"),
    ],
)
def test_a_year_without_a_notice_keeps_no_list_from_being_shown(today, look, word):
    """Of 2031 nothing is known, and 2030 is a year without holidays."""
    EnteredHolidays.objects.create(
        year=2030, document="号", issued=date(2029, 11, 1), text="", days=[],
        entered=datetime.fromisoformat("2029-11-02T09:00:00+08:00"),
    )  # fmt: skip
    case = Case(since=date(2030, 12, 20), limit_days=7, due=date(2030, 12, 31))
    told = traffic(case, date.fromisoformat(today))
    assert told is not None
    assert (told.look, told.word.zh) == (look, word)
    assert soon_until(date.fromisoformat(today)) == date(int(today[:4]), 12, 31)


def test_what_is_due_in_a_year_without_a_notice_is_not_counted():
    case = Case(since=date(2031, 1, 2), limit_days=7, due=date(2031, 1, 9))
    assert traffic(case, date(2031, 1, 3)).look == "unknown"


def test_lists_are_narrowed_by_what_is_near_in_a_year_without_a_notice(desk):
    desk.opened("2026-07-17")
    for name in DUE_CLASSES:
        list(Case.objects.filter(_due(name, date(2030, 12, 27))))


def test_what_stands_still_or_is_not_known_is_never_green():
    paused = Case(since=date(2026, 7, 17), limit_days=7, paused=date(2026, 7, 21))
    assert traffic(paused, date(2026, 7, 30)).word.zh == "计时中止，剩 6 个工作日"
    assert (
        traffic(Case(since=date(2026, 12, 25), limit_days=7), date(2026, 12, 26)).look == "unknown"
    )
    assert traffic(Case(since=date(2026, 7, 17)), date(2026, 7, 18)).word.zh == "无时限"
    assert traffic(Case(state="closed"), date(2026, 7, 18)) is None


def test_stage_times_are_medians_of_three_months(desk, office):
    for last in ("2026-07-20", "2026-07-21", "2026-07-27"):
        case = desk.opened("2026-07-17", kind="complaint")
        accept_case(desk.at("county", last), case=case.pk, late_reason="人手不足")
        close_case(desk.at("county", last), case=case.pk)
    old = desk.opened("2026-03-02", kind="complaint")
    withdraw_case(desk.at("farm", "2026-03-03"), case=old.pk, reason="改报下一批次")
    told = {(one.state, one.office): one for one in stage_times(date(2026, 8, 1))}
    formal = next(one for (state, _), one in told.items() if state == "submitted")
    assert (formal.median_days, formal.count, formal.late) == (2.0, 3, 1)
    assert formal.office.pk == office.party("county")
    assert stage_times(date(2026, 7, 17)) == []
