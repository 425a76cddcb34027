"""Take a layer of zones out of use, because it was wrong or not to be used."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.models import ZoneLayer
from qingshan.core.kernel.label import Label


@verb(
    event="layer.withdrawn",
    label=Label("撤回图层", "withdraw a layer of zones"),
    roles=("administrator",),
)
def withdraw_layer(call: Call, *, layer: int, reason: str) -> Done[ZoneLayer]:
    """Withdraw it; its rows stay, no check asks it any more.

    What it superseded stays superseded until ``restore_layer``: until then the ground is unknown.
    """
    found = locked(ZoneLayer, layer)
    advance(found, "withdraw_layer", call)
    found.save(update_fields=["state"])
    return Done(found, {"reason": reason})
