"""Answer items of the check list (审查要点): in order, problem, not applicable."""

from __future__ import annotations

from typing import TypedDict

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.checks import items_of, latest_answers
from qingshan.apps.casework.handling import handling, refuse_unless, user_key
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import VERDICTS, Case, CheckAnswer
from qingshan.apps.casework.refusals import CHECK_CHANGED, CHECK_UNFIT, CHECKS_CLOSED
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

CHECKED = ("submitted", "accepted")
"""States in which the list is gone through."""


class Check(TypedDict):
    """One answer: the item, the version that the reviewer saw (0: none), verdict and text."""

    item: str
    version: int
    verdict: str
    text: str


@verb(event="case.checked", label=Label("填写审查要点", "answer the checks"), roles=OFFICIALS)
def record_checks(call: Call, *, case: int, checks: list[Check]) -> Done[Case]:
    """Add a version to each item that is answered otherwise than before.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-10 somebody else answered meanwhile, E-CW-20
        unknown item or verdict, or a problem without a demand, E-CW-29 the case is out for
        correction or past its review.
    """
    found = locked(Case, case)
    items = {item.key: item.label for item in items_of(found)}
    standing = {item: one for (_, item), one in latest_answers([found]).items()}
    rows: list[CheckAnswer] = []
    faults = [] if found.state in CHECKED else [_closed(found)]
    for check in checks:
        before = standing.get(check["item"])
        version = before.version if before else 0
        if _is_unfit(check, items):
            faults.append(Refusal(CHECK_UNFIT, str(items.get(check["item"], check["item"]))))
        elif before and _says(before) == (check["verdict"], check["text"].strip()):
            continue
        elif before and check["version"] != version:
            faults.append(_changed(before, items[check["item"]]))
        else:
            rows.append(_row(call, found, check, version + 1))
    refuse_unless(handling(call, found), faults)
    CheckAnswer.objects.bulk_create(rows)
    return Done(found, {"number": found.number, "items": [row.item for row in rows]})


def _is_unfit(check: Check, items: dict[str, Label]) -> bool:
    is_known = check["item"] in items and check["verdict"] in VERDICTS
    return not is_known or (check["verdict"] == "problem" and not check["text"].strip())


def _closed(case: Case) -> Refusal:
    return Refusal(CHECKS_CLOSED, case.number, {"state": case.state_label})


def _says(answer: CheckAnswer) -> tuple[str, str]:
    return answer.verdict, answer.text


def _changed(answer: CheckAnswer, label: Label) -> Refusal:
    facts = {
        "item": label,
        "person": str(answer.reviewer),
        "verdict": answer.verdict_label,
        "text": answer.text or "—",
    }
    return Refusal(CHECK_CHANGED, answer.item, facts)


def _row(call: Call, case: Case, check: Check, version: int) -> CheckAnswer:
    return CheckAnswer(
        case=case,
        item=check["item"],
        version=version,
        verdict=check["verdict"],
        text=check["text"].strip(),
        reviewer_id=user_key(call.actor),
        when=call.when,
    )
