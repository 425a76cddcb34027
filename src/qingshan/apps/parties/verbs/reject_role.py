"""Turn a proposed role down."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.deciding import settle
from qingshan.apps.parties.models import RoleProposal
from qingshan.core.kernel.label import Label


@verb(
    event="role.rejected",
    label=Label("不予确认", "turn the role down"),
    roles=("security_administrator",),
)
def reject_role(call: Call, *, proposal: int) -> Done[RoleProposal]:
    """The proposal is over; the person may be proposed again (E-PA-09 for one's own)."""
    found = settle(call, proposal, "reject_role")
    return Done(found, {"user": found.user_id, "role": found.role})
