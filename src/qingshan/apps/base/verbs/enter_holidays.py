"""Enter the State Council's notice of holidays for a year (录入放假安排)."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.holiday_text import days_told, read_notice
from qingshan.apps.base.models import EnteredHolidays
from qingshan.apps.base.refusals import HOLIDAYS_GIVEN, HOLIDAYS_PAPER
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.base.workdays import is_released
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

    ``text`` is that of the notice. A notice that was amended is entered again, whole.

    Raises
    ------
    Refused
        E-MC-10 a year of the release, or neither this nor the next; E-MC-11 a paper without number
        or of a day to come; E-MC-07 to E-MC-09 what is wrong with the text; all at once.
    """
    today, faults = call.when.date(), []
    if is_released(year) or year not in (today.year, today.year + 1):
        faults.append(Refusal(HOLIDAYS_GIVEN, str(year)))
    if not document.strip() or issued > today:
        faults.append(Refusal(HOLIDAYS_PAPER, document.strip() or "—"))
    notice = read_notice(text, year)
    refuse_all([*faults, *notice.faults])
    made = EnteredHolidays.objects.create(
        year=year,
        document=document.strip(),
        issued=issued,
        text=text.strip(),
        days=days_told(notice.days),
        entered=call.when,
    )
    return Done(made, {"year": year, "document": made.document, "days": len(notice.days)})
