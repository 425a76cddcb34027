"""End a halt (恢复交易)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.halt_models import Halt
from qingshan.core.kernel.label import Label


@verb(event="trading.resumed", label=Label("恢复交易", "resume trading"), roles=("operator",))
def resume_trading(call: Call, *, halt: int) -> Done[Halt]:
    """Lift one halt; another one on the same subject still stands (E-MC-01 when it is lifted)."""
    found = locked(Halt, halt)
    advance(found, "resume_trading", call)
    found.until = call.when
    found.save(update_fields=["state", "until"])
    return Done(found, {"number": found.number})
