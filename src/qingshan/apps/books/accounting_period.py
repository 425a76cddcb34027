"""The month or year of a statement or report (会计期间)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qingshan.apps.books.reads import day_start
from qingshan.core.kernel.label import Label

_TOLD = re.compile(r"(?P<year>20[0-9]{2})(-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class AccountingPeriod:
    """A month, or a whole year where ``month`` is zero."""

    year: int
    month: int = 0

    @property
    def name(self) -> str:
        """As an address names it: ``2026`` or ``2026-11``."""
        return f"{self.year}-{self.month:02d}" if self.month else f"{self.year}"

    @property
    def label(self) -> Label:
        """As a list of choices names it."""
        if self.month:
            return Label(f"{self.year} 年 {self.month} 月", self.name)
        return Label(f"{self.year} 年全年", f"{self.year}, the whole year")

    @property
    def before(self) -> AccountingPeriod:
        """The month before a month, the year before a year."""
        if self.month > 1:
            return AccountingPeriod(self.year, self.month - 1)
        return AccountingPeriod(self.year - 1, 12 if self.month else 0)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self._following - timedelta(days=1)

    @property
    def begin(self) -> datetime:
        """Its first moment, in Chinese time."""
        return day_start(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return day_start(self._following)

    @property
    def _following(self) -> date:
        if self.month in (0, 12):
            return date(self.year + 1, 1, 1)
        return date(self.year, self.month + 1, 1)


def period_told(text: str) -> AccountingPeriod | None:
    """The period that an address names; None where it names none."""
    found = _TOLD.fullmatch(text)
    return AccountingPeriod(int(found["year"]), int(found["month"] or 0)) if found else None


def periods_between(first: date, last: date) -> list[AccountingPeriod]:
    """Months from the last day back to the first, each year before its months."""
    found: list[AccountingPeriod] = []
    for year in range(last.year, first.year - 1, -1):
        begin = first.month if year == first.year else 1
        end = last.month if year == last.year else 12
        months = range(end, begin - 1, -1)
        found += [AccountingPeriod(year), *(AccountingPeriod(year, month) for month in months)]
    return found
