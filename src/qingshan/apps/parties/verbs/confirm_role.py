"""Confirm a proposed role: from now on the person holds it."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.appointing import grant
from qingshan.apps.parties.deciding import settle
from qingshan.apps.parties.models import RoleProposal
from qingshan.core.kernel.label import Label


@verb(
    event="role.confirmed",
    label=Label("确认岗位", "confirm the role"),
    roles=("security_administrator",),
)
def confirm_role(call: Call, *, proposal: int) -> Done[RoleProposal]:
    """Give the role; neither who proposed nor who receives it decides (E-PA-09).

    Raises
    ------
    Refused
        E-PA-09, and whatever has come to speak against it since: E-PA-02, E-PA-05, E-PA-06.
    """
    found = settle(call, proposal, "confirm_role")
    membership = grant(
        call, user=found.user, party=found.party_id, role=found.role, area=found.area
    )
    return Done(found, {"membership": membership.pk, "role": found.role, "area": found.area})
