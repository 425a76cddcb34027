"""End a pledge on a paper (注销质押登记), where one side does not answer or a court has spoken."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.pledges.models import GROUNDS, Pledge
from qingshan.apps.pledges.reads import open_releases
from qingshan.apps.pledges.refusals import CANCEL_UNFOUNDED, UNANSWERED_NOT_YET
from qingshan.apps.pledges.rules import answer_days, answer_due
from qingshan.apps.pledges.verbs.register_pledge import accounts
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, booking_day
from qingshan.core.ledger.model import release as set_free

JUDGMENT = "judgment"
PROPOSERS = {"repaid": "pledgor", "waived": "pledgee"}
"""Whose proposal has to have gone unanswered for a ground."""


@verb(
    event="pledge.cancelled",
    label=Label("凭文书注销质押", "cancel the pledge on a paper"),
    roles=("registrar",),
)
def cancel_pledge(call: Call, *, pledge: int, ground: str, document: str) -> Done[Pledge]:
    """Give back what was held; a pledge ends with its debt, not with its term.

    A judgment or ruling is enough at any time. A proof of repayment or deposit, or the pledgee's
    waiver, is enough once the other side let the time to answer a proposal pass in silence; who
    declined has a dispute, which is a court's.

    Raises
    ------
    Refused
        E-PL-11 no paper or no such ground, E-PL-12 no proposal past its time, E-MC-01 a pledge that
        has ended, E-MC-05 when the holidays of the year are not entered.
    """
    found = locked(Pledge, pledge)
    advance(found, "cancel_pledge", call)
    if ground not in GROUNDS or not document.strip():
        raise Refused.because(CANCEL_UNFOUNDED, found.number)
    if ground != JUDGMENT and (fault := _too_early(call, found, ground)) is not None:
        raise Refused(fault)
    releases = list(open_releases(found))
    for release in releases:
        advance(release, "cancel_pledge", call)
        release.answered = call.when
        release.save(update_fields=["state", "answered"])
    found.ground, found.document, found.ended = ground, document.strip(), call.when
    found.save(update_fields=["state", "ground", "document", "ended"])
    source, target = accounts(found)
    moves = (set_free(found.hold, source, target, found.quantity),)
    store.post_one(Chain(f"pledge_release:{found.number}", "pledge_release", moves), when=call.when)
    facts = {"number": found.number, "ground": ground, "quantity": found.quantity}
    return Done(found, {**facts, **beside(*releases)})


def _too_early(call: Call, found: Pledge, ground: str) -> Refusal | None:
    """The refusal while no proposal of the side that wants the end has run out of time."""
    side = getattr(found, PROPOSERS[ground])
    today, due = booking_day(call.when), None
    for release in open_releases(found).filter(proposer=side):
        due = answer_due(booking_day(release.proposed))
        if due < today:
            return None
    ends = Label("提出后起算", "it runs from then")
    if due is not None:
        ends = Label(f"至 {due}", f"until {due}")
    facts = {"who": side.label, "days": answer_days(today), "due": ends}
    return Refusal(UNANSWERED_NOT_YET, found.number, facts)
