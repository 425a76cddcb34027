"""The stations of an application, from receipt to ticket, with the day of each."""

from __future__ import annotations

from datetime import date, datetime

from qingshan.apps.applications.models import Application
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.frame import Step
from qingshan.apps.casework.machine import CASE
from qingshan.apps.projects.reads import stages
from qingshan.core.kernel.label import Label

_STOPPED = {"refused", "withdrawn", "lapsed"}
_OFFICE = {
    "accepted": Label("受理", "accepted"),
    "reviewed": Label("初审", "reviewed"),
    "forwarded": Label("上报", "forwarded"),
}
_AFTER = ("measured", "verified", "signed", "issued")


def stations(found: Application) -> list[Step]:
    """The life line: what the offices did, then measuring, verifying, signing and issue.

    The first station that was not reached is the present one, unless the case was stopped.
    """
    reached: list[tuple[Label, date | None]] = [(Label("收件", "received"), _day(found.submitted))]
    ended = {step.state: step.ended for step in found.case.steps.order_by("pk")}
    days = _days_of_states(found, ended)
    reached += [
        (label, days.get(state)) for state, label in _OFFICE.items() if state in CASE.states
    ]
    reached += [
        (stage.label, _day(stage.when))
        for stage in stages(found.monitoring)
        if stage.name in _AFTER
    ]
    if found.case.state in _STOPPED:
        return _stopped(found, reached)
    ahead = next((at for at, (_, day) in enumerate(reached) if day is None), len(reached))
    return [
        Step(label, day, stage="done" if day else "now" if at == ahead else "todo")
        for at, (label, day) in enumerate(reached)
    ]


def _days_of_states(found: Application, ended: dict[str, date]) -> dict[str, date]:
    """The day on which the case reached each state: a step begins where the one before ended."""
    days: dict[str, date] = {}
    for step in found.case.steps.order_by("pk"):
        days.setdefault(step.state, step.started)
    days.setdefault(found.case.state, found.case.since)
    if found.case.state in _OFFICE:
        for state in list(_OFFICE)[: list(_OFFICE).index(found.case.state)]:
            days.setdefault(state, ended.get("submitted", found.case.since))
    return days


def _stopped(found: Application, reached: list[tuple[Label, date | None]]) -> list[Step]:
    """What was reached, and the state in which the case ended."""
    done = [Step(label, day) for label, day in reached if day]
    return [*done, Step(found.case.state_label, found.case.since, stage="stop")]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(SHANGHAI).date() if moment else None
