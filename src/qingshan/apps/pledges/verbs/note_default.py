"""The loan is in default (违约): the bank says so, and the units stay held."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.refusals import REASON_MISSING
from qingshan.core.kernel.errors import must_say
from qingshan.core.kernel.label import Label


@verb(event="pledge.defaulted", label=Label("登记违约", "note a default"), roles=("bank",))
def note_default(call: Call, *, pledge: int, reason: str) -> Done[Pledge]:
    """Nothing moves: a court's paper disposes of the units, or both sides release them.

    Raises
    ------
    Refused
        E-AU-02 another bank's pledge, E-PL-04 no reason, E-MC-01 a pledge that does not stand.
    """
    found = locked(Pledge, pledge)
    must_act_for(call, found.pledgee_id)
    advance(found, "note_default", call)
    found.reason, found.defaulted = must_say(reason, REASON_MISSING, found.number), call.when
    found.save(update_fields=["state", "reason", "defaulted"])
    return Done(found, {"number": found.number, "reason": found.reason})
