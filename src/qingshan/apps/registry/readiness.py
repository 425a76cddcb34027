"""Which stages a report must have passed before it is signed and issued: the table says it.

A recommendation and a notice belong to one report. When the report changes, a new one takes its
place, and what was decided on the old one does not count for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qingshan.apps.notices.reads import must_be_published
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.stages import NOTICE, REVIEW
from qingshan.apps.registry.refusals import CHANGED_SINCE
from qingshan.apps.review.reads import must_be_recommended
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all

CHECKS: Mapping[str, Callable[[Report], None]] = {
    NOTICE: must_be_published,
    REVIEW: must_be_recommended,
}
"""The stages that a report passes before it is signed, and the check that each was passed.

Acceptance is asked for earlier, when the period is measured.
"""


def must_be_latest(report: Report) -> None:
    """Refuse (E-RG-03) a report in whose place a later one was handed in."""
    later = Report.objects.filter(run__monitoring=report.run.monitoring_id, pk__gt=report.pk)
    if later.exists():
        raise Refused.because(CHANGED_SINCE, str(report))


def must_be_ready(report: Report, stages: Sequence[str]) -> None:
    """Refuse a report that lacks one of the stages; all that lacks is said at once."""
    refuse_all(lacking(report, stages))


def lacking(report: Report, stages: Sequence[str]) -> tuple[Refusal, ...]:
    """What a report still lacks of some stages, in their order; empty when it is ready."""
    wrong: list[Refusal] = []
    for stage, check in CHECKS.items():
        if stage not in stages:
            continue
        try:
            check(report)
        except Refused as refused:
            wrong += refused.refusals
    return tuple(wrong)
