"""About how much a forest may bring, before anybody measures it: low, middle and high."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from qingshan.core.carbon.compartment import fit
from qingshan.core.carbon.expected import (
    CURVE,
    MEASURED,
    PUBLISHED,
    Part,
    Reach,
    by_curve,
    by_published,
)
from qingshan.core.carbon.run import Run, measure
from qingshan.core.carbon.stands import StandFacts, Stands, stands_of
from qingshan.core.carbon.years import calendar_years
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.spread import NOTHING, Spread
from qingshan.core.kernel.units import round_half_even
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

MIXED = "mixed"
PATHS = {
    MEASURED: Label("两期实测", "Measured at two dates"),
    CURVE: Label("生长曲线", "Growth curve"),
    PUBLISHED: Label("公开数值", "Published figures"),
    MIXED: Label("生长曲线和公开数值", "Growth curve and published figures"),
}


@dataclass(frozen=True)
class Estimate:
    """Removals of a period in 0.0001 t, how they were come by, and what that assumes.

    ``path`` is a key of ``PATHS``; ``parts`` say what each path gave; ``differences`` where the
    file contradicts what was declared.
    """

    carbon: Spread
    path: str
    basis: Label
    assumptions: tuple[Label, ...]
    parts: tuple[Part, ...] = ()
    differences: tuple[Label, ...] = ()

    @property
    def by_method(self) -> bool:
        """Whether the file's own data of two dates were measured."""
        return self.path == MEASURED

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "carbon": self.carbon.as_dict(),
            "by_method": self.by_method,
            "path": self.path,
            "path_label": _both(PATHS[self.path]),
            "parts": [part.as_dict() for part in self.parts],
            "basis": _both(self.basis),
            "differences": [_both(one) for one in self.differences],
            "assumptions": [_both(one) for one in self.assumptions],
        }


def estimate(
    layer: Layer,
    facts: StandFacts | None = None,
    *,
    period: Period,
    method: str,
    shelf: Shelf,
    as_of: date,
) -> Estimate | None:
    """By the method, else by growth curves, else by published removals; the best that data allow.

    Parameters
    ----------
    layer, facts
        The sub-compartments as read, and what was declared beside; the file goes before it.
    period, method
        The days asked about and the method of the trial run.
    shelf, as_of
        The tables and the one date under which they are read.

    Returns
    -------
    Estimate or None
        None where no area is known or no stand grows by its land class. With data of two dates the
        middle is the method's own result and both ends lie the table's spread
        (``carbon.published_yield``) away. Otherwise each stand takes the first path that it allows
        (see ``expected``), and the result says which and why. Nothing is ever taken as zero because
        it is unknown.
    """
    stands = stands_of(layer, facts, shelf=shelf, as_of=as_of)
    if not stands.grown:
        return None
    try:
        fitted = fit(layer, shelf=shelf, as_of=as_of, period=period, method=method)
        run = measure(fitted, method=method, period=period, as_of=as_of)
    except Refused as refused:
        why = sorted({refusal.code for refusal in refused.refusals})
        curves = None if facts is None else facts.curves
        return _expected(stands, Reach(calendar_years(period), shelf, as_of, curves), why)
    reach = Reach(calendar_years(period), shelf, as_of)
    return _measured(run, stands, reach.share(MEASURED, "spread"))


def _measured(run: Run, stands: Stands, spread: Value) -> Estimate:
    away = abs(round_half_even(float(run.removal * spread.value / 100)))
    carbon = Spread(run.removal - away, run.removal, run.removal + away)
    return Estimate(
        carbon,
        MEASURED,
        Label(
            f"按方法学 {run.method} 用文件中的两期数据试算。",
            f"Trial run of the method {run.method} on the file's own data of two dates.",
        ),
        assumptions=(
            Label(
                f"保守、乐观两值为试算值上下浮动 {spread.value_text}%（{spread.basis_label.zh}）。",
                f"Low and high lie {spread.value_text} % from it ({spread.basis_label.en}).",
            ),
            *(note.text for note in run.notes),
        ),
        parts=(Part(MEASURED, carbon, len(run.frame), run.area_ha),),
        differences=stands.differences,
    )


def _expected(stands: Stands, reach: Reach, why: list[str]) -> Estimate:
    curve, known = by_curve(stands.frame, reach)
    rest = stands.frame.filter(~pl.Series(known, dtype=pl.Boolean))
    parts = [curve] if curve else []
    if len(rest):
        parts.append(by_published(rest, reach))
    carbon = NOTHING
    for part in parts:
        carbon = carbon.plus(part.carbon)
    used = [part.path for part in parts if part.count] or [PUBLISHED]
    path = used[0] if len(used) == 1 else MIXED
    unplaced = stands.frame["area_ha"].null_count()
    return Estimate(
        carbon,
        path,
        _basis(path, parts),
        assumptions=(
            *(one for part in parts for one in part.assumptions),
            *([_without_area(unplaced)] if unplaced else []),
            Label(
                f"未能按两期数据试算的原因：{'、'.join(why)}。",
                f"Why no trial run on two dates: {', '.join(why)}.",
            ),
        ),
        parts=tuple(parts),
        differences=stands.differences,
    )


def _basis(path: str, parts: list[Part]) -> Label:
    if path == PUBLISHED:
        return Label(
            "文件缺少测算所需的林分数据，仅按公开报道的每公顷每年减排量给出区间。",
            "The file lacks the stand data for a trial run; the range comes from published "
            "removals per hectare and year.",
        )
    place = parts[0].place or Label("", "")
    count = parts[0].count
    zh = (
        "没有可用的两期数据，按树种和林龄由生长曲线推算监测期内的增长。"
        if path == CURVE
        else f"没有可用的两期数据，{count} 个小班由生长曲线推算，其余 {parts[-1].count} 个"
        "按公开报道的每公顷每年减排量计。"
    )
    en = (
        "There are no data of two dates: growth in the period is read off curves by species and "
        "age. "
        if path == CURVE
        else f"There are no data of two dates: {count} sub-compartments follow growth curves, the "
        f"other {parts[-1].count} published removals per hectare and year. "
    )
    return Label(
        f"{zh}曲线来自{place.zh}，仅作参考。",
        f"{en}The curves come from {place.en} and are for reference only.",
    )


def _without_area(count: int) -> Label:
    return Label(
        f"{count} 个小班没有图形，减排量未知，未计入。",
        f"{count} sub-compartments have no shape; their removals are unknown and not counted.",
    )


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
