"""Heights that cannot be, and heights off the curve of their species."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import least_squares

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.finding import Finding, Listed
from qingshan.core.fieldwork.limits import Limits
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level

Floats = npt.NDArray[np.float64]

BREAST_M = 1.3
NORMAL_MAD = 1.4826
"""Standard deviation over median absolute deviation, of a normal distribution."""

_TEST = Label("树高曲线", "height curve")


@dataclass(frozen=True)
class HeightCurve:
    """H = 1.3 + exp(a - b/D), H in m and D in cm (Schumacher 1939), and the spread around it.

    ``spread`` is the robust standard deviation of ln(H - 1.3).
    """

    a: float
    b: float
    spread: float
    count: int

    def heights(self, dbh_cm: Floats) -> Floats:
        """Expected heights in m."""
        return np.asarray(BREAST_M + np.exp(self.a - self.b / dbh_cm))

    def distances(self, dbh_cm: Floats, height_m: Floats) -> Floats:
        """Distance from the curve in robust standard deviations, by logarithms."""
        logs = np.log(np.maximum(height_m - BREAST_M, 1e-3))
        return np.asarray((logs - (self.a - self.b / dbh_cm)) / max(self.spread, 1e-9))


def fit_heights(dbh_cm: Floats, height_m: Floats) -> HeightCurve:
    """A height curve that single wrong heights do not move: least squares under a Cauchy loss.

    dbh in cm, heights in m above 1.3.
    """
    logs = np.log(height_m - BREAST_M)
    # Medians of the thin and the thick half: a start that outliers cannot spoil either.
    order = np.argsort(dbh_cm, kind="stable")
    thin, thick = np.array_split(order, 2)
    x1, x2 = (float(np.median(1 / dbh_cm[half])) for half in (thin, thick))
    y1, y2 = (float(np.median(logs[half])) for half in (thin, thick))
    b = max((y2 - y1) / (x1 - x2), 0.0) if x1 > x2 else 0.0
    start = np.array([y2 + b * x2, b])
    scale = _spread(logs - (start[0] - start[1] / dbh_cm))
    found = least_squares(
        lambda p: (logs - (p[0] - p[1] / dbh_cm)) / max(scale, 1e-6), start, loss="cauchy"
    ).x
    left = logs - (found[0] - found[1] / dbh_cm)
    return HeightCurve(float(found[0]), float(found[1]), _spread(left), len(logs))


def check_heights(trees: Listed, limits: Limits) -> Iterator[Finding]:
    """Slenderness of every tree, then the curve of every species (E-FW-05, 06, 09)."""
    frame = trees.sheet.frame.filter(
        pl.col("dbh_cm").is_not_null() & pl.col("height_m").is_not_null()
    )
    impossible = set()
    low, high = (limits.of("height", f"slenderness_{end}") for end in ("min", "max"))
    for row, dbh, height in frame.select("row", "dbh_cm", "height_m").iter_rows():
        ratio = height / (dbh / 100.0)
        if not low <= ratio <= high:
            impossible.add(row)
            facts = _slender(dbh, height, ratio) | {"low": f"{low:g}", "high": f"{high:g}"}
            guess = _guess(dbh, height, (low, high))
            yield trees.at(
                Level.BLOCKS, codes.HEIGHT_SLENDER, "height_m", row, **facts,
                guess_zh=f"，是否应为 {guess} 米" if guess else "",
                guess_en=f"; should it be {guess} m" if guess else "",
            )  # fmt: skip
    yield from _off_curve(trees, frame.filter(~pl.col("row").is_in(list(impossible))), limits)


def _off_curve(trees: Listed, frame: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    least, most = int(limits.of("height", "trees_min")), limits.of("height", "residual_max")
    few = 0
    measured = frame.filter(pl.col("height_m") > BREAST_M).sort("species", "row")
    for (species,), part in measured.group_by("species", maintain_order=True):
        if len(part) < least:
            few += len(part)
            continue
        dbh, height = part["dbh_cm"].to_numpy(), part["height_m"].to_numpy()
        curve = fit_heights(dbh, height)
        expected, far = curve.heights(dbh), curve.distances(dbh, height)
        wrong = (np.abs(far) > most) & (
            np.abs(height - expected) >= limits.of("height", "residual_least")
        )
        for at in np.flatnonzero(wrong).tolist():
            yield trees.at(
                Level.WARNS, codes.HEIGHT_APART, "height_m", int(part["row"][at]),
                height_m=f"{height[at]:g}", dbh_cm=f"{dbh[at]:g}", species=trees.named(species),
                expected_m=f"{expected[at]:.1f}", count=len(part),
                times=f"{abs(far[at]):.1f}", most=f"{most:g}",
            )  # fmt: skip
    if few:
        reason = Label(
            f"{few} 株所属树种不足 {least} 株有树高",
            f"{few} trees belong to species with fewer than {least} heights",
        )
        yield trees.untested(_TEST, reason, codes.NOT_TESTED)


def _guess(dbh: float, height: float, bounds: tuple[float, float]) -> str:
    """The height with its decimal point moved, when that makes the tree possible."""
    for moved in (height / 10, height * 10):
        if bounds[0] <= moved / (dbh / 100.0) <= bounds[1]:
            return f"{moved:.1f}"
    return ""


def _slender(dbh: float, height: float, ratio: float) -> dict[str, str]:
    return {"height_m": f"{height:g}", "dbh_cm": f"{dbh:g}", "ratio": f"{ratio:.0f}"}


def _spread(left: Floats) -> float:
    return float(NORMAL_MAD * np.median(np.abs(left - np.median(left))))
