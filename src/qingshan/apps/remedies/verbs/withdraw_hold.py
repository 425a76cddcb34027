"""A court withdraws a freeze that the registrar has not entered yet."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.remedies.models import JudicialHold
from qingshan.core.kernel.label import Label


@verb(
    event="hold.withdrawn",
    label=Label("撤回冻结申请", "withdraw the request for a freeze"),
    roles=("court",),
)
def withdraw_hold(call: Call, *, hold: int) -> Done[JudicialHold]:
    """Take it back; nothing was frozen by it, and the same ruling may be sent again.

    Raises
    ------
    Refused
        E-AU-02 another court's, E-MC-01 once it is entered or sent back.
    """
    found = locked(JudicialHold, hold)
    must_act_for(call, found.court_id)
    advance(found, "withdraw_hold", call)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
