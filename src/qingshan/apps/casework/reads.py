"""Which case stands for a matter."""

from __future__ import annotations

from qingshan.apps.casework.machine import STANDING
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import NOT_ACCEPTED
from qingshan.core.kernel.errors import Refused


def case_of(subject_kind: str, subject_key: str) -> Case | None:
    """The newest case about a matter, if there is one."""
    found = Case.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    return found.select_related("party", "office", "assignee").order_by("-pk").first()


def must_be_accepted(subject_kind: str, subject_key: str) -> Case:
    """The case about a matter that an office has accepted and has not turned down.

    Raises
    ------
    Refused
        E-CW-03 when there is none, or it is not accepted, reviewed, forwarded or closed.
    """
    found = case_of(subject_kind, subject_key)
    if found is None or found.state not in STANDING:
        raise Refused.because(NOT_ACCEPTED, str(found or f"{subject_kind} {subject_key}"))
    return found
