"""Pass the first review (初审通过)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.checks import open_faults
from qingshan.apps.casework.handling import handling, refuse_unless
from qingshan.apps.casework.kinds import kind_of
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import OPINION_MISSING
from qingshan.apps.casework.steps import field_faults, guard, late_faults, take_step
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@verb(event="case.reviewed", label=Label("初审通过", "pass the first review"), roles=OFFICIALS)
def pass_review(call: Call, *, case: int, late_reason: str = "") -> Done[Case]:
    """Find truth, consistency and legality in order; the clock of forwarding begins.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-07 items are open, E-CW-09 late without reason,
        E-CW-15 no opinion that confirms the title where one is needed, E-CW-16 a field check is
        out.
    """
    found, today = locked(Case, case), call.when.date()
    guard(found, "pass_review", call)
    faults = [
        *open_faults(found, "accepted"),
        *_opinion_faults(found),
        *field_faults(found),
        *late_faults(found, today, late_reason),
    ]
    refuse_unless(handling(call, found), faults)
    take_step(found, "pass_review", call, late_reason)
    return Done(found, {"number": found.number, "late_reason": late_reason})


def _opinion_faults(case: Case) -> list[Refusal]:
    if not kind_of(case.kind, as_of=case.opened_on).needs_opinion:
        return []
    if case.opinions.filter(holds=True).exists():
        return []
    return [Refusal(OPINION_MISSING, case.number)]
