"""The map of a report: every sub-compartment in the colour of its species group, with a legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from qingshan.core.geo.picture import Look, Piece, Sheet, still_picture
from qingshan.core.kernel.label import Label

COLOURS = ("#1e6b4a", "#9a5b00", "#1757a6", "#7a4b8c", "#5b7a1e", "#b0413e", "#3f6f78")
OTHER_COLOUR = "#8a928d"
OTHER = Label("其他", "other")
TITLE = Label("小班分布图，按树种组着色", "Sub-compartments, coloured by species group")


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
