"""Answer a correction notice item by item (答复补正)."""

from __future__ import annotations

from typing import TypedDict

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import must_be_applicant
from qingshan.apps.casework.models import Case, CorrectionAnswer, CorrectionNotice
from qingshan.apps.casework.refusals import ANSWER_MISSING
from qingshan.apps.casework.steps import guard, take_step
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


class Answer(TypedDict):
    """What is said to one item: its place in the notice, a text, and the key of a kept file."""

    place: int
    text: str
    file: int | None


@verb(
    event="case.correction_answered",
    label=Label("答复补正", "answer the correction"),
    roles=("applicant",),
)
def answer_correction(call: Call, *, notice: int, answers: list[Answer]) -> Done[CorrectionNotice]:
    """Hand in what was asked for, all items together; the office's clock begins anew.

    Raises
    ------
    Refused
        E-CW-24 for a foreign case, E-CW-13 for items with neither text nor file.
    """
    found = CorrectionNotice.objects.get(pk=notice)
    case = locked(Case, found.case_id)
    must_be_applicant(call, case)
    guard(case, "answer_correction", call)
    told = {one["place"]: one for one in answers if one["text"].strip() or one["file"]}
    items = list(found.items.order_by("place"))
    silent = [str(item.place) for item in items if item.place not in told]
    if silent:
        places = "、".join(silent)
        raise Refused.because(ANSWER_MISSING, found.number, items=places)
    CorrectionAnswer.objects.bulk_create(
        CorrectionAnswer(
            item=item,
            text=told[item.place]["text"].strip(),
            file_id=told[item.place]["file"],
            when=call.when,
        )
        for item in items
    )
    take_step(case, "answer_correction", call)
    return Done(found, {"number": case.number, "notice": found.number})
