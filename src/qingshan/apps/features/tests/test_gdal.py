"""GDAL's own driver reads the layers from a running site, page by page and in a zone's system."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from qingshan.apps.land.models import Compartment

ZONE = "http://www.opengis.net/def/crs/EPSG/0/4524"
READ = """
import json, sys
import pyogrio, shapely
told = json.loads(sys.argv[1])
if "bbox" in told:
    told["bbox"] = tuple(told["bbox"])
meta, _, shapes, _ = pyogrio.raw.read(told.pop("source"), layer="compartments", **told)
inside = shapely.from_wkb(shapes[0]).representative_point()
print(json.dumps([len(shapes), (inside.x, inside.y), str(meta["crs"]), list(meta["fields"])]))
"""
LIST = (
    "import json, pyogrio, sys; print(json.dumps(pyogrio.list_layers(sys.argv[1])[:, 0].tolist()))"
)


def by_gdal(script: str, told: str) -> Any:
    """What a process of its own reads: GDAL would hold up the site in this one."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, told],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_gdal_reads_the_layers(open_office: Any, live_server: Any) -> None:
    open_office.issued()
    count = Compartment.objects.count()
    source = f"OAPIF:{live_server.url}/ogc/"
    layers = {"tickets", "retirements", "projects", "compartments", "counties"}
    assert set(by_gdal(LIST, source)) == layers

    def read(**told: Any) -> Any:
        return by_gdal(READ, json.dumps({"source": source, **told}))

    found, (lon, lat), _, fields = read(PAGE_SIZE="4")
    assert found == count > 4
    assert "species_group" in fields
    assert 105 < lon < 110
    assert 24 < lat < 30

    found, (east, north), system, _ = read(CRS=ZONE)
    assert found == count
    assert "4524" in system
    assert 36_000_000 < east < 37_000_000
    assert 2_700_000 < north < 3_300_000

    assert read(bbox=(lon, lat, lon + 1e-6, lat + 1e-6))[0] == 1
