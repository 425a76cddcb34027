"""A member stands back (回避)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance, must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.models import Panel, Seat
from qingshan.apps.review.seating import seat_of, told
from qingshan.core.kernel.label import Label

LABEL = Label("回避", "stand back")


@verb(event="seat.recused", label=LABEL, roles=("expert",))
def recuse_member(call: Call, *, panel: int, party: int, reason: str) -> Done[Seat]:
    """Stand back with a reason; another expert is then drawn for the seat.

    Raises
    ------
    Refused
        E-AU-02, E-RV-15 for who is no member, E-MC-01 after the vote, E-RV-16 without a reason.
    """
    found = locked(Panel, panel)
    must_be_in(found, ("drawn", "reviewing"), LABEL)
    seat = seat_of(call, found, party)
    advance(seat, "recuse_member", call)
    seat.reason = told(reason, found.number)
    seat.save(update_fields=["state", "reason"])
    return Done(seat, {"panel": found.number, "expert": seat.expert.number})
