"""What was asked for: limits, a box, days, filters; all that is wrong is said at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from qingshan.apps.features.refusals import PARAMETER_UNKNOWN, VALUE_WRONG
from qingshan.apps.features.systems import DEFAULT, SYSTEMS, degrees_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

USUAL_LIMIT, MOST_AT_ONCE = 100, 1000
OPEN_END = {"", ".."}
_RULES: Mapping[str, Label] = {
    "limit": Label(f"1 至 {MOST_AT_ONCE} 的整数", f"a whole number from 1 to {MOST_AT_ONCE}"),
    "bbox": Label(
        "四个数，先最小后最大，以逗号分隔，按所用坐标系的轴序",
        "four numbers with commas, the lesser corner first, in the system's order of axes",
    ),
    "bbox-crs": Label("所列坐标系之一", "one of the listed coordinate systems"),
    "crs": Label("所列坐标系之一", "one of the listed coordinate systems"),
    "datetime": Label(
        "一天、一个时刻，或以“/”分隔的起止（可用“..”表示不限）",
        "a day, a moment, or a span with “/” in which “..” leaves an end open",
    ),
    "after": Label("上一页给出的数", "the number that the page before gave"),
    "f": Label("json", "json"),
}
_WHOLE = re.compile(r"[0-9]{1,18}")
Span = tuple[date | None, date | None]


@dataclass(frozen=True)
class Asked:
    """A request for features that was understood; ``box`` in degrees, ``span`` inclusive days."""

    limit: int = USUAL_LIMIT
    after: int = 0
    box: tuple[float, float, float, float] | None = None
    span: Span | None = None
    system: str = DEFAULT
    filters: Mapping[str, str] = field(default_factory=dict)


def understood(told: Mapping[str, Sequence[str]], filters: Mapping[str, Sequence[str]]) -> Asked:
    """Read the parameters of a request; ``filters`` are the further names with allowed values.

    An empty list of values allows any.

    Raises
    ------
    Refused
        E-FT-01 for each unknown parameter, E-FT-02 for each value that does not fit.
    """
    reader = _Reader(told, filters)
    box_system = reader.read("bbox-crs", _system) or DEFAULT
    reader.read("f", ("json",).index)
    asked = Asked(
        limit=reader.read("limit", _limit) or USUAL_LIMIT,
        after=reader.read("after", _whole) or 0,
        box=reader.read("bbox", partial(_box, system=box_system)),
        span=reader.read("datetime", _span),
        system=reader.read("crs", _system) or DEFAULT,
        filters={name: value for name in filters if (value := reader.filter(name)) is not None},
    )
    refuse_all(reader.wrong)
    return asked


class _Reader:
    """Reads parameter by parameter and collects what is wrong."""

    def __init__(
        self, told: Mapping[str, Sequence[str]], filters: Mapping[str, Sequence[str]]
    ) -> None:
        self._told = told
        self._filters = filters
        known = [*_RULES, *filters]
        facts = {"known": ", ".join(known)}
        self.wrong = [Refusal(PARAMETER_UNKNOWN, name, facts) for name in told if name not in known]

    def read(self, name: str, reading: Callable[[str], Any]) -> Any:
        """The value as read; None where it was not told or does not fit."""
        values = self._told.get(name, ())
        try:
            return reading(_single(values)) if values else None
        except (ValueError, TypeError):
            rule = _RULES.get(name) or _one_of(self._filters[name])
            facts = {"value": ",".join(values)[:80], "rule": rule}
            self.wrong.append(Refusal(VALUE_WRONG, name, facts))
            return None

    def filter(self, name: str) -> str | None:
        """The value of a filter, one of those allowed."""
        found: str | None = self.read(name, partial(_allowed, allowed=self._filters[name]))
        return found


def _single(values: Sequence[str]) -> str:
    (value,) = values
    return value


def _one_of(allowed: Sequence[str]) -> Label:
    if not allowed:
        return Label("一个非空的值", "one value that is not empty")
    return Label(f"以下之一：{'、'.join(allowed)}", f"one of {', '.join(allowed)}")


def _allowed(text: str, allowed: Sequence[str]) -> str:
    if not text or (allowed and text not in allowed):
        raise ValueError(text)
    return text


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _limit(text: str) -> int:
    """More than the most is answered with the most, as the standard has it (17-069r4, 7.15.2)."""
    found = _whole(text)
    if found < 1:
        raise ValueError(text)
    return min(found, MOST_AT_ONCE)


def _system(text: str) -> str:
    if text not in SYSTEMS:
        raise ValueError(text)
    return text


def _box(text: str, system: str) -> tuple[float, float, float, float]:
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) == 6:  # with heights, which nothing here has
        numbers = [numbers[at] for at in (0, 1, 3, 4)]
    if len(numbers) != 4 or not all(abs(number) < 1e9 for number in numbers):
        raise ValueError(text)
    west, south, east, north = degrees_of((numbers[0], numbers[1], numbers[2], numbers[3]), system)
    if not (west <= east and south <= north):
        raise ValueError(text)
    return west, south, east, north


def _span(text: str) -> Span:
    parts = text.split("/")
    if len(parts) == 1:
        day = _day(parts[0])
        return day, day
    if len(parts) != 2:
        raise ValueError(text)
    start, end = (None if part in OPEN_END else _day(part) for part in parts)
    if start and end and end < start:
        raise ValueError(text)
    return start, end


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
