"""Enter the State Council's notice of holidays for a year (录入放假安排)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.holiday_text import Notice, changed_days, days_told, read_notice
from qingshan.apps.base.models import EnteredHolidays
from qingshan.apps.base.refusals import (
    HOLIDAYS_GIVEN,
    HOLIDAYS_PAPER,
    HOLIDAYS_PAST,
    HOLIDAYS_SAME,
)
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.base.workdays import HolidayNotice, holiday_notice, read_anew
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="holidays.entered",
    label=Label("录入放假安排", "enter the holidays of a year"),
    roles=("operator", "administrator"),
)
def enter_holidays(
    call: Call, *, year: int, document: str, issued: date, text: str
) -> Done[EnteredHolidays]:
    """Working days and trading days of the year are counted by it from now on.

    ``text`` is that of the notice. For a year whose holidays are known it amends them: a holiday
    that it arranges anew takes the place of what was, others stay.

    Raises
    ------
    Refused
        E-MC-10 a year that is neither this nor the next; E-MC-11 a paper without number, of a day
        to come, or older than the one that it amends; E-MC-12 days until today that would change;
        E-MC-13 an amendment that changes no day; E-MC-07 to E-MC-09 what is wrong with the text;
        all at once.
    """
    today, faults = call.when.astimezone(SHANGHAI).date(), []
    if year not in (today.year, today.year + 1):
        faults.append(Refusal(HOLIDAYS_GIVEN, str(year)))
    before = holiday_notice(year)
    if not document.strip() or not (before.issued if before else date.min) <= issued <= today:
        faults.append(Refusal(HOLIDAYS_PAPER, document.strip() or "—"))
    notice = read_notice(text, year, before.days if before else None)
    if before:
        faults += _amendment_faults(today, before, notice)
    refuse_all([*faults, *notice.faults])
    made = EnteredHolidays.objects.create(
        year=year,
        document=document.strip(),
        amends=before.documents if before else "",
        issued=issued,
        text=text.strip(),
        days=days_told(notice.days),
        entered=call.when,
    )
    read_anew()
    return Done(made, {"year": year, "document": made.document, "days": len(notice.days)})


def _amendment_faults(today: date, before: HolidayNotice, notice: Notice) -> Iterator[Refusal]:
    """Only of a text that was read whole: what could not be read would seem changed."""
    if notice.faults:
        return
    changed = changed_days(before.days, notice.days)
    if gone := [day for day in changed if day <= today]:
        yield Refusal(HOLIDAYS_PAST, "、".join(f"{day}" for day in gone))
    if not changed:
        yield Refusal(HOLIDAYS_SAME, str(notice.year))
