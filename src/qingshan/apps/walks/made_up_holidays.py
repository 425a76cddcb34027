"""Made-up holidays for years whose notice the release does not have (演示用放假安排).

A demonstration that is begun, or goes on, in such a year could count no working day. The days that
the law names are free in it (全国年节及纪念日放假办法, article 2), and no weekend is worked in
exchange; its paper says that nobody announced it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from borax.calendars.lunardate import LunarDate, TermUtils

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.verbs.enter_holidays import enter_holidays
from qingshan.apps.base.workdays import known_years

PAPER = "演示用放假安排（虚构，非国务院办公厅通知）"
_NUMERALS = "一二三四五六七"
_WEEKDAYS = "一二三四五六日"
_QINGMING = 6
"""Its place among the solar terms of a year, of which 小寒 is the first and has none before it."""


def enter_made_up(actor: Actor, now: datetime, prefix: str) -> Iterator[str]:
    """Enter every year without a notice up to the one after ``now``, each in the year before it."""
    known = known_years()
    for year in range(known[0], now.astimezone(SHANGHAI).year + 2):
        if year not in known:
            when = min(now, datetime(year - 1, 12, 1, 9, tzinfo=SHANGHAI))
            made = enter_holidays(
                Call(actor, when, f"{prefix}/holidays/{year}"),
                year=year,
                document=PAPER,
                issued=when.astimezone(SHANGHAI).date(),
                text=made_up_notice(year),
            )
            yield f"{made}"


def made_up_notice(year: int) -> str:
    """The text of a notice as it is published, with the days of the law and nothing more."""
    items: dict[str, list[date]] = {}
    for name, days in _of_the_law(year).items():
        meets = next((told for told, others in items.items() if set(days) & set(others)), None)
        if meets:
            items[f"{meets}、{name}"] = sorted({*items.pop(meets), *days})
        else:
            items[name] = days
    return "\n".join(
        f"{numeral}、{name}：{_day(days[0])}至{_day(days[-1])}放假，共{len(days)}天。"
        for numeral, (name, days) in zip(_NUMERALS, items.items(), strict=False)
    )


def _of_the_law(year: int) -> Mapping[str, list[date]]:
    spring = LunarDate(year, 1, 1).to_solar_date()
    return {
        "元旦": [date(year, 1, 1)],
        "春节": [spring + timedelta(days=n) for n in (-1, 0, 1, 2)],
        "清明节": [TermUtils.nth_term_day(year, _QINGMING)],
        "劳动节": [date(year, 5, 1), date(year, 5, 2)],
        "端午节": [LunarDate(year, 5, 5).to_solar_date()],
        "国庆节": [date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)],
        "中秋节": [LunarDate(year, 8, 15).to_solar_date()],
    }


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
