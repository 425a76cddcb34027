"""Withdraw a change of the rules that is not in force yet (撤回规则调整)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed, locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.rulebook.changing import contradictions
from qingshan.apps.rulebook.machine import RULE_NOTICE
from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.reads import read_anew, standing_notices
from qingshan.apps.rulebook.refusals import RULE_NEAR
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(
    event="rules.withdrawn",
    label=Label("撤回规则调整", "withdraw a change of rules"),
    roles=("operator",),
)
def withdraw_rules(call: Call, *, notice: int) -> Done[RuleNotice]:
    """What stands before it stays in force, as if it had not been announced.

    Raises
    ------
    Refused
        E-RB-07 when its day is today, tomorrow or past, E-RB-06 when later changes rely on it;
        E-MC-01 when it was withdrawn before.
    """
    found = locked(RuleNotice, notice)
    if found.state == RULE_NOTICE.start and not found.may_be_withdrawn(booking_day(call.when)):
        raise Refused.because(RULE_NEAR, found.number, day=found.valid_from.isoformat())
    advance(found, "withdraw_rules", call)
    others = standing_notices().exclude(pk=found.pk)
    refuse_all(contradictions(list(others), found.valid_from))
    changed(found, "state")
    read_anew()
    return Done(found, {"number": found.number})
