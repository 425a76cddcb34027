"""Enter the county boundaries of the province from the collected package."""

from __future__ import annotations

import json
from pathlib import Path

import shapely
from django.conf import settings

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import County
from qingshan.core.geo.shape import to_wkb
from qingshan.core.kernel.label import Label

BOUNDARIES = "geo/counties_520000.json"
PROVENANCE = "geo/provenance.json"


@verb(
    event="counties.imported",
    label=Label("导入行政区划", "import county boundaries"),
    roles=("administrator",),
)
def import_counties(call: Call) -> Done[County]:
    """Enter every county of the collected boundaries; the first one stands for all."""
    vendor: Path = settings.VENDOR_FOLDER
    told = json.loads((vendor / BOUNDARIES).read_text())
    origin = json.loads((vendor / PROVENANCE).read_text())
    source = f"{origin['package']} {origin['version']}"
    rows = [_county(feature, source) for feature in told["features"]]
    entered = County.objects.bulk_create(rows)
    return Done(entered[0], {"count": len(entered), "source": source})


def _county(feature: dict[str, object], source: str) -> County:
    facts = feature["properties"]
    assert isinstance(facts, dict)
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    wkb = to_wkb([shape])[0]  # type: ignore[arg-type]
    assert wkb is not None
    return County(
        code=str(facts["code"]),
        name=str(facts["name"]).strip(),
        prefecture=str(facts["city"]).strip(),
        shape=wkb,
        bounds=Box(*shapely.bounds(shape).tolist()),
        source=source,
    )
