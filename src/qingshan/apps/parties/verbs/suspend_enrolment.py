"""Suspend an account."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.enrolling import keep_review, reason_faults, taken_up
from qingshan.apps.parties.models import Enrolment
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="enrolment.suspended",
    label=Label("暂停账户", "suspend the account"),
    roles=("registrar", "operator"),
)
def suspend_enrolment(call: Call, *, enrolment: int, reason: str) -> Done[Enrolment]:
    """Nobody acts for its party until it is resumed; E-PA-09 one's own, E-PA-19 no reason."""
    refuse_all(reason_faults(reason))
    found = taken_up(call, enrolment, "suspend_enrolment")
    found.save(update_fields=["state"])
    keep_review(call, found, "suspended", reason=reason)
    return Done(found, {"number": found.number})
