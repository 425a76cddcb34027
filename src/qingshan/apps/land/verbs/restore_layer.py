"""Bring an earlier version of a layer back after the one that superseded it was withdrawn."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.models import ZoneLayer
from qingshan.apps.land.refusals import LAYER_STANDS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="layer.restored",
    label=Label("恢复图层", "restore a layer of zones"),
    roles=("administrator",),
)
def restore_layer(call: Call, *, layer: int) -> Done[ZoneLayer]:
    """Make it current again.

    Raises
    ------
    Refused
        E-ZL-06 while the version that superseded it stands.
    """
    found = locked(ZoneLayer, layer)
    advance(found, "restore_layer", call)
    newer = found.superseded_by
    if newer is not None and newer.state != "withdrawn":
        raise Refused.because(LAYER_STANDS, str(found), other=str(newer))
    found.superseded_by = None
    found.save(update_fields=["state", "superseded_by"])
    return Done(found)
