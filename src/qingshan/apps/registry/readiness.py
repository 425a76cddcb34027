"""Which stages a report must have passed before it is signed and issued: the table says it.

A recommendation and a notice belong to one report. When the report changes, a new one takes its
place, and what was decided on the old one does not count for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from qingshan.apps.notices.reads import must_be_published
from qingshan.apps.projects.models import Report
from qingshan.apps.registry.refusals import CHANGED_SINCE
from qingshan.apps.review.reads import must_be_recommended
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.tables.shelf import open_shelf

STAGES: Mapping[str, Callable[[Report], None]] = {
    "review": must_be_recommended,
    "notice": must_be_published,
}
"""A stage by the name that the table uses, and the check that it was passed."""

NONE = "none"


def required_stages(as_of: date) -> list[str]:
    """The stages in force on a day."""
    found = open_shelf().text("registry.life", key="life", name="stages_required", as_of=as_of)
    return [] if found.value == NONE else found.value.split("|")


def must_be_latest(report: Report) -> None:
    """Refuse (E-RG-03) a report in whose place a later one was handed in."""
    later = Report.objects.filter(run__monitoring=report.run.monitoring_id, pk__gt=report.pk)
    if later.exists():
        raise Refused.because(CHANGED_SINCE, str(report))


def must_be_ready(report: Report, stages: Sequence[str]) -> None:
    """Refuse a report that has not passed every stage; all that lacks is said at once."""
    wrong: list[Refusal] = []
    for stage in stages:
        try:
            STAGES[stage](report)
        except Refused as refused:
            wrong += refused.refusals
    refuse_all(wrong)
