"""How a case stands with its clock, as picture, word and colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.apps.base.workdays import if_known, last_of_workdays, workdays_between
from qingshan.apps.casework.clocks import A_DAY, is_late, remaining_days
from qingshan.apps.casework.kinds import DAYS, setting
from qingshan.apps.casework.machine import OPEN
from qingshan.apps.casework.models import Case
from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Traffic:
    """A state of the closed list of looks, and the words beside its picture."""

    look: str
    word: Label


def traffic(case: Case, today: date) -> Traffic | None:
    """Late, due soon, in time, standing still or without a known term; None when finished."""
    if case.state not in OPEN:
        return None
    left = remaining_days(case, today)
    if case.paused is not None:
        return Traffic(
            "paused", Label(f"计时中止，剩 {left} 个工作日", f"clock stopped, {left} left")
        )
    if case.due is None or left is None:
        unknown = Label("截止日待定", "due day not known")
        return Traffic("unknown", unknown if case.limit_days else Label("无时限", "no limit"))
    if is_late(case, today):
        first = case.due + A_DAY
        over = if_known(lambda: workdays_between(first, today))
        if over is None:
            return Traffic("late", Label("超期", "late"))
        return Traffic("late", Label(f"超期 {over} 个工作日", f"late by {_days(over)}"))
    word = Label(f"还剩 {left} 个工作日", f"{_days(left)} left")
    if today == case.due:
        word = Label("今日截止", "due today")
    return Traffic("due-soon" if case.due <= soon_until(today) else "in-time", word)


def soon_until(today: date) -> date:
    """The last due day that counts as near: so many working days from today, today counted.

    Where the year to come is not known no due day lies in it, and all that are left are near.
    """
    count = setting("traffic", "soon_days", as_of=today, unit=DAYS)
    last = if_known(lambda: last_of_workdays(today, count)) if count else today
    return last or date(today.year, 12, 31)


def _days(count: int) -> str:
    return f"{count} working day" if count == 1 else f"{count} working days"
