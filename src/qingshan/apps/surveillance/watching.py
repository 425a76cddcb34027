"""Noting what stands out: once, and again only when more of it happened after it was closed."""

from __future__ import annotations

from datetime import date, datetime

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.surveillance.models import Alert
from qingshan.apps.surveillance.patterns import Pattern, patterns_of
from qingshan.apps.surveillance.verbs.note_alert import note_alert


def watch(day: date, moment: datetime) -> list[Alert]:
    """Note at a moment what stands out among the deals and orders of a day; answers what is new."""
    return [
        note_alert(
            Call(SYSTEM, moment, _key(one)),
            kind=one.kind,
            asset=one.asset,
            party=one.party,
            other=one.other,
            since=one.since,
            newest=one.newest,
            facts=one.facts,
        )
        for one in _new(patterns_of(day))
    ]


def _new(patterns: list[Pattern]) -> list[Pattern]:
    """Those that nobody looks into, and that went on since somebody last did."""
    rows = Alert.objects.filter(asset__in={one.asset for one in patterns}).order_by("pk")
    last = {row.subject: row for row in rows}
    return [one for one in patterns if _went_on(one, last.get(one.subject))]


def _went_on(one: Pattern, before: Alert | None) -> bool:
    if before is None:
        return True
    return before.closed is not None and one.newest > before.closed


def _key(one: Pattern) -> str:
    who = f"{one.party}/{one.other or '-'}"
    return f"alert/{one.kind}/{one.asset}/{who}/{one.newest.isoformat()}"
