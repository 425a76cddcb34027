"""Ask the natural-resources office for its opinion on the title (征求权属意见)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import due_day
from qingshan.apps.casework.handling import handling, refuse_unless
from qingshan.apps.casework.kinds import limit_days
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case, OwnershipOpinion
from qingshan.apps.casework.refusals import OPINION_CLOSED
from qingshan.apps.casework.steps import state_faults
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

LIMIT = "ownership_opinion"


@verb(
    event="case.opinion_asked", label=Label("征求权属意见", "ask for the opinion"), roles=OFFICIALS
)
def ask_opinion(call: Call, *, case: int) -> Done[OwnershipOpinion]:
    """Ask while the case is under review, again only after one that did not confirm; the other
    office has a term of its own.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-14 the case is not under review, E-CW-21 an
        opinion is asked or given.
    """
    found, today = locked(Case, case), call.when.date()
    faults = state_faults(found, "accepted")
    if found.opinions.exclude(holds=False).exists():
        faults.append(Refusal(OPINION_CLOSED, found.number))
    refuse_unless(handling(call, found), faults)
    limit = limit_days(found.kind, LIMIT, as_of=today)
    opinion = OwnershipOpinion.objects.create(case=found, asked=today, due=due_day(today, limit))
    return Done(opinion, {"number": found.number})
