"""End a role: from now on the person no longer holds it; the record stays."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import ADMINISTRATORS, role_label
from qingshan.apps.base.rows import locked_all
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import Membership
from qingshan.apps.parties.refusals import ENDED, LAST_ONE
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="role.ended",
    label=Label("终止任职", "end the role"),
    roles=("security_administrator",),
)
def end_role(call: Call, *, membership: int) -> Done[Membership]:
    """Date the end; E-PA-10 when it has ended, E-PA-11 for the last administrator of a kind."""
    role = Membership.objects.get(pk=membership).role
    # Locked together, so that of two who are ended at once one stays.
    peers = locked_all(
        Membership, Membership.objects.filter(role=role, until=None).values_list("pk", flat=True)
    )
    standing = {one.pk: one for one in peers if one.until is None}
    if membership not in standing:
        raise Refused.because(ENDED, role_label(role))
    if role in ADMINISTRATORS and len(standing) == 1:
        raise Refused.because(LAST_ONE, role_label(role))
    found = standing[membership]
    found.until, found.ended_by = call.when, call.actor.name
    found.save(update_fields=["until", "ended_by"])
    return Done(found, {"user": found.user_id, "party": found.party_id, "role": role})
