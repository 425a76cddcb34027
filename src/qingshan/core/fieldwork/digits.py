"""Last digits of readings: real measurements end on every digit alike, guesses on 0 and 5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import chdtrc

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.finding import Finding, Listed
from qingshan.core.fieldwork.limits import Limits
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level

Ints = npt.NDArray[np.int64]

STEPS = (1.0, 0.5, 0.1)
"""Resolutions of a reading that are told apart, coarse first."""

COLUMNS = {"dbh_cm": Label("胸径", "dbh"), "height_m": Label("树高", "height")}
_ALMOST_ALL = 0.99
_TEST = Label("{}末位数字", "last digits of {}")


@dataclass(frozen=True)
class Tested:
    """A chi-square test of shares: what was counted, the statistic, its probability."""

    count: int
    share: float
    usual: float
    chi: float
    p: float


def check_digits(trees: Listed, limits: Limits) -> Iterator[Finding]:
    """Test the last digits of dbh and height; what cannot be tested is told (E-FW-07 to 09)."""
    for column, name in COLUMNS.items():
        yield from _check(trees, column, name, limits)


def resolution(values: npt.NDArray[np.float64]) -> float | None:
    """The coarsest step of ``STEPS`` on which almost all readings stand, None when none is."""
    for step in STEPS:
        units = values / step
        if np.mean(np.abs(units - np.round(units)) < 1e-6) >= _ALMOST_ALL:
            return step
    return None


def heaping(units: Ints) -> Tested | None:
    """Test whether multiples of five are too frequent.

    Parameters
    ----------
    units
        Readings in steps of their resolution.

    Returns
    -------
    Tested or None
        Each multiple of five is compared with the two readings on either side: where density
        changes evenly, a fifth of the five falls on it (one degree of freedom). None when the
        readings span less than one such window.
    """
    low, high = int(units.min()), int(units.max())
    first, last = 5 * -(-(low + 2) // 5), 5 * ((high - 2) // 5)
    inside = units[(units >= first - 2) & (units <= last + 2)]
    count = len(inside)
    if last < first or not count:
        return None
    heaped = int(np.sum(inside % 5 == 0))
    expected = count / 5
    chi = (heaped - expected) ** 2 / expected + (expected - heaped) ** 2 / (count - expected)
    return Tested(count, heaped / count, 0.2, float(chi), float(chdtrc(1, chi)))


def evenness(units: Ints) -> tuple[Tested, int] | None:
    """Test whether all ten last digits are equally frequent; with the digit most out of line.

    Nine degrees of freedom. None unless the middle half of the readings spans ten steps: below
    that the digits tell of the trees and not of the reading.
    """
    middle = np.quantile(units, [0.25, 0.75])
    if middle[1] - middle[0] < 10:
        return None
    counts = np.bincount(units % 10, minlength=10)
    expected = len(units) / 10
    chi = float(np.sum((counts - expected) ** 2 / expected))
    worst = int(np.argmax(np.abs(counts - expected)))
    share = float(counts[worst] / len(units))
    return Tested(len(units), share, 0.1, chi, float(chdtrc(9, chi))), worst


def _check(trees: Listed, column: str, name: Label, limits: Limits) -> Iterator[Finding]:
    values = trees.sheet.frame[column].drop_nulls().cast(pl.Float64).to_numpy()
    test = Label(_TEST.zh.format(name.zh), _TEST.en.format(name.en))

    def untested(zh: str, en: str) -> Finding:
        return trees.untested(test, Label(zh, en), codes.NOT_TESTED)

    least = int(limits.of("digit", "readings_min"))
    if len(values) < least:
        yield untested(
            f"只有 {len(values)} 个读数，至少需要 {least} 个",
            f"only {len(values)} readings, {least} are needed",
        )
        return
    step = resolution(values)
    if step is None:
        yield untested("读数细于 0.1", "readings are finer than 0.1")
        return
    units = np.round(values / step).astype(np.int64)
    if step == 1 and np.mean(units % 2 == 0) >= _ALMOST_ALL:
        yield untested("按 2 厘米径阶记录", "recorded in classes of two")
        return
    facts = {"column_zh": name.zh, "column_en": name.en}
    if step == STEPS[1]:
        yield from _to_half(trees, column, test, values)
        return
    heaped = heaping(units)
    if heaped is None:
        yield untested("读数范围太窄", "readings span too little")
    elif _is_beyond(heaped, limits, "heaped_excess") and heaped.share > heaped.usual:
        yield trees.all(
            Level.WARNS, codes.DIGITS_HEAPED, **facts, **_told(heaped), step=f"{step:g}"
        )
        return
    even = evenness(units)
    if even is not None and _is_beyond(even[0], limits, "digit_excess"):
        tested, digit = even
        yield trees.all(Level.WARNS, codes.DIGITS_UNEVEN, **facts, **_told(tested), digit=digit)


def _to_half(
    trees: Listed, column: str, test: Label, values: npt.NDArray[np.float64]
) -> Iterator[Finding]:
    """Heights may be read to half a metre; a tape reads dbh to the millimetre."""
    if column == "height_m":
        reason = Label("只读到 0.5 米", "read to half a metre")
        yield trees.untested(test, reason, codes.NOT_TESTED)
        return
    count, name = len(values), COLUMNS[column]
    tested = Tested(count, 1.0, 0.2, 4.0 * count, float(chdtrc(1, 4.0 * count)))
    facts = {"column_zh": name.zh, "column_en": name.en, **_told(tested)}
    yield trees.all(Level.WARNS, codes.DIGITS_HEAPED, **facts, step=f"{STEPS[1]:g}")


def _is_beyond(tested: Tested, limits: Limits, excess: str) -> bool:
    """Both beyond chance and large: with many trees the least unevenness is significant."""
    return tested.p <= limits.of("digit", "p_max") and abs(
        tested.share - tested.usual
    ) >= limits.of("digit", excess)


def _told(tested: Tested) -> dict[str, str | int]:
    return {
        "count": tested.count,
        "share": f"{100 * tested.share:.0f}",
        "usual": f"{100 * tested.usual:.0f}",
        "chi": f"{tested.chi:.1f}",
        "p": f"{tested.p:.2g}",
    }
