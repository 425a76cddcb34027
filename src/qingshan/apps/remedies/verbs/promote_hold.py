"""What became free goes to the queue: the earliest first."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.queue import served, standing, taken_up
from qingshan.core.kernel.label import Label


@verb(
    event="hold.promoted",
    label=Label("轮候生效", "move the queue up"),
    roles=(
        "system",
        "registrar",
    ),
)
def promote_hold(call: Call, *, hold: int) -> Done[JudicialHold]:
    """Serve the queue of a holding; the timer calls it when units came free or came in."""
    found = taken_up(hold)
    must_be_in(found, ("queued", "effective"), Label("轮候生效", "move the queue up"))
    took = served(found.ticket, found.holder, call)
    found.refresh_from_db()
    return Done(found, {**standing(found), **took.facts}, took.parts(found))
