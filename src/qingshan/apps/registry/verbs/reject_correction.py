"""Reject a proposed correction: the face stays as it is."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.deciding import decide
from qingshan.apps.registry.models import Correction
from qingshan.core.kernel.label import Label


@verb(
    event="correction.rejected",
    label=Label("不予更正", "reject the correction"),
    roles=("registrar",),
)
def reject_correction(call: Call, *, correction: int) -> Done[Correction]:
    """Close a proposal without effect.

    Raises
    ------
    Refused
        E-MC-01 when it was decided already, E-RG-15 for the person who proposed it.
    """
    found = decide(correction, "reject_correction", call)
    return Done(found, {"number": found.ticket.number, "item": found.item})
