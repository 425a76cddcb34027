"""Draw other experts for the seats of those who stand back (补抽专家)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.models import Panel
from qingshan.apps.review.refusals import NOBODY_TO_REPLACE
from qingshan.apps.review.seating import empty_places, fill_seats
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="panel.refilled",
    label=Label("补抽专家", "draw a replacement"),
    roles=("registrar", "forestry_signer"),
)
def replace_member(call: Call, *, panel: int) -> Done[Panel]:
    """Draw once for all empty seats, with a seed of its own; the new members declare themselves.

    Raises
    ------
    Refused
        E-MC-01 when the panel is over, E-RV-19 when no seat is empty, E-RV-03 too few experts.
    """
    found = locked(Panel, panel)
    advance(found, "replace_member", call)
    places = empty_places(found)
    if not places:
        raise Refused.because(NOBODY_TO_REPLACE, found.number)
    draw = fill_seats(call, found, places)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number, "seed": draw.seed, "chosen": draw.chosen})
