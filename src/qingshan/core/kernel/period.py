"""Spans of days, half-open inside and inclusive on pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_PER_YEAR = 365.2425


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``start`` up to but not including ``end``."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """A period holds at least one day."""
        if self.end <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.end}")

    @classmethod
    def inclusive(cls, first: date, last: date) -> Period:
        """From the first to the last day, both counted, as pages and forms say it."""
        return cls(first, last + timedelta(days=1))

    @property
    def last(self) -> date:
        """The last day that still belongs to the period."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days

    @property
    def years(self) -> float:
        """Length in mean Gregorian years (365.2425 days)."""
        return self.days / DAYS_PER_YEAR

    def overlaps(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return self.start < other.end and other.start < self.end

    def contains(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.start <= day < self.end
