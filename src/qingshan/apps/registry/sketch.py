"""The small map for the back of a ticket: the stands, north up, with a bar of round length."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from qingshan.core.geo.picture import Look, Piece, Sheet, still_picture

WIDTH, HEIGHT = 2440, 2360
"""Twenty units to a millimetre: 122 by 118 mm on the paper."""

_LOOKS = {"stand": Look("#1e6b4a", opacity=0.3, width=1.5)}


def sketch_svg(stands: Sequence[shapely.Geometry]) -> str:
    """The stands (EPSG:4490) as SVG; empty without any."""
    sheet = Sheet(WIDTH, HEIGHT, "sketch", "林地位置示意")
    return still_picture([Piece("stand", stand) for stand in stands], _LOOKS, sheet)
