"""Yield curves: the growing stock of a stand at an age, from a table of points or a formula."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.fieldmap import CurveUse
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

Floats = npt.NDArray[np.float64]

REFERENCE_TABLE = "carbon.growth_curve"
KIND_TABLE = "carbon.stand_kind"


@dataclass(frozen=True)
class Richards:
    """V(t) = A (1 - B e^(-K t))^(1/(1-m)) in m3/ha at age t in years, and where it was fitted.

    The base is negative before some three years where B > 1; the stock is then taken as nothing.
    Source: table ``carbon.growth_curve`` (ChinaXiv 201711.00294 for north Hebei).
    """

    key: str
    place: Label
    a: float
    b: float
    k: float
    m: float

    def volumes(self, age_yr: Floats) -> Floats:
        """Growing stock at each age, m3/ha; NaN where the age is unknown."""
        base = np.maximum(1.0 - self.b * np.exp(-self.k * age_yr), 0.0)
        stock: Floats = self.a * base ** (1.0 / (1.0 - self.m))
        return stock


def reference_curve(group: str, origin: str, *, shelf: Shelf, as_of: date) -> Richards | None:
    """The curve that table ``carbon.stand_kind`` names for a species group, or None.

    Parameters
    ----------
    group, origin
        A key of the table, and ``natural``, ``planted`` or empty. A row ``curve_natural`` or
        ``curve_planted`` goes before the row ``curve`` that holds for any origin.
    shelf, as_of
        The tables and the one date under which they are read.
    """
    if group not in shelf.keys(KIND_TABLE):
        return None
    names = shelf.names(KIND_TABLE, group)
    name = next((each for each in (f"curve_{origin}", "curve") if each in names), None)
    if name is None:
        return None
    key = shelf.text(KIND_TABLE, key=group, name=name, as_of=as_of).value
    zh, en = (
        shelf.text(REFERENCE_TABLE, key=key, name=f"place_{language}", as_of=as_of).value
        for language in ("zh", "en")
    )
    a, b, k, m = (
        shelf.value(REFERENCE_TABLE, key=key, name=each, unit="coefficient", as_of=as_of).number
        for each in ("A", "B", "K", "m")
    )
    return Richards(key, Label(zh, en), a, b, k, m)


@dataclass(frozen=True)
class OwnCurve:
    """A curve of the user's: points between which it is a straight line, and nothing beyond."""

    key: str
    place: Label
    ages_yr: Floats
    volumes_m3_ha: Floats

    def volumes(self, age_yr: Floats) -> Floats:
        """Growing stock at each age, m3/ha; NaN outside its points and where the age is unknown."""
        return np.interp(age_yr, self.ages_yr, self.volumes_m3_ha, left=np.nan, right=np.nan)


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

    def of_group(self, group: str, origin: str) -> OwnCurve | None:
        """The curve of a species group and origin, else the one of the group with none stated."""
        for key in (f"{group}|{origin}", f"{group}|unknown", group):
            if key in self.curves:
                place = Label(f"用户提供的 {self.name}", f"the user's own {self.name}")
                return OwnCurve(key, place, *self.curves[key])
        return None

    def span(self, curve_id: str) -> str:
        """First and last age of a curve, for a refusal."""
        if curve_id not in self.curves:
            return "—"
        ages = self.curves[curve_id][0]
        return f"{ages[0]:g}–{ages[-1]:g}"


OWN = CurveUse("", "", "", "end", {name: name for name in ("curve", "age", "volume")}, 1.0)
"""The columns that ``qingshan growth fit`` writes."""


def own_curves(path: Path) -> CurveTable:
    """Curves as ``qingshan growth fit`` writes them (E-FD-19)."""
    return read_curves(path, OWN)


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
