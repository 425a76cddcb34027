"""Decline to release a pledge: the units stay held, and the other side is told why."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.pledges.models import PledgeRelease
from qingshan.apps.pledges.refusals import DECLINE_UNEXPLAINED
from qingshan.apps.pledges.releasing import locked_release
from qingshan.core.kernel.errors import must_say
from qingshan.core.kernel.label import Label


@verb(
    event="pledge.release_declined",
    label=Label("不同意解除质押", "decline to release the pledge"),
    roles=("bank", "applicant"),
)
def decline_release(call: Call, *, release: int, reason: str) -> Done[PledgeRelease]:
    """Say no and why; E-MC-01 when it was answered before, E-PL-10 without a reason."""
    found, proposal = locked_release(release)
    must_act_for(call, proposal.counterparty_id)
    advance(proposal, "decline_release", call)
    proposal.reason = must_say(reason, DECLINE_UNEXPLAINED, found.number)
    proposal.answered = call.when
    proposal.save(update_fields=["state", "reason", "answered"])
    return Done(proposal, {"number": found.number, "reason": proposal.reason})
