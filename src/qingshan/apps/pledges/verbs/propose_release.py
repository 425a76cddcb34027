"""Propose to release a pledge (提出解除质押): bank or holder, the other side confirms."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb, verb_label
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge, PledgeRelease
from qingshan.apps.pledges.reads import open_releases
from qingshan.apps.pledges.refusals import RELEASE_PROPOSED
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="pledge.release_proposed",
    label=Label("提出解除质押", "propose to release the pledge"),
    roles=("bank", "applicant"),
)
def propose_release(call: Call, *, pledge: int) -> Done[PledgeRelease]:
    """Nothing moves until the other side confirms (``release_pledge``).

    Raises
    ------
    Refused
        E-AU-02 somebody who acts for neither side, E-MC-01 a pledge that has ended, E-PL-08 while
        a proposal waits for its answer.
    """
    found = locked(Pledge, pledge)
    is_bank = call.actor.acts_for(found.pledgee_id)
    if not is_bank:
        must_act_for(call, found.pledgor_id)
    must_be_in(found, STANDING, verb_label("propose_release"))
    for other in open_releases(found):
        told = {"who": other.proposer.label, "whom": other.counterparty.label}
        raise Refused.because(RELEASE_PROPOSED, found.number, **told)
    sides = (found.pledgee, found.pledgor) if is_bank else (found.pledgor, found.pledgee)
    release = PledgeRelease.objects.create(
        pledge=found,
        proposer=sides[0],
        counterparty=sides[1],
        proposed_by=call.actor.name,
        proposed=call.when,
    )
    return Done(release, {"number": found.number, "proposer": release.proposer_id})
