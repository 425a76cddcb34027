"""Owner, measuring or verifying body answers a member's question (答复提问)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.review.drawing import parties_of
from qingshan.apps.review.models import Panel, PanelQuestion, PanelReply
from qingshan.apps.review.refusals import ANSWERED_ALREADY, NOT_CONCERNED
from qingshan.apps.review.seating import told
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

LABEL = Label("答复提问", "answer a question")


@verb(event="panel.answered", label=LABEL, roles=("applicant", "measurer", "verifier"))
def answer_question(call: Call, *, question: int, party: int, text: str) -> Done[PanelReply]:
    """Answer once.

    Raises
    ------
    Refused
        E-AU-02 for a foreign party, E-RV-18 for one without a part in the project, E-MC-01 when the
        panel is over, E-RV-17 when it was answered, E-RV-16 no words.
    """
    must_act_for(call, party)
    found = PanelQuestion.objects.select_related("seat__panel").get(pk=question)
    panel = locked(Panel, found.seat.panel_id)
    must_be_in(panel, ("drawn", "reviewing"), LABEL)
    if party not in [one.pk for one in parties_of(panel.report)]:
        raise Refused.because(NOT_CONCERNED, panel.number, party=party_of(party).label)
    if hasattr(found, "reply"):
        raise Refused.because(ANSWERED_ALREADY, str(found))
    reply = PanelReply.objects.create(
        question=found, party_id=party, text=told(text, panel.number), when=call.when
    )
    return Done(reply, {"panel": panel.number, "question": found.pk})
