"""A small map for the back of a ticket: outlines scaled into a box, with a bar of round length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Ring = Sequence[tuple[float, float]]

WIDTH_MM, HEIGHT_MM = 122.0, 118.0
MARGIN_MM = 9.0
BAR_MM = 30.0
"""The bar of scale is the longest round length (1, 2 or 5 times a power of ten) below this."""


def sketch_data(rings: Sequence[Ring]) -> dict[str, Any] | None:
    """Outlines in metres (x east, y north, any projection) as places in a box in millimetres.

    The box has its origin at the upper left; nothing is drawn without outlines. Only the drawing
    is rounded: to 0.01 mm.
    """
    places = [place for ring in rings for place in ring]
    if not places:
        return None
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    room_x, room_y = WIDTH_MM - 2 * MARGIN_MM, HEIGHT_MM - 2 * MARGIN_MM
    mm_per_m = min(room_x / max(east - west, 1.0), room_y / max(north - south, 1.0))
    left = (WIDTH_MM - (east - west) * mm_per_m) / 2
    top = (HEIGHT_MM - (north - south) * mm_per_m) / 2
    bar_m = _round_length(BAR_MM / mm_per_m)
    return {
        "width": WIDTH_MM,
        "height": HEIGHT_MM,
        "rings": [
            [
                [round(left + (x - west) * mm_per_m, 2), round(top + (north - y) * mm_per_m, 2)]
                for x, y in ring
            ]
            for ring in rings
        ],
        "bar": round(bar_m * mm_per_m, 2),
        "bar_text": f"{bar_m / 1000:g} 千米" if bar_m >= 1000 else f"{bar_m:g} 米",
    }


def _round_length(limit_m: float) -> float:
    """The longest of 1, 2, 5 times a power of ten that is not above the limit."""
    power = 10.0 ** (len(str(int(max(limit_m, 1.0)))) - 1)
    return max(step * power for step in (1, 2, 5) if step * power <= max(limit_m, 1.0))
