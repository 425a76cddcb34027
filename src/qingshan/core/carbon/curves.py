"""Yield curves: the growing stock of a stand at an age, read off a table and never beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.fieldmap import CurveUse
from qingshan.core.kernel.errors import Refused

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CurveTable:
    """Curves by id; each an array of ages (yr, rising) and of volumes (m3/ha)."""

    name: str
    curves: dict[str, tuple[Floats, Floats]]

    def volumes(self, ids: pl.Series, age_yr: Floats) -> Floats:
        """Volume in m3/ha at each age, on a straight line between the two points around it.

        NaN where the curve is unknown or the age lies outside its points.
        """
        result = np.full(len(age_yr), np.nan)
        written = ids.to_numpy()
        for curve_id in ids.drop_nulls().unique().sort().to_list():
            if curve_id not in self.curves:
                continue
            ages, volumes = self.curves[curve_id]
            here = np.flatnonzero(written == curve_id)
            result[here] = np.interp(age_yr[here], ages, volumes, left=np.nan, right=np.nan)
        return result

    def span(self, curve_id: str) -> str:
        """First and last age of a curve, for a refusal."""
        if curve_id not in self.curves:
            return "—"
        ages = self.curves[curve_id][0]
        return f"{ages[0]:g}–{ages[-1]:g}"


def read_curves(path: Path, use: CurveUse) -> CurveTable:
    """Read a CSV file of curve points.

    Raises
    ------
    Refused
        E-FD-19 for a file that cannot be read, a missing column, a point that is no number,
        a negative volume or two volumes at one age.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise _unusable(path, "文件读不出", f"unreadable ({type(fault).__name__})") from fault
    absent = [column for column in use.columns.values() if column not in frame.columns]
    if absent:
        names = ", ".join(absent)
        raise _unusable(path, f"缺少列 {names}", f"without column {names}")
    ids = reading.text(frame[use.columns["curve"]])
    ages, bad_age = reading.number(frame[use.columns["age"]])
    volumes, bad_volume = reading.number(frame[use.columns["volume"]])
    wrong = bad_age | bad_volume | ages.is_null() | volumes.is_null() | ids.is_null()
    wrong |= (volumes < 0).fill_null(value=False)
    if wrong.any():
        line = int(wrong.arg_true()[0]) + 2
        raise _unusable(path, f"第 {line} 行不是曲线上的点", f"line {line} is no point of a curve")
    points = pl.DataFrame({"curve": ids, "age": ages, "volume": volumes * use.per_hectare})
    points = points.sort("curve", "age")
    if points.select("curve", "age").is_duplicated().any():
        raise _unusable(path, "同一林龄有两个蓄积", "two volumes at one age")
    curves: dict[str, tuple[Floats, Floats]] = {}
    for (curve_id,), part in points.group_by("curve", maintain_order=True):
        curves[str(curve_id)] = (part["age"].to_numpy(), part["volume"].to_numpy())
    return CurveTable(path.name, curves)


def _unusable(path: Path, zh: str, en: str) -> Refused:
    facts: dict[str, Any] = {"finding_zh": zh, "finding_en": en, "table": path.name}
    return Refused.because(codes.CURVE_UNUSABLE, path.name, **facts)
