"""Proposals of roles are decided by somebody else, once."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.parties.models import RoleProposal
from qingshan.apps.parties.refusals import OWN_CASE
from qingshan.core.kernel.errors import Refused


def settle(call: Call, proposal: int, verb: str) -> RoleProposal:
    """Move a proposal under lock; who proposed and who receives may not decide (E-PA-09)."""
    found = locked(RoleProposal, proposal)
    if call.actor.name in {found.proposed_by, f"user:{found.user_id}"}:
        raise Refused.because(OWN_CASE, str(found))
    advance(found, verb, call)
    found.decided, found.decided_by = call.when, call.actor.name
    found.save(update_fields=["state", "decided", "decided_by"])
    return found
