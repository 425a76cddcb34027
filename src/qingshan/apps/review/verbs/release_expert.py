"""Take an expert out of the pool; seats held go on (专家出库)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.models import PoolExpert
from qingshan.core.kernel.label import Label


@verb(event="expert.released", label=Label("专家出库", "release an expert"), roles=("registrar",))
def release_expert(call: Call, *, expert: int, reason: str) -> Done[PoolExpert]:
    """From now on the expert is not drawn.

    Raises
    ------
    Refused
        E-MC-01 when the expert has left already.
    """
    found = locked(PoolExpert, expert)
    advance(found, "release_expert", call)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number, "reason": reason})
