"""The owner of the project answers a comment (答复意见)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.notices.handling import open_comment
from qingshan.apps.notices.models import OwnerAnswer
from qingshan.apps.notices.refusals import ANSWERED_ALREADY
from qingshan.apps.notices.screening import faults, plain
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label


@verb(event="comment.answered", label=Label("答复意见", "answer a comment"), roles=("applicant",))
def answer_comment(call: Call, *, comment: int, text: str) -> Done[OwnerAnswer]:
    """Answer once; the answer is published with the comment when the notice closes.

    Raises
    ------
    Refused
        E-AU-02 for a foreign project, E-MC-01 when the notice is over, E-NT-16 when it was
        answered, E-NT-08, -09, -11 for the text.
    """
    found = open_comment(comment, Label("答复意见", "answer a comment"))
    owner = found.notice.report.run.monitoring.project.party_id
    must_act_for(call, owner)
    if hasattr(found, "answer"):
        raise Refused.because(ANSWERED_ALREADY, found.number)
    text = plain(text)
    refuse_all(faults(text, "", call.when.date()))
    answer = OwnerAnswer.objects.create(comment=found, party_id=owner, text=text, when=call.when)
    return Done(answer, {"number": found.number})
