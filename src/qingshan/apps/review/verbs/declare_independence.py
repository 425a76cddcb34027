"""A member declares to have no interest in the case (声明无利害关系)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance, must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.drawing import objections
from qingshan.apps.review.models import Panel, Seat
from qingshan.apps.review.seating import seat_of
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label

LABEL = Label("声明无利害关系", "declare independence")


@verb(event="seat.declared", label=LABEL, roles=("expert",))
def declare_independence(call: Call, *, panel: int, party: int) -> Done[Seat]:
    """Declare it; what was declared to the platform since the draw is looked at once more.

    Raises
    ------
    Refused
        E-AU-02, E-RV-15 for who is no member, E-MC-01 when it was declared; E-PJ-02, E-PJ-06,
        E-RV-04 when the platform knows of a tie.
    """
    found = locked(Panel, panel)
    must_be_in(found, ("drawn", "reviewing"), LABEL)
    seat = seat_of(call, found, party)
    advance(seat, "declare_independence", call)
    refuse_all(objections(seat.expert, found.report, call.when.date()))
    seat.declared = call.when
    seat.save(update_fields=["state", "declared"])
    return Done(seat, {"panel": found.number, "expert": seat.expert.number})
