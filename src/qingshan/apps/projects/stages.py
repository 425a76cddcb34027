"""Which stages a period passes on its way from application to ticket: a dated row says it.

The row is read by this room before measuring and by the register before signing and issue.
"""

from __future__ import annotations

from datetime import date

from qingshan.apps.casework.reads import must_be_accepted
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.shelf import Shelf, open_shelf

ACCEPTANCE, NOTICE, REVIEW = "acceptance", "notice", "review"
STAGES = (ACCEPTANCE, NOTICE, REVIEW)
NONE, PART = "none", "|"
SUBJECT = "projects.monitoringperiod"
"""How a case names a period as its subject."""


def required_stages(as_of: date, shelf: Shelf | None = None) -> list[str]:
    """The stages in force on a day, in the order in which they are passed."""
    found = (shelf or open_shelf()).text(
        "registry.life", key="life", name="stages_required", as_of=as_of
    )
    told = set() if found.value == NONE else set(found.value.split(PART))
    assert told <= set(STAGES), f"unknown stages: {told - set(STAGES)}"
    return [stage for stage in STAGES if stage in told]


def must_be_taken_on(claim: MonitoringPeriod, as_of: date) -> None:
    """Refuse (E-CW-03) a period that no office has accepted, where acceptance is required."""
    if ACCEPTANCE in required_stages(as_of):
        must_be_accepted(SUBJECT, str(claim.pk))


def is_taken_on(claim: MonitoringPeriod, as_of: date) -> bool:
    """Whether a period may be measured as far as its case goes."""
    try:
        must_be_taken_on(claim, as_of)
    except Refused:
        return False
    return True
