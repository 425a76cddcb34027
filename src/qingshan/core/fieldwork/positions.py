"""Where plots are: by their design, and by the stratum or sub-compartment they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
import shapely
from pyproj import Geod, Transformer

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.finding import Finding, Listed
from qingshan.core.fieldwork.limits import Limits
from qingshan.core.geo.systems import METRES_PER_ZONE, zone_code
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level

DEGREES = "EPSG:4490"
_GEOD = Geod(ellps="GRS80")
_NO_PLAN = Label("没有设计坐标", "no planned coordinates")
_NO_ZONE = Label("Y 坐标没有带号，不知是哪一带", "Y without zone number; the zone is unknown")
_NO_SHAPES = Label("没有层或小班图形", "no shapes of strata or sub-compartments")
_NO_STRATUM = Label("清单中的层在图形中找不到", "their stratum is not among the shapes")


@dataclass(frozen=True)
class Places:
    """Shapes that plots should lie in, as shapely geometries in degrees of CGCS2000 (EPSG:4490).

    ``names`` are those that the column ``stratum`` of the plot list uses, one a shape, where they
    are known.
    """

    shapes: tuple[Any, ...] = ()
    names: tuple[str | None, ...] = field(default=())

    @classmethod
    def of_wkb(cls, stored: Mapping[str, bytes]) -> Places:
        """From WKB by name."""
        return cls(tuple(shapely.from_wkb(list(stored.values()))), tuple(stored))


def degrees_of(plot: Mapping[str, Any], prefix: str = "") -> tuple[float, float] | None:
    """Longitude and latitude of a row of the plot list, None where it does not tell them.

    X is the northing and Y the easting of a CGCS2000 3-degree zone, whose number leads Y.
    """
    lon, lat = (plot.get(f"{prefix}{name}_deg") for name in ("longitude", "latitude"))
    if lon is not None and lat is not None:
        return float(lon), float(lat)
    northing, easting = (plot.get(f"{prefix}{name}_m") for name in ("x", "y"))
    if northing is None or easting is None:
        return None
    code = zone_code("cgcs2000", 3, int(easting // METRES_PER_ZONE), prefixed=True)
    if code is None:
        return None
    found = Transformer.from_crs(code, DEGREES, always_xy=True).transform(easting, northing)
    return float(found[0]), float(found[1])


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Geodesic distance of two points in degrees, in metres (Karney 2013)."""
    return float(_GEOD.inv(*one, *other)[2])


def check_positions(plots: Listed, places: Places, limits: Limits) -> Iterator[Finding]:
    """Measured against planned points, and against the shapes (E-FW-02 to 04)."""
    unknown: Counter[Label] = Counter()
    most = limits.of("position", "planned_distance_max")
    for plot in plots.sheet.frame.iter_rows(named=True):
        apart = _apart(plot)
        if isinstance(apart, Label):
            unknown[apart] += 1
        elif apart > most:
            yield plots.at(
                Level.ASKS, codes.PLOT_FAR, _column(plots.sheet.frame), plot["row"],
                plot=plot["plot"], distance_m=f"{apart:.0f}", most_m=f"{most:g}",
            )  # fmt: skip
    yield from _outside(plots, places, unknown)
    for reason, count in unknown.items():
        yield plots.all(
            Level.TELLS, codes.PLACE_UNKNOWN, count=count,
            reason_zh=reason.zh, reason_en=reason.en,
        )  # fmt: skip


def _apart(plot: Mapping[str, Any]) -> float | Label:
    """Metres between the measured and the planned point, or why they are not known."""
    planned = [plot.get(f"planned_{name}_m") for name in ("x", "y")]
    measured = [plot.get(f"{name}_m") for name in ("x", "y")]
    if None not in planned and None not in measured:
        x, y = np.subtract(np.array(measured, float), np.array(planned, float)).tolist()
        # One of the two may lead with its zone; a distance of whole zones is none.
        y -= METRES_PER_ZONE * round(y / METRES_PER_ZONE)
        return float(np.hypot(x, y))
    here, there = degrees_of(plot), degrees_of(plot, "planned_")
    if here is not None and there is not None:
        return distance_m(here, there)
    has_plan = any(value is not None for key, value in plot.items() if key.startswith("planned_"))
    return _NO_ZONE if has_plan else _NO_PLAN


def _outside(plots: Listed, places: Places, unknown: Counter[Label]) -> Iterator[Finding]:
    frame = plots.sheet.frame
    if not places.shapes:
        unknown[_NO_SHAPES] += len(frame)
        return
    named = bool(places.names) and None not in places.names
    for plot in frame.iter_rows(named=True):
        here = degrees_of(plot)
        if here is None:
            unknown[_NO_ZONE] += 1
            continue
        stratum = plot.get("stratum") if named else None
        among = [
            shape
            for shape, name in zip(
                places.shapes, places.names or [None] * len(places.shapes), strict=True
            )
            if stratum is None or name == stratum
        ]
        if not among:
            unknown[_NO_STRATUM] += 1
            continue
        away = _away_m(here, among)
        if away > 0:
            said = Label("层", "stratum")
            yield plots.at(
                Level.BLOCKS, codes.PLOT_OUTSIDE, _column(frame), plot["row"], plot=plot["plot"],
                distance_m=f"{away:.0f}",
                stratum_zh=f"{said.zh} {stratum}" if stratum else "任何小班",
                stratum_en=f"{said.en} {stratum}" if stratum else "every sub-compartment",
            )  # fmt: skip


def _away_m(here: tuple[float, float], shapes: list[Any]) -> float:
    """Metres to the nearest shape, 0 inside or on the edge of one.

    A plot is a point here; whether its whole area lies inside is for the design to say.
    """
    around = np.array(shapes, dtype=object)
    if shapely.covers(around, shapely.Point(here)).any():
        return 0.0
    # Nearest in degrees stretched by latitude, then measured on the ellipsoid.
    stretch = np.array([float(np.cos(np.radians(here[1]))), 1.0])
    flat = shapely.transform(around, lambda xy: xy * stretch)
    point = shapely.Point(np.array(here) * stretch)
    nearest = flat[int(np.argmin(shapely.distance(flat, point)))]
    near = shapely.get_coordinates(shapely.shortest_line(nearest, point))[0] / stretch
    return distance_m((float(near[0]), float(near[1])), here)


def _column(frame: pl.DataFrame) -> str:
    """The column on which a wrong position is marked."""
    return "longitude_deg" if frame["longitude_deg"].count() else "x_m"
