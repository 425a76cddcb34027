"""Report a case to the office above when its clock runs out (超期督办)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import is_late
from qingshan.apps.casework.models import Case
from qingshan.core.kernel.label import Label


@verb(event="case.escalated", label=Label("超期督办", "escalate the case"), roles=("system",))
def escalate_case(call: Call, *, case: int) -> Done[Case]:
    """Mark a step that is past its term, once; the timer calls it.

    A case that moved on in the meantime is left alone.
    """
    found, today = locked(Case, case), call.when.date()
    if found.escalated is None and is_late(found, today):
        found.escalated = today
        found.save(update_fields=["escalated"])
    return Done(found, {"number": found.number, "state": found.state, "due": str(found.due)})
