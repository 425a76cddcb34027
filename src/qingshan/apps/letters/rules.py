"""Who is told what, by which channels, and how often a delivery is tried: read from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qingshan.core.tables.shelf import open_shelf

RULES, LIMITS = "letters.rule", "letters.limit"
PART = "|"
SITE, MAIL, SMS = "site", "mail", "sms"


@dataclass(frozen=True)
class Rule:
    """One audience of an event, the template of its words, and the channels beside the site."""

    event: str
    audience: str
    template: str
    channels: tuple[str, ...]


def rules_of(event: str, as_of: date) -> Iterator[Rule]:
    """The rules of an event in force on a day, in the order of the table."""
    told: dict[str, dict[str, str]] = {}
    for row in open_shelf().rows(RULES, as_of):
        name, _, audience = row.key.partition(PART)
        if name == event:
            told.setdefault(audience, {})[row.name] = row.value_text
    for audience, values in told.items():
        channels = tuple(values["channels"].split(PART))
        yield Rule(event, audience, values["template"], channels)


def limit(key: str, name: str, unit: str, as_of: date) -> int:
    """One number of the limits in force on a day."""
    return int(open_shelf().value(LIMITS, key=key, name=name, unit=unit, as_of=as_of).value)


def pause_s(tries: int, as_of: date, *, key: str = "retry") -> int | None:
    """Seconds until the next try after so many, doubling each time; None when it is given up."""
    if tries >= limit(key, "tries_most", "count", as_of):
        return None
    first = limit(key, "first_s", "s", as_of)
    return int(min(first * 2 ** (tries - 1), limit(key, "most_s", "s", as_of)))
