"""Only the body that was charged with a part of a period may do it."""

from __future__ import annotations

from qingshan.apps.parties.reads import party
from qingshan.apps.projects.models import PARTS, MonitoringPeriod
from qingshan.apps.projects.reads import assigned_body
from qingshan.apps.projects.refusals import NOT_ASSIGNED
from qingshan.core.kernel.errors import Refused

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
            part=PARTS[part].zh,
            part_en=PARTS[part].en,
            body=assigned.name,
            party=party(body).name,
        )
