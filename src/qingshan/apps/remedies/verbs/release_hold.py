"""A freeze is lifted by a ruling; the next in the queue takes effect in the same moment."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.refusals import BASIS_MISSING
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.queue import given_back, served, taken_up
from qingshan.core.kernel.errors import must_say
from qingshan.core.kernel.label import Label


@verb(event="hold.released", label=Label("司法解冻", "lift a freeze"), roles=("registrar",))
def release_hold(call: Call, *, hold: int, ground: str) -> Done[JudicialHold]:
    """Give back what it held; E-RG-11 without ruling or notice."""
    found = taken_up(hold)
    found.ground = must_say(ground, BASIS_MISSING, found.number)
    advance(found, "release_hold", call)
    freed = given_back(found, call)
    found.save(update_fields=["state", "ground", "held"])
    took = served(found.ticket, found.holder, call)
    facts = {"number": found.number, "released": freed, **took.facts}
    return Done(found, facts, took.parts(found))
