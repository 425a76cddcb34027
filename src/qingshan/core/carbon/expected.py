"""Growth that nobody measured twice: read off a reference curve, or off published removals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon.curves import CurveTable, OwnCurve, Richards, reference_curve
from qingshan.core.carbon.parameters import GROUP_TABLE, group_values
from qingshan.core.carbon.stands import KINDS, NO_FOREST, TREE
from qingshan.core.kernel.label import Label, enumerated
from qingshan.core.kernel.spread import Spread
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

Floats = npt.NDArray[np.float64]

TABLE = "carbon.published_yield"
AGE_TABLE = "carbon.age_group"
MEASURED, CURVE, PUBLISHED = "measured", "curve", "published"
_ZONE = "south"
_CO2_PER_C = 44.0 / 12.0
_SUFFIXES = ("", "木", "树", "类")


@dataclass(frozen=True)
class Part:
    """What one path gives: removals in 0.0001 t, for how many stands, and on what it rests."""

    path: str
    carbon: Spread
    count: int
    area_ha: float
    assumptions: tuple[Label, ...] = ()
    place: Label | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "path": self.path,
            "carbon": self.carbon.as_dict(),
            "count": self.count,
            "area_ha": round(self.area_ha, 4),
        }


@dataclass(frozen=True)
class Reach:
    """Years of the period, the tables with their date, and the user's own curves where given."""

    years: float
    shelf: Shelf
    as_of: date
    own: CurveTable | None = None

    def share(self, key: str, name: str) -> Value:
        """A spread of table ``carbon.published_yield``, %."""
        return self.shelf.value(TABLE, key=key, name=name, unit="%", as_of=self.as_of)


