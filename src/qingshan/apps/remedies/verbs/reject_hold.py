"""The registrar sends a freeze back to the court."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.refusals import BASIS_MISSING
from qingshan.apps.remedies.models import JudicialHold
from qingshan.core.kernel.errors import must_say
from qingshan.core.kernel.label import Label


@verb(
    event="hold.rejected", label=Label("退回司法冻结", "send a freeze back"), roles=("registrar",)
)
def reject_hold(call: Call, *, hold: int, ground: str) -> Done[JudicialHold]:
    """Say why; E-RG-11 without a reason."""
    found = locked(JudicialHold, hold)
    found.ground = must_say(ground, BASIS_MISSING, found.number)
    advance(found, "reject_hold", call)
    found.save(update_fields=["state", "ground"])
    return Done(found, {"number": found.number})
