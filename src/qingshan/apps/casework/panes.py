"""What lies beside the check list: document, map and data of a case's subject.

The room that knows the subject says how to show it, once, when it is ready; casework shows cases of
every kind without knowing any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qingshan.apps.base.journal import of_subject
from qingshan.apps.base.verb import verb_label
from qingshan.apps.casework.models import Case


@dataclass(frozen=True)
class Pane:
    """One pane: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Panes:
    """The three panes of a review, left to right."""

    document: Pane
    map: Pane
    data: Pane


Show = Callable[[Case], Panes]
CorrectedAt = Callable[[Case], str]
_SHOWS: dict[str, Show] = {}
_CORRECTED: dict[str, CorrectedAt] = {}


def show_subject(kind: str, show: Show) -> None:
    """Say how cases about one kind of subject are shown; called from ``AppConfig.ready``."""
    assert kind not in _SHOWS or _SHOWS[kind] is show, f"{kind} is shown twice"
    _SHOWS[kind] = show


def correct_subject(kind: str, where: CorrectedAt) -> None:
    """Say where an applicant corrects what was handed in; an empty address: item by item."""
    assert kind not in _CORRECTED or _CORRECTED[kind] is where, f"{kind} is corrected twice"
    _CORRECTED[kind] = where


def corrected_at(case: Case) -> str:
    """The page on which a case is corrected, where its subject's room has one."""
    where = _CORRECTED.get(case.subject_kind)
    return where(case) if where else ""


def panes_of(case: Case) -> Panes:
    """The panes of a case; without a word of the subject's room: facts, county, what was done."""
    show = _SHOWS.get(case.subject_kind)
    return show(case) if show else plain_panes(case)


def plain_panes(case: Case) -> Panes:
    """What can be shown of any case."""
    done = [{"act": verb_label(one.verb), "when": one.when} for one in of_subject(case)]
    return Panes(
        document=Pane("casework/panes/document.html", {"case": case}),
        map=Pane("casework/panes/map.html", {"codes": [case.county_code]}),
        data=Pane("casework/panes/data.html", {"done": done}),
    )
