"""Close a case (办结)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import end_step
from qingshan.apps.casework.handling import office_for
from qingshan.apps.casework.models import Case
from qingshan.core.kernel.label import Label


@verb(
    event="case.closed",
    label=Label("办结", "close the case"),
    roles=("county_reviewer", "forestry_signer", "registrar", "operator"),
)
def close_case(call: Call, *, case: int) -> Done[Case]:
    """End a case after its last step."""
    found = locked(Case, case)
    office_for(call, found)
    before = found.state
    advance(found, "close_case", call)
    end_step(found, before, call.when.date())
    found.save()
    return Done(found, {"number": found.number})
