"""The stations of an application, from receipt to ticket, with the day of each."""

from __future__ import annotations

from datetime import date, datetime

from qingshan.apps.applications.models import Application
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.frame import Step
from qingshan.apps.base.models import Event
from qingshan.apps.projects.reads import latest_report, stages
from qingshan.core.kernel.label import Label

_STOPPED = {"refused", "withdrawn", "lapsed"}
_OFFICE = {
    "accepted": Label("受理", "accepted"),
    "reviewed": Label("初审", "reviewed"),
    "forwarded": Label("上报", "forwarded"),
}
_AFTER = ("measured", "verified", "signed", "issued")
_BEFORE_SIGNING = (
    ("notice.closed", Label("公示", "public notice")),
    ("panel.closed", Label("专家评审", "expert review")),
)
"""What rooms beside this one do with the report; the journal tells of it."""


def stations(found: Application) -> list[Step]:
    """The life line: what the offices did, then measuring, verifying, signing and issue.

    The first station that was not reached is the present one, unless the case was stopped.
    """
    days = _days_of_states(found)
    reached: list[tuple[Label, date | None]] = [(Label("收件", "received"), _day(found.submitted))]
    reached += [(label, days.get(state)) for state, label in _OFFICE.items()]
    for stage in stages(found.monitoring):
        if stage.name == "signed":
            reached += _reported(found)
        if stage.name in _AFTER:
            reached.append((stage.label, _day(stage.when)))
    if found.case.state in _STOPPED:
        return _stopped(found, reached)
    ahead = next((at for at, (_, day) in enumerate(reached) if day is None), len(reached))
    return [
        Step(label, day, stage="done" if day else "now" if at == ahead else "todo")
        for at, (label, day) in enumerate(reached)
    ]


def _days_of_states(found: Application) -> dict[str, date]:
    """The day on which the case first reached each state: where a step began."""
    days: dict[str, date] = {}
    for step in found.case.steps.order_by("pk"):
        days.setdefault(step.state, step.started)
    days.setdefault(found.case.state, found.case.since)
    return days


def _reported(found: Application) -> list[tuple[Label, date | None]]:
    """Public notice and expert review of the report that counts."""
    report = latest_report(found.monitoring)
    told: dict[str, datetime] = {}
    if report is not None:
        about = Event.objects.filter(facts__digest=report.digest)
        notices = about.filter(name="notice.opened").values("subject_id")
        closed = Event.objects.filter(name="notice.closed", subject_id__in=notices)
        for event in (*closed.order_by("pk"), *about.filter(name="panel.closed").order_by("pk")):
            told[event.name] = event.when
    return [(label, _day(told.get(name))) for name, label in _BEFORE_SIGNING]


def _stopped(found: Application, reached: list[tuple[Label, date | None]]) -> list[Step]:
    """What was reached, and the state in which the case ended."""
    done = [Step(label, day) for label, day in reached if day]
    return [*done, Step(found.case.state_label, found.case.since, stage="stop")]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(SHANGHAI).date() if moment else None
