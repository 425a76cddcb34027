"""Safe repairs of a layer: what cannot change whose land is whose is mended, the rest is listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from qingshan.core.doctor.card import Card, Finding, Level
from qingshan.core.doctor.drawing import ASSIGN, DROP, MEND
from qingshan.core.doctor.refusals import FILE_EXISTS, NOTHING_TO_REPAIR
from qingshan.core.geo.area import areas_m2, mended
from qingshan.core.geo.vector import Layer
from qingshan.core.geo.writing import write_geopackage
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

REPAIRS = {
    MEND: Label("理顺自相交的边界", "crossing boundary mended"),
    DROP: Label("删去重复的图斑", "shape entered twice removed"),
    ASSIGN: Label("细小重叠划归序号在前的图斑", "sliver assigned to the earlier shape"),
}
"""The repairs in words."""

_SAME_DEGREES, _LEAST_M2 = 1e-9, 0.01


@dataclass(frozen=True)
class RowRepair:
    """One row before and after: areas in m², ``after_m2`` None where the row was removed."""

    row: int
    repairs: tuple[str, ...]
    before_m2: float
    after_m2: float | None


@dataclass(frozen=True)
class Repaired:
    """A layer after the safe repairs, what was done row by row, and what was left as it is."""

    layer: Layer
    rows: tuple[RowRepair, ...]
    left: tuple[Finding, ...]


def repaired(card: Card) -> Repaired:
    """Apply the repairs that the findings of a card name.

    Crossing rings are mended where the area stays the same within the limit of the table,
    exact duplicates go, slivers fall to the earlier shape, doubled vertices vanish; heights were
    dropped and rings closed in reading. Nothing else is touched.

    Raises
    ------
    Refused
        E-DR-11 when no layer was read.
    """
    layer = card.layer_read
    if layer is None:
        raise Refused.because(NOTHING_TO_REPAIR, card.file, name=card.file)
    named = [finding for finding in card.findings if finding.repair is not None]
    shapes = np.array(layer.shapes, dtype=object)
    before = areas_m2(shapes)
    done: dict[int, list[str]] = {}
    # What a crossing hides (an overlap, say) shows after mending, so mending comes first.
    for finding in (f for f in named if f.repair == MEND):
        at = finding.rows[0] - 1
        shapes[at] = mended(shapes[at : at + 1])[0]
        done.setdefault(at, []).append(MEND)
    removed = {finding.rows[1] - 1 for finding in named if finding.repair == DROP}
    for at in removed:
        done.setdefault(at, []).append(DROP)
    slivers = [f.rows for f in named if f.repair == ASSIGN]
    _assign(shapes, [rows for rows in slivers if not {r - 1 for r in rows} & removed], done)
    shapes = _without_doubled(shapes)
    after = areas_m2(shapes)
    rows = tuple(
        RowRepair(at + 1, tuple(done[at]), float(before[at]), _after(after, at, removed))
        for at in sorted(done)
    )
    kept = np.array([at not in removed for at in range(len(shapes))])
    frame = layer.frame.filter(kept.tolist()) if removed else layer.frame
    left = tuple(
        finding
        for finding in card.findings
        if finding.repair is None and finding.level is not Level.TELLS
    )
    return Repaired(replace(layer, frame=frame, shapes=shapes[kept]), rows, left)


def write_repaired(repair: Repaired, path: Path) -> None:
    """The repaired layer as GeoPackage (EPSG:4490), whole before it bears its name.

    Raises
    ------
    Refused
        E-DR-10 when there is such a file.
    """
    if path.exists():
        raise Refused.because(FILE_EXISTS, path.name, name=path.name)
    layer = repair.layer
    write_geopackage(path, layer.frame.drop("row"), layer.shapes, layer=layer.name)


def repair_as_dict(repair: Repaired) -> dict[str, Any]:
    """For JSON."""
    return {
        "rows": [
            {
                "row": row.row,
                "repairs": list(row.repairs),
                "before_m2": round(row.before_m2, 4),
                "after_m2": None if row.after_m2 is None else round(row.after_m2, 4),
            }
            for row in repair.rows
        ],
        "left": [{"code": finding.code, "place": finding.where()} for finding in repair.left],
    }


def _after(after: np.ndarray[Any, Any], at: int, removed: set[int]) -> float | None:
    return None if at in removed else float(after[at])


def _assign(
    shapes: np.ndarray[Any, Any], slivers: Sequence[tuple[int, ...]], done: dict[int, list[str]]
) -> None:
    """Cut each sliver off the later shape; in degrees, so that no other vertex moves."""
    for first, second in sorted(slivers):
        cut = _solid(shapely.difference(shapes[second - 1], shapes[first - 1]))
        if cut is None:
            continue
        shapes[second - 1] = cut
        done.setdefault(second - 1, []).append(ASSIGN)


def _solid(shape: Any) -> Any:
    """The parts with an area, or None: cutting along an edge leaves splinters that have none."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    parts = parts[areas_m2(parts) >= _LEAST_M2]
    if len(parts) < 2:
        return parts[0] if len(parts) else None
    return shapely.multipolygons(parts)


def _without_doubled(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Shapes without vertices that stand where the one before stands (a tenth of a millimetre)."""
    slim = shapely.remove_repeated_points(shapes, _SAME_DEGREES)
    whole: np.ndarray[Any, Any] = np.where(shapely.is_valid(slim), slim, shapes)
    return whole
