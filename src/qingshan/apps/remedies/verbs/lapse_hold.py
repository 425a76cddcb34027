"""A freeze that was not extended ends by itself, and the queue moves up."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.queue import given_back, served, taken_up
from qingshan.core.kernel.label import Label


@verb(event="hold.lapsed", label=Label("冻结期满失效", "let a freeze lapse"), roles=("system",))
def lapse_hold(call: Call, *, hold: int) -> Done[JudicialHold]:
    """Release what it held once its last day is past; the timer calls it."""
    found = taken_up(hold)
    assert found.until is not None, "the timer came too early"
    assert found.until < call.when.date(), "the timer came too early"
    advance(found, "lapse_hold", call)
    freed = given_back(found, call)
    found.save(update_fields=["state", "held"])
    took = served(found.ticket, found.holder, call)
    facts = {"number": found.number, "released": freed, **took.facts}
    return Done(found, facts, took.parts(found))
