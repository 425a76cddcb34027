"""What is wrong with a draft as a whole, beyond what is missing in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from qingshan.apps.applications.limits import declaration, limit, materials
from qingshan.apps.applications.lists import check_rows, rows_of
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.refusals import CONSENT_SHORT, NOTICE_AHEAD, TERMS_CHANGED
from qingshan.apps.applications.statement import OPTION, TICKS
from qingshan.apps.applications.steps import gaps
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.period import Period


def faults(draft: Draft, as_of: date) -> list[Refusal]:
    """Every reason known before land and project are looked at, each with its step and field."""
    return [
        *(gap.refusal for gap in gaps(draft, as_of)),
        *_consent(draft, as_of),
        *_declared(draft, as_of),
        *_households(draft, as_of),
    ]


def period_of(draft: Draft) -> Period | None:
    """The days claimed, once both ends are told."""
    first, last = (draft.answers.get(name) for name in ("first_day", "last_day"))
    if not first or not last:
        return None
    return Period.inclusive(date.fromisoformat(first), date.fromisoformat(last))


def options_of(draft: Draft) -> dict[str, Any]:
    """The options of the method that were told; ticks as truth values."""
    ticks = {text: is_ticked for is_ticked, text in TICKS.items()}
    return {
        name.removeprefix(OPTION): ticks.get(value, value)
        for name, value in draft.answers.items()
        if name.startswith(OPTION) and value
    }


def _consent(draft: Draft, as_of: date) -> Iterator[Refusal]:
    if "consent" not in materials(draft.party.kind, as_of):
        return
    told = [draft.answers.get(name) for name in ("consent_agreed", "consent_total")]
    if all(told):
        agreed, total = (int(text) for text in told)
        part, whole = (limit("consent", name, "count", as_of) for name in ("part", "whole"))
        if agreed * whole < total * part:
            at = {"at": "papers", "field": "consent_agreed"}
            yield Refusal(CONSENT_SHORT, "", {"agreed": agreed, "total": total, **at})
    day = draft.answers.get("notice_day")
    if day and date.fromisoformat(day) > as_of:
        yield Refusal(NOTICE_AHEAD, "", {"day": day, "at": "papers", "field": "notice_day"})


def _declared(draft: Draft, as_of: date) -> Iterator[Refusal]:
    _, version = declaration(as_of)
    agreed = draft.answers.get("declared")
    if agreed and agreed != version:
        at = {"at": "submit", "field": "declared"}
        yield Refusal(TERMS_CHANGED, "", {"version": version, **at})


def _households(draft: Draft, as_of: date) -> Iterator[Refusal]:
    rows = rows_of(draft)
    if not rows:
        return
    for refusal in check_rows(rows, draft, as_of).refusals:
        at = {"at": "households", "field": "households"}
        yield Refusal(refusal.code, refusal.place, {**refusal.facts, **at})
