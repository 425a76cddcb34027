"""Half-open spans of days on one line: which repeat and which overlap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """Days from ``start`` up to but not including ``end``; without ``end`` it stays open."""

    start: date
    end: date | None
    line: int


class Clash(NamedTuple):
    """Two lines that speak for the same day; ``same`` when their spans start on the same day."""

    line: int
    other: int
    same: bool


def clashes(spans: Iterable[Span]) -> list[Clash]:
    """Each span that meets an earlier one, reported once, against the one that reaches furthest.

    Sorting by start makes one pass enough: a span overlaps some earlier span exactly when it
    starts before the furthest end seen so far.
    """
    ordered = sorted(spans, key=lambda span: (span.start, span.line))
    found: list[Clash] = []
    furthest: Span | None = None
    for span in ordered:
        if furthest is None:
            furthest = span
            continue
        if furthest.end is None or span.start < furthest.end:
            found.append(Clash(span.line, furthest.line, same=span.start == furthest.start))
        furthest = _further(furthest, span)
    return found


def _further(first: Span, second: Span) -> Span:
    if first.end is None:
        return first
    if second.end is None or second.end > first.end:
        return second
    return first
