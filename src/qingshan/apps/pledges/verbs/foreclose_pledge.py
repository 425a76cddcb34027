"""Pledged units go to who got them at the disposal (处置质物), on the paper that orders it."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.reads import open_releases
from qingshan.apps.pledges.refusals import DOCUMENT_MISSING, RECEIVER_WRONG
from qingshan.apps.pledges.verbs.register_pledge import accounts
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, AccountKind, Chain, post, settle


@verb(
    event="pledge.foreclosed",
    label=Label("处置质物", "foreclose the pledge"),
    roles=("registrar",),
)
def foreclose_pledge(call: Call, *, pledge: int, receiver: int, document: str) -> Done[Pledge]:
    """Move all that was held to the receiver in one chain; what was paid for it is not told here.

    A proposal to release that nobody answered lapses with it.

    Raises
    ------
    Refused
        E-PL-05 no paper, E-PL-06 the pledgor as receiver, at once; E-MC-01 unless it is in default;
        E-LG codes while the series is frozen.
    """
    found, taker = locked(Pledge, pledge), party_of(receiver)
    advance(found, "foreclose_pledge", call)
    faults = [] if document.strip() else [Refusal(DOCUMENT_MISSING, found.number)]
    if receiver == found.pledgor_id:
        faults.append(Refusal(RECEIVER_WRONG, found.number))
    refuse_all(faults)
    releases = list(open_releases(found))
    for release in releases:
        advance(release, "foreclose_pledge", call)
        release.answered = call.when
        release.save(update_fields=["state", "answered"])
    found.document, found.receiver, found.ended = document.strip(), taker, call.when
    found.save(update_fields=["state", "document", "receiver", "ended"])
    source, lender = accounts(found)
    target = AccountId(found.asset, taker.owner, AccountKind.PARTY)
    moves = (
        settle(found.hold, source, lender, found.quantity),
        post(lender, target, found.quantity),
    )
    store.post_one(Chain(f"foreclose:{found.number}", "foreclose", moves), when=call.when)
    facts = {"number": found.number, "receiver": receiver, "quantity": found.quantity}
    return Done(found, {**facts, **beside(*releases)})
