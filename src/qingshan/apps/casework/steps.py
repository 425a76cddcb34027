"""One step of a case forward: the state by its machine, the clock, what may stand against it."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.casework.clocks import end_step, is_late
from qingshan.apps.casework.kinds import setting
from qingshan.apps.casework.machine import OPEN, STEPS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import (
    CASE_FINISHED,
    FIELD_CHECK_OPEN,
    LATE_WITHOUT_REASON,
    REASON_SHORT,
    STEP_OTHER,
)
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

REASON, TASK = Label("理由", "reason"), Label("核查任务", "task")
FINDING, OPINION = Label("核查情况", "finding"), Label("权属意见", "opinion")


def guard(case: Case, verb: str, call: Call) -> None:
    """Refuse a move that the machine does not have (E-MC-01) or that is not the actor's (E-AU-01).

    Asked first: what else is wrong with a case makes no sense where it cannot move at all.
    """
    present = case.state
    advance(case, verb, call)
    case.state = present


def take_step(case: Case, verb: str, call: Call, late_reason: str = "") -> None:
    """Move the case on, keep what the step needed, start the next clock, and save."""
    before = case.state
    advance(case, verb, call)
    end_step(case, before, call.when.date(), late_reason)
    case.save()


def late_faults(case: Case, today: date, late_reason: str) -> list[Refusal]:
    """Acting after the due day needs a reason (E-CW-09)."""
    if not is_late(case, today) or late_reason.strip():
        return []
    step = STEPS[case.state]
    facts = {"step": step, "due": str(case.due)}
    return [Refusal(LATE_WITHOUT_REASON, case.number, facts)]


def field_faults(case: Case) -> list[Refusal]:
    """Nothing is decided while somebody is out on the land (E-CW-16)."""
    is_out = case.field_checks.filter(recorded__isnull=True).exists()
    return [Refusal(FIELD_CHECK_OPEN, case.number)] if is_out else []


def reason_faults(text: str, today: date, name: Label = REASON) -> list[Refusal]:
    """A reason says something (E-CW-17)."""
    least = setting("reason", "characters_least", as_of=today)
    if len(text.strip()) >= least:
        return []
    facts = {"field": name, "least": least}
    return [Refusal(REASON_SHORT, name, facts)]


def open_case_faults(case: Case) -> list[Refusal]:
    """A case that is finished stays as it is (E-CW-26)."""
    if case.state in OPEN:
        return []
    return [Refusal(CASE_FINISHED, case.number, {"state": case.state_label})]


def state_faults(case: Case, state: str) -> list[Refusal]:
    """What belongs to one step is done in that step (E-CW-14)."""
    if case.state == state:
        return []
    return [Refusal(STEP_OTHER, case.number, {"step": case.machine.label(state)})]
