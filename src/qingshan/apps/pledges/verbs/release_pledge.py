"""Release a pledge (解除质押); only the bank may."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.verbs.register_pledge import accounts
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, release


@verb(event="pledge.released", label=Label("解除质押", "release the pledge"), roles=("bank",))
def release_pledge(call: Call, *, pledge: int) -> Done[Pledge]:
    """Give back exactly what was held."""
    found = locked(Pledge, pledge)
    must_act_for(call, found.pledgee_id)
    advance(found, "release_pledge", call)
    source, target = accounts(found)
    moves = (release(found.hold, source, target, found.quantity),)
    store.post_one(Chain(f"pledge_release:{found.number}", "pledge_release", moves), when=call.when)
    found.ended = call.when
    found.save(update_fields=["state", "ended"])
    return Done(found, {"number": found.number, "quantity": found.quantity})
