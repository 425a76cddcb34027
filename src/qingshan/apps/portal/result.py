"""The result of a check as one signed text: page, paper, data and link are made from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from django.core import signing

from qingshan.apps.land.checking import Checked
from qingshan.apps.portal.refusals import RESULT_SPOILT
from qingshan.apps.portal.surroundings import zones_around
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

SALT = "qingshan.precheck"
AGE_S = 24 * 3600
"""How long a page may stand open and still give its paper."""

MOST_PARCELS, MOST_CORNERS = 1500, 60_000
_DECIMALS = 6
_COARSE_DEG = 2e-5
_SHOWN_FINDINGS = 200


def packed(checked: Checked, when: datetime) -> dict[str, Any]:
    """Card, pre-check and shapes as JSON values; rows of the file and names in it stay out.

    The shapes are for looking: six decimals (0.1 m), simplified where there are many corners.
    """
    card = checked.card.to_json()
    card.pop("preview")
    for field in card["fields"]:
        field.pop("sample")
    card["findings"] = card["findings"][:_SHOWN_FINDINGS]
    for finding in card["findings"]:
        finding.pop("shape")
    return {
        "made": when.isoformat(timespec="seconds"),
        "card": card,
        "found": checked.found.to_json() if checked.found else None,
        "parcels": _parcels(checked),
        "zones": zones_around(checked),
    }


def sealed(result: Mapping[str, Any]) -> str:
    """The signed and compressed text that the page carries."""
    return signing.dumps(dict(result), salt=SALT, compress=True)


def opened(text: str, age_s: int | None = AGE_S) -> dict[str, Any]:
    """The result that this site packed; a shared one may be older, with ``age_s`` None.

    Raises
    ------
    Refused
        E-PO-10 for anything else, or when it is older than a day.
    """
    try:
        result: dict[str, Any] = signing.loads(text, salt=SALT, max_age=age_s)
    except signing.BadSignature:
        raise Refused.because(RESULT_SPOILT) from None
    return result


def labelled(value: Any) -> Any:
    """The same values with every pair of languages as a ``Label``."""
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            return Label(value["zh"], value["en"])
        return {key: labelled(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [labelled(each) for each in value]
    return value


def features(result: Mapping[str, Any]) -> dict[str, Any]:
    """Parcels and numbered conflicts for the map."""
    conflicts = (result["found"] or {}).get("conflicts", [])
    placed = [
        {
            "type": "Feature",
            "id": f"c{conflict['number']}",
            "properties": {"number": conflict["number"], "tone": "bad", "kind": conflict["kind"]},
            "geometry": conflict["shape"],
        }
        for conflict in conflicts
        if conflict["shape"]
    ]
    parcels = [
        {
            "type": "Feature",
            "id": f"p{place}",
            "properties": {"number": "", "tone": "", "row": parcel["row"]},
            "geometry": parcel["shape"],
        }
        for place, parcel in enumerate(result["parcels"], 1)
    ]
    return {"type": "FeatureCollection", "features": [*parcels, *placed]}


def map_features(result: Mapping[str, Any]) -> dict[str, Any]:
    """Parcels and conflicts with the zones around them, each on the layer of its kind.

    A result that was shared before zones were packed has none.
    """
    zones = [
        {
            "type": "Feature",
            "id": f"z{place}",
            "properties": {"number": "", "layer": zone["kind"], "title": zone["name"]},
            "geometry": zone["shape"],
        }
        for place, zone in enumerate(result.get("zones", []), 1)
    ]
    return {"type": "FeatureCollection", "features": [*zones, *features(result)["features"]]}


def _parcels(checked: Checked) -> list[dict[str, Any]]:
    layer = checked.card.layer_read
    if layer is None:
        return []
    shapes = np.asarray(layer.shapes, dtype=object)
    drawn = [n for n, s in enumerate(shapes) if s is not None and not s.is_empty][:MOST_PARCELS]
    some = shapes[drawn]
    if shapely.get_num_coordinates(some).sum() > MOST_CORNERS:
        some = shapely.simplify(some, _COARSE_DEG)
    some = shapely.transform(some, lambda points: points.round(_DECIMALS))
    return [
        {"row": row + 1, "shape": shapely.geometry.mapping(shape)}
        for row, shape in zip(drawn, some, strict=True)
    ]
