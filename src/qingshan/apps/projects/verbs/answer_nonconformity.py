"""The measuring body answers what was found (答复不符合项)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.models import Nonconformity
from qingshan.apps.projects.statements import keep_statement
from qingshan.core.kernel.label import Label


@verb(
    event="nonconformity.answered",
    label=Label("答复不符合项", "answer a nonconformity"),
    roles=("measurer",),
)
def answer_nonconformity(call: Call, *, nonconformity: int, text: str) -> Done[Nonconformity]:
    """Keep the answer; the verifying body then settles it or insists.

    Raises
    ------
    Refused
        E-AU-02 for another body, E-MC-01 when it is not its turn, E-PJ-10 no words.
    """
    found = locked(Nonconformity, nonconformity)
    party = found.report.run.measurer_id
    must_act_for(call, party)
    advance(found, "answer_nonconformity", call)
    keep_statement(call, found, party=party, verb="answer_nonconformity", text=text)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
