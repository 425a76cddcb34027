"""The answer removes what was found (关闭不符合项)."""

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
    event="nonconformity.settled",
    label=Label("关闭不符合项", "settle a nonconformity"),
    roles=("verifier",),
)
def settle_nonconformity(call: Call, *, nonconformity: int, text: str) -> Done[Nonconformity]:
    """Say by which evidence it is settled.

    Raises
    ------
    Refused
        E-AU-02 for another body, E-MC-01 when it is not its turn, E-PJ-10 no words.
    """
    found = locked(Nonconformity, nonconformity)
    party = found.verifier_id
    must_act_for(call, party)
    advance(found, "settle_nonconformity", call)
    keep_statement(call, found, party=party, verb="settle_nonconformity", text=text)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
