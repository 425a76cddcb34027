"""Decline a bank's request to look at one's units, and say why (不同意权利核查)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.diligence.models import RightsConsent
from qingshan.apps.diligence.refusals import DECLINE_UNEXPLAINED
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import must_say
from qingshan.core.kernel.label import Label


@verb(
    event="rights_check.declined",
    label=Label("不同意权利核查", "decline a rights check"),
    roles=("applicant", "trader"),
)
def decline_rights_check(call: Call, *, consent: int, reason: str) -> Done[RightsConsent]:
    """Say no; E-AU-02 for others, E-MC-01 when it was answered, E-DL-06 without a reason."""
    found = locked(RightsConsent, consent)
    must_act_for(call, found.holder_id)
    advance(found, "decline_rights_check", call)
    found.reason, found.ended = must_say(reason, DECLINE_UNEXPLAINED, found.number), call.when
    found.save(update_fields=["state", "reason", "ended"])
    return Done(found, {"number": found.number, "reason": found.reason})