def by_curve(frame: pl.DataFrame, reach: Reach) -> tuple[Part | None, npt.NDArray[np.bool_]]:
    """Removals of the stands whose species and age are known, and which stands those are.

    The attributes of a stand are taken as those of the end of the period. With growing stock the
    earlier stock is V2 y(a-T)/y(a), otherwise both are read off the curve y; the difference is
    turned into CO2 by SVD BEF (1+RSR) CF 44/12 of the species group. An age group stands for its
    lowest, middle and highest age, an unknown origin for those of both origins. Low and high are
    then moved apart by the spread of table ``carbon.published_yield``: these curves come from
    elsewhere.

    Parameters
    ----------
    frame
        As ``stands.Stands`` has it.
    reach
        Years and tables.
    """
    grown = np.full((len(frame), 3), np.nan)
    used: dict[str, Richards | OwnCurve] = {}
    facts = frame.with_row_index("at").filter(pl.col("kind") == TREE)
    for (group, origin), rows in facts.group_by("group", "origin", maintain_order=True):
        curve = _curve(group, str(origin or ""), reach)
        if curve is None:
            continue
        used[curve.key] = curve
        at = rows["at"].to_numpy()
        ages = _ages(rows, str(group), str(origin or ""), reach)
        stock = rows["volume_m3_ha"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        factor = co2_per_volume(str(group), reach.shelf, reach.as_of)
        grown[at] = _increment(curve, ages, stock, reach.years) * factor
    area = frame["area_ha"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    tonnes = grown * area[:, None]
    known = np.isfinite(tonnes).all(axis=1)
    if not known.any():
        return None, known
    bare = frame["volume_m3_ha"].is_null().to_numpy()
    apart = [reach.share(CURVE, name) for name in ("spread_stock", "spread_bare")]
    away = np.where(bare, apart[1].number, apart[0].number)[known] / 100.0
    ends = np.sort(tonnes[known], axis=1)
    low, mid, high = ends[:, 0] * (1 - away), tonnes[known][:, 1], ends[:, 2] * (1 + away)
    places = {curve.place.zh: curve.place for curve in used.values()}
    place = enumerated(places.values())
    said = (*_said(used, place), *_spread_said(apart, bare[known]))
    count, area_ha = int(known.sum()), float(area[known].sum())
    return Part(CURVE, _spread(low, mid, high), count, area_ha, said, place), known


def by_published(frame: pl.DataFrame, reach: Reach) -> Part:
    """Removals of stands by area × years × published removals of their kind of forest.

    A kind with one published figure is spread by the table's share; a stand of unknown kind takes
    the whole range. Land that bears no forest is left out and said to be.
    """
    kinds = frame["kind"].fill_null("")
    area = frame["area_ha"].cast(pl.Float64)
    low = mid = high = 0
    said: list[Label] = []
    for kind in sorted(set(kinds)):
        here = (kinds == kind) & area.is_not_null()
        area_ha = float(area.filter(here).sum())
        if kind == NO_FOREST:
            said.append(_left_out(int(here.sum()), area_ha))
            continue
        rows = _published(kind, reach)
        ends = _range(rows, reach)
        units = [round(each * area_ha * reach.years * CARBON_PER_TONNE) for each in ends]
        low, mid, high = low + units[0], mid + units[1], high + units[2]
        said.append(_values_said(kind, rows))
        if len(rows) == 1:
            said.append(_single_said(reach))
    forest = (kinds != NO_FOREST) & area.is_not_null()
    return Part(
        PUBLISHED,
        Spread(low, mid, high),
        int(forest.sum()),
        float(area.filter(forest).sum()),
        tuple(said),
    )


def _curve(group: Any, origin: str, reach: Reach) -> Richards | OwnCurve | None:
    if group is None or group not in reach.shelf.keys(GROUP_TABLE):
        return None
    own = None if reach.own is None else reach.own.of_group(str(group), origin)
    if own is not None:
        return own
    return reference_curve(str(group), origin, shelf=reach.shelf, as_of=reach.as_of)


def co2_per_volume(group: str, shelf: Shelf, as_of: date) -> float:
    """tCO2 in one cubic metre of growing stock (AR-CM-001-V01, volume method)."""
    told = group_values(shelf, [group], as_of)[group]
    svd, bef, rsr, cf = (told[name].number for name in ("svd", "bef", "rsr", "cf"))
    return svd * bef * (1.0 + rsr) * cf * _CO2_PER_C


def _increment(curve: Richards | OwnCurve, ages: Floats, stock: Floats, years: float) -> Floats:
    """Growth over the period at low, middle and high age, m3/ha."""
    later = curve.volumes(ages)
    earlier = curve.volumes(np.maximum(ages - years, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = stock[:, None] * (1.0 - earlier / later)
    told: Floats = np.where(np.isnan(stock)[:, None], later - earlier, scaled)
    return told


def _ages(rows: pl.DataFrame, group: str, origin: str, reach: Reach) -> Floats:
    """Low, middle and high age of each stand in years; NaN where nothing tells it."""
    age = rows["age_yr"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    ages: Floats = np.repeat(age[:, None], 3, axis=1)
    classes = rows["age_group"].fill_null(0).to_numpy()
    for number in np.unique(classes[np.isnan(age)]):
        span = _span(group, origin, int(number), reach) if number else None
        if span is not None:
            here = np.isnan(age) & (classes == number)
            ages[here] = (span[0], (span[0] + span[1]) / 2, span[1])
    return ages


def _span(group: str, origin: str, number: int, reach: Reach) -> tuple[float, float] | None:
    """First and last age of an age group in the south, over both origins when none is known."""
    origins = [origin] if origin else ["natural", "planted"]
    spans = [span for each in origins if (span := _limits(group, each, number, reach)) is not None]
    if len(spans) < len(origins):
        return None
    return min(low for low, _ in spans), max(high for _, high in spans)


def _limits(group: str, origin: str, number: int, reach: Reach) -> tuple[float, float] | None:
    key = _age_key(group, origin, reach.shelf)
    if key is None:
        return None
    young, middle, near, mature = (
        reach.shelf.value(AGE_TABLE, key=key, name=name, unit="yr", as_of=reach.as_of).number
        for name in ("young_max", "middle_max", "near_mature_max", "mature_max")
    )
    # Nothing ends the over-mature: as many years again as the mature have.
    ends = (0.0, young, middle, near, mature, mature + (mature - near))
    return ends[number - 1] + 1.0, ends[number]


def _age_key(group: str, origin: str, shelf: Shelf) -> str | None:
    """The row of limits for a group: its own name first, then the name without its ending."""
    keys = [key for key in shelf.keys(AGE_TABLE) if key.split("|")[1:] == [_ZONE, origin]]
    for suffix in _SUFFIXES:
        stem = group.removesuffix(suffix)
        for key in keys:
            if stem in key.split("|")[0].split("/") and (not suffix or stem != group):
                return key
    return None


def _published(kind: str, reach: Reach) -> list[Value]:
    """Published removals of one kind of forest, or of all, smallest first."""
    shelf, day = reach.shelf, reach.as_of
    keys = [key for key in shelf.keys(TABLE) if "yield" in shelf.names(TABLE, key)]
    of_kind = [
        key
        for key in keys
        if not kind or shelf.text(TABLE, key=key, name="kind", as_of=day).value == kind
    ]
    rows = [
        shelf.value(TABLE, key=key, name="yield", unit="tCO2e/(ha yr)", as_of=day)
        for key in of_kind or keys
    ]
    return sorted(rows, key=lambda row: row.value)


def _range(rows: list[Value], reach: Reach) -> tuple[float, float, float]:
    mid = rows[len(rows) // 2].number
    if len(rows) > 1:
        return rows[0].number, mid, rows[-1].number
    away = reach.share(PUBLISHED, "spread_single").number / 100.0
    return mid * (1 - away), mid, mid * (1 + away)


def _spread(low: Floats, mid: Floats, high: Floats) -> Spread:
    """Tonnes of single stands as integers, rounded once each, half to even, then added."""
    units = (int(np.rint(each * CARBON_PER_TONNE).sum()) for each in (low, mid, high))
    return Spread(*sorted(units))


def _said(used: dict[str, Richards | OwnCurve], place: Label) -> Iterator[Label]:
    yield Label(
        f"生长曲线来自{place.zh}，仅作参考。", f"Growth curves: {place.en}; for reference only."
    )
    elsewhere = [curve for curve in used.values() if isinstance(curve, Richards)]
    if elsewhere:
        yield Label("参考曲线不是贵州曲线。", "The reference curves were not fitted in Guizhou.")
    for curve in elsewhere:
        formula = f"y = {curve.a:g}·(1 − {curve.b:g}·e^(−{curve.k:g}·t))^(1/(1 − {curve.m:g}))"
        yield Label(f"所用曲线（立方米/公顷）：{formula}。", f"Curve used, m3/ha: {formula}.")
    own = [curve.key for curve in used.values() if not isinstance(curve, Richards)]
    if own:
        names = "、".join(own)
        yield Label(
            f"用自己小班拟合的曲线：{names}；林龄超出曲线的小班不用它。",
            f"Curves fitted on one's own stands: {names}; not used beyond their ages.",
        )
    yield Label(
        "林龄和蓄积按监测期末的值使用；有蓄积的按曲线比例推算期初值，没有的两期都取曲线值。",
        "Ages and stocks are taken as those at the end of the period; with a stock the earlier one "
        "follows the curve in proportion, without one both are read off the curve.",
    )


def _spread_said(apart: list[Value], bare: npt.NDArray[np.bool_]) -> Iterator[Label]:
    for spread, used, zh, en in (
        (apart[0], ~bare, "有本期蓄积", "stands with a stock"),
        (apart[1], bare, "没有蓄积", "stands without a stock"),
    ):
        if used.any():
            yield Label(
                f"{zh}的 {used.sum()} 个小班，低、高两端再放宽 {spread.value_text}%"
                f"（{spread.basis_label.zh}）。",
                f"{used.sum()} {en}: low and high are moved {spread.value_text} % further apart "
                f"({spread.basis_label.en}).",
            )


def _values_said(kind: str, rows: list[Value]) -> Label:
    told = "；".join(f"{row.value_text}（{row.note}）" for row in rows)
    named = KINDS.get(kind, Label("类型未知的林地", "forest of unknown kind"))
    return Label(
        f"{named.zh}所用数值（吨/公顷·年）：{told}。",
        f"Values used for {named.en}, t/(ha yr): {told}.",
    )


def _single_said(reach: Reach) -> Label:
    spread = reach.share(PUBLISHED, "spread_single")
    return Label(
        f"只有一个公开数值，低、高两端放宽 {spread.value_text}%（{spread.basis_label.zh}）。",
        f"There is one published figure only; low and high lie {spread.value_text} % from it "
        f"({spread.basis_label.en}).",
    )


def _left_out(count: int, area_ha: float) -> Label:
    return Label(
        f"{count} 个小班（{area_ha:.2f} 公顷）按地类不是林分，未计入。",
        f"{count} sub-compartments ({area_ha:.2f} ha) bear no stand by their land class and are "
        "not counted.",
    )
