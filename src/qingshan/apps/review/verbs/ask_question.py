"""A member asks about a figure, a section or a place of the report (提问)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.projects.anchors import Pointer
from qingshan.apps.review.models import Panel, PanelQuestion
from qingshan.apps.review.seating import seat_of, told
from qingshan.core.kernel.label import Label

LABEL = Label("提问", "ask a question")


@verb(event="panel.asked", label=LABEL, roles=("expert",))
def ask_question(
    call: Call, *, panel: int, party: int, text: str, anchor: str = ""
) -> Done[PanelQuestion]:
    """Ask; all members see question and answer.

    Raises
    ------
    Refused
        E-AU-02, E-RV-15 for who is no member, E-MC-01 out of time, E-PJ-04 a place unknown, E-RV-16
        no words.
    """
    found = locked(Panel, panel)
    must_be_in(found, ("drawn", "reviewing"), LABEL)
    seat = seat_of(call, found, party)
    must_be_in(seat, ("seated",), LABEL)
    question = PanelQuestion.objects.create(
        seat=seat,
        anchor=Pointer(found.report).checked(anchor),
        text=told(text, found.number),
        asked=call.when,
    )
    return Done(question, {"panel": found.number, "anchor": question.anchor})
