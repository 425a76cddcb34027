"""Only the body that was charged with a part of a period may do it.

Where experts review a report they accept the work of charged bodies alone. So a part is charged
before it is done, not when the experts are drawn and nothing can be charged any more.
"""

from __future__ import annotations

from datetime import date

from qingshan.apps.parties.reads import party
from qingshan.apps.projects.models import PARTS, MonitoringPeriod
from qingshan.apps.projects.reads import assigned_body
from qingshan.apps.projects.refusals import NOT_ASSIGNED, PART_UNCHARGED
from qingshan.apps.projects.stages import REVIEW, required_stages
from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.shelf import Shelf

ROLES = {"measuring": "measurer", "verifying": "verifier"}
"""The role that a body needs for each part."""

OPEN_STATES = {
    "measuring": ("registered", "measured"),
    "verifying": ("registered", "measured", "reported"),
}
"""States of a period in which a part has still to be done."""


def must_be_assigned(claim: MonitoringPeriod, part: str, body: int) -> None:
    """Refuse (E-PJ-05) another body than the one assigned; a part not yet assigned is open."""
    assigned = assigned_body(claim, part)
    if assigned is not None and assigned.pk != body:
        raise Refused.because(
            NOT_ASSIGNED,
            str(claim),
            part=PARTS[part],
            body=assigned.label,
            party=party(body).label,
        )


def lacks_body(claim: MonitoringPeriod, part: str, as_of: date, shelf: Shelf | None = None) -> bool:
    """Whether a part is charged to nobody although experts will ask who was charged with it."""
    return REVIEW in required_stages(as_of, shelf) and assigned_body(claim, part) is None


def must_be_charged(claim: MonitoringPeriod, part: str, as_of: date) -> None:
    """Refuse (E-PJ-15) a part that is charged to nobody, where experts review it."""
    if lacks_body(claim, part, as_of):
        raise Refused.because(PART_UNCHARGED, str(claim), part=PARTS[part])


def uncharged_parts(claim: MonitoringPeriod, as_of: date) -> list[str]:
    """The parts still to be done for which a body has to be charged first."""
    return [
        part
        for part, states in OPEN_STATES.items()
        if claim.state in states and lacks_body(claim, part, as_of)
    ]
