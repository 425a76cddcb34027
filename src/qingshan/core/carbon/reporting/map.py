"""The map of a report: sub-compartments by species group, or plots by stratum, with a legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.picture import Look, Piece, Sheet, still_picture
from qingshan.core.kernel.label import Label

COLOURS = ("#1e6b4a", "#9a5b00", "#1757a6", "#7a4b8c", "#5b7a1e", "#b0413e", "#3f6f78")
OTHER_COLOUR = "#8a928d"
OTHER = Label("其他", "other")
TITLE = Label("小班分布图，按树种组着色", "Sub-compartments, coloured by species group")
PLOT_TITLE = Label("样地分布图，按层着色", "Sample plots, coloured by stratum")
LAND = Label("林地范围", "outline of the forest")
LAND_COLOUR = "#5c6b63"
DOT_SHARE = 0.011
"""Radius of a plot as a share of the longer side of the map: plots are too small to be drawn."""


@dataclass(frozen=True)
class Place:
    """Where a sample plot lies, in degrees (CGCS2000), and its stratum."""

    plot: str
    stratum: str
    longitude_deg: float
    latitude_deg: float


def report_map(
    shapes: np.ndarray[Any, Any], groups: Sequence[str], language: str = "zh"
) -> tuple[str, list[list[str]]]:
    """The map as SVG and its legend as pairs of colour and name, the commonest group first.

    Parameters
    ----------
    shapes
        The sub-compartments, longitude and latitude.
    groups
        The species group of each, in the same order.
    language
        Of scale, north arrow and legend.
    """
    common = [
        name for name, _ in sorted(Counter(groups).items(), key=lambda each: (-each[1], each[0]))
    ]
    named = common[: len(COLOURS)]
    keys = {name: f"g{at}" for at, name in enumerate(named)}
    looks = {
        keys[name]: Look(COLOURS[at], opacity=0.55, width=1.2) for at, name in enumerate(named)
    }
    looks["other"] = Look(OTHER_COLOUR, opacity=0.55, width=1.2)
    pieces = [
        Piece(keys.get(group, "other"), shape) for shape, group in zip(shapes, groups, strict=True)
    ]
    sheet = Sheet(
        width=1000, height=580, name="report", title=TITLE.say(language), language=language
    )
    legend = [[COLOURS[at], name] for at, name in enumerate(named)]
    if len(common) > len(named):
        legend.append([OTHER_COLOUR, OTHER.say(language)])
    return still_picture(pieces, looks, sheet), legend


def plot_map(
    places: Sequence[Place], shapes: np.ndarray[Any, Any] | None, language: str = "zh"
) -> tuple[str, list[list[str]]]:
    """The map of sample plots above the outlines of the forest, and its legend by stratum.

    Parameters
    ----------
    places
        Plots in any order; strata take the colours in order of their names.
    shapes
        Outlines, longitude and latitude; None where only the plots are known.
    language
        Of scale, north arrow and legend.
    """
    strata = sorted({place.stratum for place in places})
    keys = {name: f"s{at}" for at, name in enumerate(strata)}
    colours = {
        name: COLOURS[at] if at < len(COLOURS) else OTHER_COLOUR for at, name in enumerate(strata)
    }
    looks = {"land": Look(LAND_COLOUR, opacity=0.12, width=1.2)}
    looks |= {keys[name]: Look(colours[name], opacity=0.9, width=1.0) for name in strata}
    points = [shapely.Point(place.longitude_deg, place.latitude_deg) for place in places]
    land = [] if shapes is None else list(shapes)
    west, south, east, north = shapely.total_bounds(np.array([*land, *points], dtype=object))
    radius = DOT_SHARE * max(east - west, north - south, 0.002)
    pieces = [Piece("land", shape) for shape in land]
    pieces += [
        Piece(keys[place.stratum], point.buffer(radius))
        for place, point in zip(places, points, strict=True)
    ]
    title = PLOT_TITLE.say(language)
    sheet = Sheet(width=1000, height=580, name="plots", title=title, language=language)
    legend = [[colours[name], name] for name in strata[: len(COLOURS)]]
    if len(strata) > len(COLOURS):
        legend.append([OTHER_COLOUR, OTHER.say(language)])
    if land:
        legend.append([LAND_COLOUR, LAND.say(language)])
    return still_picture(pieces, looks, sheet), legend
