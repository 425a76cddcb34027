"""Places of plots for the field and for a map: waypoints (GPX 1.1) and points (GeoJSON)."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import polars as pl

GPX = "http://www.topografix.com/GPX/1/1"


def gpx(places: pl.DataFrame) -> bytes:
    """Waypoints that any receiver loads, one a plot, named as the plot.

    GPX knows WGS 84 only; CGCS2000 agrees with it to some centimetres, less than a receiver sees.
    No time is written, so that the same design always gives the same bytes.
    """
    ET.register_namespace("", GPX)
    root = ET.Element(f"{{{GPX}}}gpx", {"version": "1.1", "creator": "Qingshan"})
    for row in places.iter_rows(named=True):
        point = ET.SubElement(
            root,
            f"{{{GPX}}}wpt",
            {"lat": f"{row['latitude_deg']:.7f}", "lon": f"{row['longitude_deg']:.7f}"},
        )
        ET.SubElement(point, f"{{{GPX}}}name").text = row["plot"]
        words = f"{row['stratum']} {row['compartment']}".strip()
        ET.SubElement(point, f"{{{GPX}}}desc").text = words
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def geojson(places: pl.DataFrame) -> dict[str, Any]:
    """The places as a feature collection in degrees, with everything known of each plot."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row["plot"],
                "geometry": {
                    "type": "Point",
                    "coordinates": [row["longitude_deg"], row["latitude_deg"]],
                },
                "properties": {name: row[name] for name in ("plot", "stratum", "compartment")},
            }
            for row in places.iter_rows(named=True)
        ],
    }
