"""Take back a consent, or the request for one (撤回权利核查)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.diligence.models import RightsConsent
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="rights_check.withdrawn",
    label=Label("撤回权利核查", "withdraw a rights check"),
    roles=("bank", "applicant", "trader"),
)
def withdraw_rights_check(call: Call, *, consent: int) -> Done[RightsConsent]:
    """The bank its request, the holder its consent; sheets that were made stay what they are.

    Raises
    ------
    Refused
        E-AU-02 for whoever may not take it back, E-MC-01 when it is over.
    """
    found = locked(RightsConsent, consent)
    must_act_for(call, found.bank_id if found.state == "asked" else found.holder_id)
    advance(found, "withdraw_rights_check", call)
    found.ended = call.when
    found.save(update_fields=["state", "ended"])
    return Done(found, {"number": found.number})
