"""Accept a case (受理)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.checks import open_faults
from qingshan.apps.casework.handling import handling, refuse_unless
from qingshan.apps.casework.letters import write_letter
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.steps import guard, late_faults, take_step
from qingshan.core.kernel.label import Label


@verb(event="case.accepted", label=Label("受理", "accept the case"), roles=OFFICIALS)
def accept_case(call: Call, *, case: int, late_reason: str = "") -> Done[Case]:
    """Take the case on for the actor's office, with a notice; the clock of its review begins.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-07 items of the formal check are open, E-CW-09
        the term is over and no reason is given.
    """
    found, today = locked(Case, case), call.when.date()
    guard(found, "accept_case", call)
    faults = [*open_faults(found, "submitted"), *late_faults(found, today, late_reason)]
    found.office = refuse_unless(handling(call, found), faults)
    take_step(found, "accept_case", call, late_reason)
    term = {"days": found.limit_days, "due": found.due and found.due.isoformat()}
    letter = write_letter(call, found, "acceptance", found.office, term)
    return Done(found, {"number": found.number, "office": found.office.pk, "letter": letter.number})
