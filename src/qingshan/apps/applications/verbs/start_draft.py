"""Begin an application."""

from __future__ import annotations

from collections.abc import Mapping

from qingshan.apps.applications.models import Draft
from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="draft.started", label=Label("开始填写申请", "begin an application"), roles=("applicant",)
)
def start_draft(
    call: Call, *, user: int, party: int, answers: Mapping[str, str] | None = None
) -> Done[Draft]:
    """A draft of one's own for a party; ``answers`` are what a check before has told already."""
    must_act_for(call, party)
    draft = Draft.objects.create(
        user_id=user,
        party_id=party,
        answers=dict(answers or {}),
        begun=call.when,
        touched=call.when,
    )
    return Done(draft)
