"""A silent change of unit between two occasions: the same trees, ten times as thick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.finding import PLOTS, Finding, Listed
from qingshan.core.fieldwork.limits import Limits
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level
from qingshan.core.kernel.units import MU_PER_HECTARE, SQUARE_METRE_PER_HECTARE

Floats = npt.NDArray[np.float64]

TREE_COLUMNS: Mapping[str, Label] = {
    "dbh_cm": Label("胸径", "dbh"),
    "height_m": Label("树高", "height"),
}
PLOT_COLUMNS: Mapping[str, Label] = {
    "mean_dbh_cm": Label("平均胸径", "mean dbh"),
    "mean_height_m": Label("平均树高", "mean height"),
    "stock_m3": Label("样地蓄积", "stock of the plot"),
    "area_m2": Label("样地面积", "plot area"),
}
STOCK = "stock_m3"
SAME = 0.05
"""Factors that differ by less have the same meaning."""
_TEST = Label("{}的单位变化", "change of unit of {}")
_DECADES = Label("相差 {} 倍，如毫米与厘米、分米与米", "by {}, as from mm to cm or dm to m")
_MU = Label("亩与公顷", "mu and hectares")
_PER_HECTARE = Label("每样地与每公顷", "per plot and per hectare")


@dataclass(frozen=True)
class Shift:
    """A factor between the occasions that is no growth.

    ``ratio`` is the median of later over earlier, ``factor`` the change of unit next to it,
    ``share`` the part of the ``count`` values nearer to that factor than to none.
    """

    ratio: float
    factor: float
    share: float
    count: int


def shift_between(
    before: Floats, after: Floats, factors: list[float], limits: Limits
) -> Shift | None:
    """The change of unit that two measurements of the same things show, or None.

    Parameters
    ----------
    before, after
        The same trees or plots in the same order; pairs with a value that is not above 0 are
        left out.
    factors
        Changes of unit that may be met, each later over earlier.
    limits
        Tolerance in decimal logarithms, and the least share that has to agree.
    """
    known = np.isfinite(before) & np.isfinite(after) & (before > 0) & (after > 0)
    if np.count_nonzero(known) < limits.of("unit", "values_min"):
        return None
    logs = np.log10(after[known] / before[known])
    middle = float(np.median(logs))
    wanted = np.log10(np.array(factors))
    nearest = float(wanted[np.argmin(np.abs(wanted - middle))])
    if abs(nearest - middle) > min(limits.of("unit", "tolerance"), abs(middle)):
        return None
    share = float(np.mean(np.abs(logs - nearest) < np.abs(logs)))
    if share < limits.of("unit", "share_min"):
        return None
    return Shift(10**middle, 10**nearest, share, len(logs))


def check_units(now: Listed, earlier: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    """Compare the columns of two lists of trees, or of two lists of plots (E-FW-09, 17)."""
    is_plots = now.source == PLOTS
    keys = ["plot"] if is_plots else ["plot", "tree"]
    columns = PLOT_COLUMNS if is_plots else TREE_COLUMNS
    both = now.sheet.frame.join(earlier, on=keys, how="inner", suffix="_t1")
    for column, name in columns.items():
        before, after = (_values(both, each) for each in (f"{column}_t1", column))
        least = int(limits.of("unit", "values_min"))
        pairs = int(np.count_nonzero((before > 0) & (after > 0)))
        if not pairs:
            continue
        if pairs < least:
            test = Label(_TEST.zh.format(name.zh), _TEST.en.format(name.en))
            reason = Label(f"两期都有的只有 {pairs} 个", f"only {pairs} are on both occasions")
            yield now.untested(test, reason, codes.NOT_TESTED)
            continue
        area_ha = _area_ha(both) if column == STOCK else None
        shift = shift_between(before, after, _factors(area_ha), limits)
        if shift is not None:
            guess = _guess(shift.factor, area_ha)
            yield now.all(
                Level.ASKS, codes.UNIT_CHANGED, column_zh=name.zh, column_en=name.en,
                ratio=f"{shift.ratio:.3g}", factor=f"{shift.factor:.3g}",
                share=f"{100 * shift.share:.0f}", count=shift.count, column=column,
                guess_zh=guess.zh, guess_en=guess.en,
            )  # fmt: skip


def _values(frame: pl.DataFrame, column: str) -> Floats:
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    values = frame[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return np.asarray(values, dtype=np.float64)


def _area_ha(both: pl.DataFrame) -> float | None:
    areas = both["area_m2"].drop_nulls() if "area_m2" in both.columns else pl.Series([])
    middle = areas.cast(pl.Float64).median() if len(areas) else None
    return float(middle) / SQUARE_METRE_PER_HECTARE if isinstance(middle, float) else None


def _factors(area_ha: float | None) -> list[float]:
    tens = [10.0**power for power in (-4, -3, -2, -1, 1, 2, 3, 4)]
    other = [float(MU_PER_HECTARE)] + ([1.0 / area_ha] if area_ha else [])
    return tens + [each for factor in other for each in (factor, 1.0 / factor)]


def _guess(factor: float, area_ha: float | None) -> Label:
    size = max(factor, 1.0 / factor)
    # A plot of 0.0667 ha is one mu: then the plot is the likelier reason.
    if area_ha and abs(size * area_ha - 1.0) < SAME:
        return _PER_HECTARE
    if abs(size - MU_PER_HECTARE) < 1e-6:
        return _MU
    return Label(_DECADES.zh.format(f"{size:g}"), _DECADES.en.format(f"{size:g}"))
