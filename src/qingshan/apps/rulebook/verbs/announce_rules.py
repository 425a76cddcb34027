"""Announce that rules of trading have other values from a day on (调整交易规则)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.rulebook.changing import change_faults, contradictions
from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.reads import read_anew, standing_notices
from qingshan.apps.rulebook.refusals import RULE_PAPER
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

SERIES = "TZ"


@verb(
    event="rules.announced",
    label=Label("调整交易规则", "change the rules of trading"),
    roles=("operator",),
)
def announce_rules(
    call: Call,
    *,
    document: str,
    issued: date,
    valid_from: date,
    reason: str,
    changes: Sequence[Sequence[str]],
) -> Done[RuleNotice]:
    """From ``valid_from`` on orders are judged and fees taken by the new values.

    ``changes`` are pairs of a rule's name and its value as the table writes it, in its unit. What
    is agreed before that day keeps its fees and terms.

    Raises
    ------
    Refused
        E-RB-01 a rule that is not the exchange's own, E-RB-02 a value that it may not have,
        E-RB-03 a day that comes too soon, E-RB-04 a paper without number or reason or of a day to
        come, E-RB-05 nothing that changes, E-RB-06 rules that would contradict each other; all of
        them at once.
    """
    day = booking_day(call.when)
    told = [(name, value.strip()) for name, value in changes]
    faults = change_faults(told, day, valid_from)
    if not document.strip() or not reason.strip() or issued > day:
        faults.append(Refusal(RULE_PAPER, document.strip() or "—"))
    refuse_all(faults)
    made = RuleNotice(
        document=document.strip(),
        issued=issued,
        valid_from=valid_from,
        reason=reason.strip(),
        changes=told,
        made=call.when,
    )
    refuse_all(contradictions([*standing_notices(), made], valid_from))
    made.number = next_number(SERIES, day.year)
    made.save()
    read_anew()
    facts = {"number": made.number, "valid_from": valid_from.isoformat(), "changes": dict(told)}
    return Done(made, facts)
