"""The registrar enters a freeze: what is free is frozen at once, the rest waits in the queue."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.queue import served, standing, taken_up
from qingshan.core.kernel.label import Label


@verb(event="hold.entered", label=Label("登记司法冻结", "enter a freeze"), roles=("registrar",))
def enter_hold(call: Call, *, hold: int) -> Done[JudicialHold]:
    """Freeze what nothing else holds; pledges and earlier freezes stay before it."""
    found = taken_up(hold)
    advance(found, "enter_hold", call)
    found.save(update_fields=["state"])
    took = served(found.ticket, found.holder, call)
    found.refresh_from_db()
    return Done(found, {**standing(found), **took.facts}, took.parts(found))
