"""The sub-compartments of a survey on a map, and as the list that says the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import shapely
from numpy.typing import NDArray

from qingshan.apps.land.models import Compartment
from qingshan.core.carbon.leaf import compartment_id
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE

NUMBERED = 40
"""Above this count the parcels on a map carry no number."""

LISTED = 40


def parcel_features(stands: Sequence[Compartment], shapes: NDArray[Any]) -> dict[str, Any]:
    """Sub-compartments as GeoJSON (EPSG:4490); ``shapes`` in the same order, as exact as wanted."""
    features = [
        {
            "type": "Feature",
            "id": place,
            "geometry": json.loads(shapely.to_geojson(shape)),
            "properties": {
                "number": place if len(shapes) <= NUMBERED else "",
                "title": f"{stand.key} {stand.species_group}",
                "tone": "",
            },
        }
        for place, (stand, shape) in enumerate(zip(stands, shapes, strict=True), 1)
    ]
    return {"type": "FeatureCollection", "features": features}


def parcel_rows(stands: Sequence[Compartment], run: Run | None, href: str) -> list[dict[str, Any]]:
    """The first sub-compartments with what each gave; ``href`` opens a figure by ``{id}``."""
    removals = (
        {} if run is None else dict(run.frame.select("compartment", "removal_unit").iter_rows())
    )
    return [
        {
            "id": place,
            "short_key": "-".join(row.key.split("-")[-2:]),
            "species": row.species_group,
            "area_ha": row.stated_area_m2 / SQUARE_METRE_PER_HECTARE,
            "removal": removals.get(row.key),
            "href": href.replace("{id}", compartment_id(row.key)),
        }
        for place, row in enumerate(stands[:LISTED], 1)
    ]
