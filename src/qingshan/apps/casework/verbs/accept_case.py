"""Accept a case (受理)."""

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
    event="case.accepted",
    label=Label("受理", "accept the case"),
    roles=("county_reviewer", "forestry_signer", "registrar", "operator"),
)
def accept_case(call: Call, *, case: int) -> Done[Case]:
    """Take the case on for the actor's office; the clock of its review begins."""
    found = locked(Case, case)
    office = office_for(call, found)
    before = found.state
    advance(found, "accept_case", call)
    found.office = office
    end_step(found, before, call.when.date())
    found.save()
    return Done(found, {"number": found.number, "office": office.pk})
