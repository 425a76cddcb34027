"""Release a pledge (解除质押): the other side confirms what one side proposed."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.refusals import SAME_HAND
from qingshan.apps.pledges.releasing import locked_release
from qingshan.apps.pledges.verbs.register_pledge import accounts
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain
from qingshan.core.ledger.model import release as set_free


@verb(
    event="pledge.released",
    label=Label("确认解除质押", "confirm the release of the pledge"),
    roles=("bank", "applicant"),
)
def release_pledge(call: Call, *, release: int) -> Done[Pledge]:
    """Give back exactly what was held, as both sides have said.

    Raises
    ------
    Refused
        E-AU-02 who acts not for the side that was asked, E-MC-01 a proposal that was answered or
        withdrawn before, E-PL-09 the person who proposed it.
    """
    found, proposal = locked_release(release)
    must_act_for(call, proposal.counterparty_id)
    advance(proposal, "release_pledge", call)
    if call.actor.name == proposal.proposed_by:
        raise Refused.because(SAME_HAND, found.number)
    advance(found, "release_pledge", call)
    source, target = accounts(found)
    moves = (set_free(found.hold, source, target, found.quantity),)
    store.post_one(Chain(f"pledge_release:{found.number}", "pledge_release", moves), when=call.when)
    proposal.answered = found.ended = call.when
    proposal.save(update_fields=["state", "answered"])
    found.save(update_fields=["state", "ended"])
    facts = {"number": found.number, "quantity": found.quantity}
    return Done(found, {**facts, **beside(proposal)})
