"""Propose somebody for a role; another person decides."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.appointing import faults
from qingshan.apps.parties.models import RoleProposal, User
from qingshan.apps.parties.refusals import OWN_CASE
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="role.proposed",
    label=Label("提名岗位", "propose a role"),
    roles=("administrator", "registrar", "operator"),
)
def propose_role(
    call: Call, *, user: int, party: int, role: str, reason: str, area: str = ""
) -> Done[RoleProposal]:
    """Ask that a person be given a role; refused for what would refuse it later, or for oneself.

    Raises
    ------
    Refused
        E-PA-02, E-PA-05 to E-PA-08 as for ``appoint``, E-PA-09 for oneself; all at once.
    """
    person = User.objects.get(pk=user)
    wrong = faults(person, party=party, role=role, area=area)
    if call.actor.name == f"user:{user}":
        wrong.append(Refusal(OWN_CASE, str(person)))
    refuse_all(wrong)
    proposal = RoleProposal.objects.create(
        user=person,
        party_id=party,
        role=role,
        area=area,
        reason=reason,
        proposed=call.when,
        proposed_by=call.actor.name,
    )
    return Done(proposal, {"user": user, "party": party, "role": role, "area": area})
