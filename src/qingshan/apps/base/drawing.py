"""Areas drawn on a map: the form field that takes them from the map or as typed coordinates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from qingshan.apps.base.frame import say
from qingshan.core.kernel.label import Label

MOST_AREAS, MOST_CORNERS = 200, 20_000
LEAST_CORNERS = 3
DECIMALS = 7
LON_DEG, LAT_DEG = (73.0, 136.0), (3.0, 54.0)
"""The country's span; outside it longitude and latitude were mixed up, or it is no degrees."""

_BETWEEN = re.compile(r"[\s,;，；、]+")
Corner = tuple[float, float]


class DrawnInput(forms.HiddenInput):
    """The hidden box that the map fills; without script the typed corners stand in for it."""

    @staticmethod
    def corners_name(name: str) -> str:
        """The name of the box for typed corners."""
        return f"{name}_corners"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """GeoJSON from the map, else the typed corners as they are."""
        drawn = super().value_from_datadict(data, files, name)
        return drawn or data.get(self.corners_name(name), "")

    @staticmethod
    def corners_of(value: Any) -> str:
        """What the box for typed corners shows for a value of the field."""
        try:
            areas = _areas_of(json.loads(value)) if isinstance(value, str) else []
        except (ValueError, TypeError, KeyError, IndexError):
            return value if isinstance(value, str) else ""
        return "\n\n".join(
            "\n".join(f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lon, lat in area)
            for area in areas
        )


class DrawnField(forms.CharField):
    """Drawn areas; clean to the text of a GeoJSON FeatureCollection in EPSG:4490, or to nothing.

    A boundary that crosses itself is let through: the doctor names the place and offers a repair.
    """

    widget = DrawnInput

    def clean(self, value: Any) -> str:
        """The areas, each ring closed once; every fault is said with its area or line."""
        text = super().clean(value).strip()
        if not text:
            return ""
        areas = _read(text) if text[0] in "{[" else typed_areas(text)
        wrong = list(_faults(areas))
        if wrong:
            raise ValidationError(wrong)
        return json.dumps(collection(areas))


def collection(areas: list[list[Corner]]) -> dict[str, Any]:
    """Areas as GeoJSON, numbered from 1."""
    features = [
        {
            "type": "Feature",
            "id": number,
            "properties": {"number": number},
            "geometry": {"type": "Polygon", "coordinates": [[*area, area[0]]]},
        }
        for number, area in enumerate(areas, 1)
    ]
    return {"type": "FeatureCollection", "features": features}


def typed_areas(text: str) -> list[list[Corner]]:
    """Areas from lines "longitude,latitude" with an empty line between areas.

    Raises
    ------
    ValidationError
        With every line that is not understood.
    """
    areas: list[list[Corner]] = [[]]
    wrong = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            areas.append([])
            continue
        try:
            lon, lat = (float(part) for part in _BETWEEN.split(line.strip(" \t,;，；")))
        except ValueError:
            wrong.append(
                _said(
                    f"第 {number} 行看不懂：应为“经度,纬度”。",
                    f"Line {number} is not understood; write longitude,latitude.",
                )
            )
            continue
        areas[-1].append((lon, lat))
    if wrong:
        raise ValidationError(wrong)
    return [_opened(area) for area in areas if area]


def _read(text: str) -> list[list[Corner]]:
    try:
        return _areas_of(json.loads(text))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        raise ValidationError(
            _said("画的范围没有读到，请重画。", "The drawing was not understood; draw it again.")
        ) from None


def _areas_of(told: Mapping[str, Any]) -> list[list[Corner]]:
    areas = []
    for feature in told["features"]:
        geometry = feature["geometry"]
        if geometry["type"] != "Polygon":
            raise ValueError(geometry["type"])
        ring = [
            (round(float(lon), DECIMALS), round(float(lat), DECIMALS))
            for lon, lat in geometry["coordinates"][0]
        ]
        areas.append(_opened(ring))
    return areas


def _opened(ring: list[Corner]) -> list[Corner]:
    """Without the last corner where it repeats the first."""
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _faults(areas: list[list[Corner]]) -> Any:
    if len(areas) > MOST_AREAS or sum(map(len, areas)) > MOST_CORNERS:
        yield _said(
            f"最多画 {MOST_AREAS} 块、{MOST_CORNERS} 个角点；更多请放文件。",
            f"At most {MOST_AREAS} areas and {MOST_CORNERS} corners; send a file instead.",
        )
    for number, area in enumerate(areas, 1):
        if len(set(area)) < LEAST_CORNERS:
            yield _said(
                f"第 {number} 块不足 3 个不同的角点。",
                f"Area {number} has fewer than 3 different corners.",
            )
        elif not all(_is_inside(corner) for corner in area):
            yield _said(
                f"第 {number} 块不在国内：请写经纬度（度），经度在前。",
                f"Area {number} is outside the country: degrees, longitude first.",
            )


def _is_inside(corner: Corner) -> bool:
    lon, lat = corner
    return LON_DEG[0] <= lon <= LON_DEG[1] and LAT_DEG[0] <= lat <= LAT_DEG[1]


def _said(zh: str, en: str) -> str:
    return say(Label(zh, en))
