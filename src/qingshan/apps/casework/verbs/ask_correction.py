"""Tell the applicant, once, everything that is to be corrected (一次性补正告知)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.checks import items_of, problems
from qingshan.apps.casework.handling import handling, refuse_unless
from qingshan.apps.casework.letters import SERIES, write_letter
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case, CheckAnswer, CorrectionItem, CorrectionNotice
from qingshan.apps.casework.refusals import NEW_FACTS_MISSING, NOTHING_TO_CORRECT
from qingshan.apps.casework.steps import field_faults, guard, late_faults, reason_faults, take_step
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

NEW_FACTS = Label("新增事实", "new facts")


@verb(
    event="case.correction_asked", label=Label("告知补正", "ask for a correction"), roles=OFFICIALS
)
def ask_correction(
    call: Call, *, case: int, new_facts: str = "", late_reason: str = ""
) -> Done[CorrectionNotice]:
    """Send every item that is marked as a problem in one notice; the applicant's term begins.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-09 late without reason, E-CW-11 no item is marked
        as a problem, E-CW-12 a second notice without new facts, E-CW-16 a field check is out,
        E-CW-17 new facts in too few words.
    """
    found, today = locked(Case, case), call.when.date()
    guard(found, "ask_correction", call)
    wrong = problems(found)
    faults = [*field_faults(found), *late_faults(found, today, late_reason)]
    if not wrong:
        faults.append(Refusal(NOTHING_TO_CORRECT, found.number))
    earlier = found.notices.order_by("pk").last()
    if earlier is not None and not new_facts.strip():
        faults.append(Refusal(NEW_FACTS_MISSING, found.number, {"number": earlier.number}))
    elif earlier is not None:
        faults += reason_faults(new_facts, today, NEW_FACTS)
    found.office = refuse_unless(handling(call, found), faults)
    take_step(found, "ask_correction", call, late_reason)
    notice = _notice(call, found, wrong, new_facts.strip() if earlier else "")
    return Done(notice, {"number": found.number, "notice": notice.number, "items": len(wrong)})


def _notice(call: Call, case: Case, wrong: list[CheckAnswer], new_facts: str) -> CorrectionNotice:
    assert case.office is not None
    today = call.when.date()
    notice = CorrectionNotice.objects.create(
        case=case,
        number=next_number(SERIES["correction"], today.year),
        dated=today,
        due=case.due,
        new_facts=new_facts,
    )
    CorrectionItem.objects.bulk_create(
        CorrectionItem(notice=notice, place=place, item=one.item, demand=one.text)
        for place, one in enumerate(wrong, 1)
    )
    labels = {item.key: item.label for item in items_of(case)}
    content = {
        "items": [[list(labels[one.item]), one.text] for one in wrong],
        "days": case.limit_days,
        "due": case.due and case.due.isoformat(),
        "new_facts": new_facts,
    }
    write_letter(call, case, "correction", case.office, content, number=notice.number)
    return notice
