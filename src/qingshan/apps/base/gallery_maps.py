"""Made-up land for the gallery: parcels, conflicts and zones of every kind, and a drawn area."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import say, spoken
from qingshan.apps.base.templatetags.layers import MapLayer
from qingshan.core.kernel.label import Label

LON_DEG, LAT_DEG = 108.44, 26.73
STEP_DEG = 0.001

LAYERS = (
    MapLayer("conflict", Label("冲突", "Conflicts")),
    MapLayer("parcel", Label("所查林地", "The forest checked")),
    MapLayer("redline", Label("生态保护红线", "Ecological redline"), Label("2024 版", "2024")),
    MapLayer("protected_area", Label("自然保护地", "Protected area"), "2023-12"),
    MapLayer("public_benefit", Label("公益林", "Public-benefit forest"), "2023"),
    MapLayer("other_programme", Label("其他机制项目", "Other programme"), "2026-06"),
    MapLayer("ticket", Label("已签发碳票", "Tickets issued"), is_on=False),
    MapLayer("other", Label("国土空间规划", "Spatial plan"), is_missing=True),
)
"""Every kind of layer; one is switched off at first, one is missing."""

CONFLICTS = (
    (1, Label("小班 0002-00005 自相交", "Sub-compartment 0002-00005 crosses itself"), (9, 4, 3, 3)),
    (
        2,
        Label("与碳票 GZ-2024-000007-4 重叠 12.86 亩", "12.86 mu shared with GZ-2024-000007-4"),
        (0, 3, 2, 5),
    ),
)
ZONES = {
    "redline": (-9, 9, 14, 6),
    "protected_area": (13, -3, 8, 9),
    "public_benefit": (-9, -8, 12, 6),
    "other_programme": (5, -9, 7, 5),
    "ticket": (-6, 2, 8, 6),
}
BLOCKS = ((0, 0, 4, 8), (4, 0, 4, 4), (4, 4, 5, 4), (9, 4, 3, 3), (8, 0, 4, 4))
"""West, south, width and height in steps."""


class DrawingForm(ToldForm):
    """A drawn area, and its corners as text."""

    drawn = forms.CharField(widget=forms.HiddenInput)
    drawn_corners = forms.CharField(
        label=spoken("角点坐标（CGCS2000 经纬度）", "Corners (degrees of CGCS2000)"),
        required=False,
        help_text=spoken(
            "每行一个角点，先经度、后纬度；几块地之间空一行。",
            "One corner a line, longitude first; an empty line begins another area.",
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )


def content() -> dict[str, Any]:
    """The context of the maps in the gallery."""
    ring = [_at(0, 0), _at(6, 1), _at(5, 6), _at(1, 5), _at(0, 0)]
    shape = {"type": "Polygon", "coordinates": [ring]}
    area = {"type": "Feature", "id": 1, "properties": {}, "geometry": shape}
    drawn = {"type": "FeatureCollection", "features": [area]}
    return {
        "conflict_map": {"type": "FeatureCollection", "features": _features()},
        "map_layers": LAYERS,
        "conflicts": [{"number": number, "says": says} for number, says, _ in CONFLICTS],
        "drawing_form": DrawingForm(initial={"drawn": json.dumps(drawn)}),
    }


def _features() -> list[dict[str, Any]]:
    zones = [_box(f"z-{kind}", kind, place) for kind, place in ZONES.items()]
    parcels = [_box(f"p{n}", "parcel", place) for n, place in enumerate(BLOCKS, 1)]
    bad = [
        _box(str(number), "conflict", place, number=number, says=says)
        for number, says, place in CONFLICTS
    ]
    return [*zones, *parcels, *bad]


def _box(
    key: str,
    layer: str,
    place: tuple[int, int, int, int],
    number: int | None = None,
    says: Label | None = None,
) -> dict[str, Any]:
    x, y, wide, high = place
    ring = [_at(x, y), _at(x + wide, y), _at(x + wide, y + high), _at(x, y + high), _at(x, y)]
    return {
        "type": "Feature",
        "id": key,
        "properties": {"layer": layer, "number": number or "", "title": say(says)},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _at(x: float, y: float) -> tuple[float, float]:
    # A little askew, so that no edge is taken for the edge of a picture.
    return (
        round(LON_DEG + (x + y * 0.12) * STEP_DEG, 6),
        round(LAT_DEG + (y - x * 0.08) * STEP_DEG, 6),
    )
