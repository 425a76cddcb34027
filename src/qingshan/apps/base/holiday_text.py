"""Read the days out of the State Council's notice of holidays, as its text is published.

The text has one item a holiday: which days are free (放假), and which weekends are worked in
exchange (上班). It tells more than the days: their weekdays and how many they are, so that what
was read, or mistyped, is found out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from qingshan.apps.base.refusals import HOLIDAYS_MISSING, HOLIDAYS_UNFIT, HOLIDAYS_UNREAD
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

HOLIDAYS = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}
"""Public holidays of everybody (全国年节及纪念日放假办法, article 2)."""
FREE, WORKED = "holiday", "workday"

_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}、(?P<name>[^：:]{1,20})[：:](?P<rest>.+)")
_SIGNED = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
_DATE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:[（(](?P<note>[^）)]*)[）)])?"
)
_PLAIN = re.sub(r"\?P<\w+>", "?:", _DATE.pattern)
_SPAN = re.compile(rf"(?P<first>{_PLAIN})(?:至(?P<last>{_PLAIN}))?")
_COUNT = re.compile(r"(?:共|放假)(\d{1,2})天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_QUOTED = 40


@dataclass
class Notice:
    """The days that a text names, free or worked, each with its holiday; and what is wrong."""

    year: int
    days: dict[date, tuple[str, str]] = field(default_factory=dict)
    faults: list[Refusal] = field(default_factory=list)

    def unfit(self, place: str, reason: Label) -> None:
        """Note what contradicts itself."""
        self.faults.append(Refusal(HOLIDAYS_UNFIT, place[:_QUOTED], {"reason": reason}))


def read_notice(
    text: str, year: int, known: Mapping[date, tuple[str, str]] | None = None
) -> Notice:
    """The notice of a year; ``faults`` are E-MC-07 to E-MC-09, all of them.

    ``known`` are the days of the notice that this one amends: a holiday that it does not speak of
    stays as it was, one that it does is arranged anew.
    """
    notice = Notice(year)
    for line in filter(None, (line.strip() for line in text.splitlines())):
        item = _ITEM.fullmatch(line)
        if item is None:
            if _DATE.search(line) and not _SIGNED.fullmatch(line):
                notice.faults.append(Refusal(HOLIDAYS_UNREAD, line[:_QUOTED]))
            continue
        for sentence in filter(None, re.split(r"[。；;]", item["rest"])):
            _read(notice, item["name"].strip(), sentence.strip())
    told = _names(notice.days)
    for day, kept in (known or {}).items():
        if not told & _names({day: kept}):
            notice.days.setdefault(day, kept)
    told = _names(notice.days)
    if missing := [name for name in HOLIDAYS if name not in told]:
        english = ", ".join(HOLIDAYS[name] for name in missing)
        facts = {"missing": Label("、".join(missing), english)}
        notice.faults.append(Refusal(HOLIDAYS_MISSING, str(year), facts))
    return notice


def _names(days: Mapping[date, tuple[str, str]]) -> set[str]:
    return {name for _, names in days.values() for name in names.split("、")}


def _read(notice: Notice, name: str, sentence: str) -> None:
    """One sentence of an item: days that are free, or days that are worked."""
    kind = WORKED if "上班" in sentence else FREE if "放假" in sentence else ""
    days = list(_days(notice, sentence))
    if not kind or not days:
        if kind or days:
            notice.faults.append(Refusal(HOLIDAYS_UNREAD, sentence[:_QUOTED]))
        return
    count = _COUNT.search(sentence)
    if kind == FREE and count and int(count[1]) != len(days):
        told = Label(
            f"写明 {count[1]} 天，日期有 {len(days)} 天",
            f"it says {count[1]} days and names {len(days)}",
        )
        notice.unfit(sentence, told)
    for day in days:
        if not _belongs(day, notice.year):
            told = Label(f"{day} 不在 {notice.year} 年", f"{day} is not in {notice.year}")
            notice.unfit(sentence, told)
        elif notice.days.setdefault(day, (kind, name))[0] != kind:
            notice.unfit(sentence, Label(f"{day} 既放假又上班", f"{day} is both free and worked"))


def _belongs(day: date, year: int) -> bool:
    """Whether a notice may name the day: New Year may begin, or be worked for, in December."""
    return day.year == year or (day.year, day.month) == (year - 1, 12)


def _days(notice: Notice, sentence: str) -> Iterator[date]:
    """Every day that a sentence names, those between two as well."""
    year, month = notice.year, 0
    for span in _SPAN.finditer(sentence):
        ends: list[date] = []
        for text in filter(None, (span["first"], span["last"])):
            told = _DATE.fullmatch(text)
            assert told is not None, "a span is made of dates"
            year, month = int(told["year"] or year), int(told["month"] or month)
            day = _day(notice, told, year, month)
            ends += [] if day is None else [day]
        if len(ends) == 2 and ends[1] < ends[0]:
            notice.unfit(span[0], Label("末日早于首日", "it ends before it begins"))
        elif ends:
            first, last = ends[0], ends[-1]
            yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _day(notice: Notice, told: re.Match[str], year: int, month: int) -> date | None:
    """The day that is meant; None where there is none, which is noted, as is a wrong weekday."""
    try:
        day = date(year, month, int(told["day"]))
    except ValueError:
        notice.unfit(told[0], Label("没有这一天", "there is no such day"))
        return None
    said = _WEEKDAY.search(told["note"] or "")
    is_named = "日" if said and said[1] == "天" else said[1] if said else ""
    if is_named and is_named != _WEEKDAYS[day.weekday()]:
        right = _WEEKDAYS[day.weekday()]
        notice.unfit(told[0], Label(f"{day} 是周{right}", f"{day} is a {day:%A}"))
    return day


def days_told(days: Mapping[date, tuple[str, str]]) -> list[list[str]]:
    """The days as they are kept: day, free or worked, holiday; in order."""
    return [[day.isoformat(), *days[day]] for day in sorted(days)]


def changed_days(
    before: Mapping[date, tuple[str, str]], after: Mapping[date, tuple[str, str]]
) -> list[date]:
    """Days that are free or worked by one notice and not so by the other; in order."""
    kinds = [{day: kind for day, (kind, _) in days.items()} for days in (before, after)]
    return sorted(day for day in {*before, *after} if kinds[0].get(day) != kinds[1].get(day))
