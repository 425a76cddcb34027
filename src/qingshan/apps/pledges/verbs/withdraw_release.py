"""Withdraw a proposal to release a pledge that the other side has not answered."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.pledges.models import PledgeRelease
from qingshan.apps.pledges.releasing import locked_release
from qingshan.core.kernel.label import Label


@verb(
    event="pledge.release_withdrawn",
    label=Label("撤回解除申请", "withdraw the proposed release"),
    roles=("bank", "applicant"),
)
def withdraw_release(call: Call, *, release: int) -> Done[PledgeRelease]:
    """Take it back; E-MC-01 when the other side was faster."""
    found, proposal = locked_release(release)
    must_act_for(call, proposal.proposer_id)
    advance(proposal, "withdraw_release", call)
    proposal.answered = call.when
    proposal.save(update_fields=["state", "answered"])
    return Done(proposal, {"number": found.number})
