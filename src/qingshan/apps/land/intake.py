"""From the files of a survey to sub-compartments that may be entered, or every reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from qingshan.apps.land.bundle import Source
from qingshan.core.carbon.compartment import Choice, Compartments, Outline, fit, outline
from qingshan.core.carbon.compartment import Survey as CarbonSurvey
from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.confined import read_confined
from qingshan.core.geo.shape import check_areas, check_shapes, overlaps
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label, Text
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE
from qingshan.core.tables.shelf import Shelf, open_shelf

_RULES = "registry.ticket"
_STATED_DECIMALS_HA = 0.005


@dataclass(frozen=True)
class Intake:
    """A survey that passed: the layer as read, the fitted sub-compartments, their drawn areas."""

    layer: Layer
    compartments: Compartments
    shape_area_m2: NDArray[np.float64]
    notes: tuple[Label, ...]

    @property
    def keys(self) -> list[str]:
        """Names of the sub-compartments in row order."""
        keys: list[str] = self.compartments.frame["compartment"].to_list()
        return keys


def take_in(
    source: Source,
    *,
    method: str | Choice,
    period: Period,
    as_of: date,
    crs: str | None = None,
    earlier: Path | None = None,
) -> Intake:
    """Read, fit and check a survey; it is read in a process of its own, whoever handed it in.

    ``method`` may be a choice with options, which may admit further layers; ``earlier`` is the
    survey at the first date where that is another file.

    Raises
    ------
    Refused
        E-UP codes when the file cannot be read; otherwise every E-FD, E-GE and E-UP code of fields,
        shapes, areas and overlaps at once.
    """
    shelf = open_shelf()
    layer = read_confined(source.data, crs=crs)
    shape_m2 = areas_m2(layer.shapes)
    before = None if earlier is None else read_confined(earlier)
    told = CarbonSurvey.of(layer, folder=source.folder, earlier=before)
    fields = source.field_map()
    wrong: list[Refusal] = []
    fitted: Compartments | None = None
    try:
        fitted = fit(told, shelf=shelf, as_of=as_of, fields=fields, period=period, method=method)
    except Refused as refused:
        wrong += refused.refusals
    # The shapes are checked whatever the fields are like: all that is wrong is said at once.
    known = outline(told, shelf=shelf, as_of=as_of, fields=fields)
    wrong += check_shapes(layer.shapes, known.places)
    more, notes = _check_land(layer, known, shape_m2, shelf, as_of)
    refuse_all(_distinct(wrong + more))
    assert fitted is not None
    told_notes = [Label(note.say("zh"), note.say("en")) for note in (*layer.notes, *notes)]
    return Intake(layer, fitted, shape_m2, (*told_notes, *(note.text for note in fitted.notes)))


def _check_land(
    layer: Layer,
    known: Outline,
    shape_m2: NDArray[np.float64],
    shelf: Shelf,
    as_of: date,
) -> tuple[list[Refusal], list[Any]]:
    """Overlaps between shapes, and stated against drawn areas where any are stated."""

    def rule(name: str, unit: str) -> float:
        return shelf.value(_RULES, key="ticket", name=name, unit=unit, as_of=as_of).number

    wrong, notes = overlaps(layer.shapes, known.places, rule("min_overlap_m2", "m2"))
    if known.area_ha is None:
        return wrong, notes
    # A shape in disorder has no area to compare; that it is in disorder is said already.
    stated = np.isfinite(known.area_ha) & shapely.is_valid(layer.shapes)
    more, remarks = check_areas(
        known.area_ha[stated],
        shape_m2[stated] / SQUARE_METRE_PER_HECTARE,
        [place for place, is_stated in zip(known.places, stated, strict=True) if is_stated],
        rule("area_mismatch_warn", "%") / 100,
        rule("area_mismatch_refuse", "%") / 100,
        rounding_ha=_STATED_DECIMALS_HA,
    )
    return [*wrong, *more], [*notes, *remarks]


def _distinct(refusals: list[Refusal]) -> list[Refusal]:
    """Each finding once, though two checks may have met it."""
    seen: dict[tuple[str, Text], Refusal] = {}
    for refusal in refusals:
        seen.setdefault((refusal.code, refusal.place), refusal)
    return list(seen.values())
