"""Begin the review when every member has declared independence (开始评审)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.models import Panel
from qingshan.apps.review.refusals import NOT_ALL_DECLARED
from qingshan.apps.review.seating import must_be_current
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="panel.convened",
    label=Label("开始评审", "begin the review"),
    roles=("registrar", "forestry_signer"),
)
def convene_panel(call: Call, *, panel: int) -> Done[Panel]:
    """From now on members vote.

    Raises
    ------
    Refused
        E-MC-01 when it has begun, E-RV-05 while somebody has not declared, E-RV-09 for a report
        that does not count any more.
    """
    found = locked(Panel, panel)
    advance(found, "convene_panel", call)
    must_be_current(found)
    declared = found.seats.filter(state__in=("seated", "voted")).count()
    if declared < found.size:
        raise Refused.because(NOT_ALL_DECLARED, found.number, count=found.size - declared)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
