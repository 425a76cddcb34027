"""Keep out of a case (回避)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import user_key
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case, Recusal
from qingshan.apps.casework.refusals import RECUSED
from qingshan.apps.casework.steps import open_case_faults, reason_faults
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(event="case.recused", label=Label("申请回避", "keep out of a case"), roles=OFFICIALS)
def recuse(call: Call, *, case: int, reason: str) -> Done[Recusal]:
    """Keep out for good; a case that the person had is free for colleagues.

    Raises
    ------
    Refused
        All at once: E-CW-17 no reason, E-CW-18 done before, E-CW-26 the case is finished.
    """
    found, person = locked(Case, case), user_key(call.actor)
    faults = [*open_case_faults(found), *reason_faults(reason, call.when.date())]
    if found.recusals.filter(user=person).exists():
        faults.append(Refusal(RECUSED, found.number))
    refuse_all(faults)
    made = Recusal.objects.create(case=found, user_id=person, reason=reason.strip(), when=call.when)
    if found.assignee_id == person:
        found.assignee = None
        found.save(update_fields=["assignee"])
    return Done(made, {"number": found.number, "reason": reason})
