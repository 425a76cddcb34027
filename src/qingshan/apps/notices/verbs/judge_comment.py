"""The verifying body says what a comment and its answer come to (核查意见)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.notices.handling import open_comment
from qingshan.apps.notices.models import OUTCOMES, VerifierOpinion
from qingshan.apps.notices.refusals import ANSWER_FIRST, ANSWERED_ALREADY
from qingshan.apps.notices.screening import faults, plain
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.assigned import must_be_assigned
from qingshan.apps.projects.independence import MEASURER, OWNER, refuse_conflict
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label


@verb(event="comment.judged", label=Label("审查意见", "judge a comment"), roles=("verifier",))
def judge_comment(
    call: Call, *, comment: int, verifier: int, outcome: str, text: str
) -> Done[VerifierOpinion]:
    """Judge once, after the owner answered; ``outcome`` is one of ``OUTCOMES``.

    Raises
    ------
    Refused
        E-AU-02 for another body, E-PJ-02, E-PJ-05, E-PJ-06 for one that may not verify, E-MC-01
        when the notice is over, E-NT-16 when it was judged, E-NT-17 before the owner answered.
    """
    assert outcome in OUTCOMES, "an outcome"
    must_act_for(call, verifier)
    found = open_comment(comment, Label("审查意见", "judge a comment"))
    run = found.notice.report.run
    must_be_assigned(run.monitoring, "verifying", verifier)
    others = {run.monitoring.project.party_id: OWNER, run.measurer_id: MEASURER}
    refuse_conflict(verifier, others, as_of=call.when.date())
    if hasattr(found, "opinion"):
        raise Refused.because(ANSWERED_ALREADY, found.number)
    if not hasattr(found, "answer"):
        raise Refused.because(ANSWER_FIRST, found.number)
    text = plain(text)
    refuse_all(faults(text, "", call.when.date()))
    opinion = VerifierOpinion.objects.create(
        comment=found, party_id=verifier, outcome=outcome, text=text, when=call.when
    )
    return Done(opinion, {"number": found.number, "outcome": outcome})
