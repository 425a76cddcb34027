"""Note that a large holding fell below the mark."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.holding_models import LargeHolding
from qingshan.core.kernel.label import Label


@verb(
    event="holding.ended",
    label=Label("大户持有结束", "end the large holding"),
    roles=("system",),
)
def end_large_holding(call: Call, *, holding: int) -> Done[LargeHolding]:
    """Nothing is owed any more; should it reach the mark again, it is noted anew."""
    found = locked(LargeHolding, holding)
    advance(found, "end_large_holding", call)
    found.ended = call.when
    found.save(update_fields=["state", "ended"])
    return Done(found, {"number": found.number})
