"""About how much a forest may bring, before anybody measures it: low, middle and high."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qingshan.core.carbon.compartment import fit
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.years import calendar_years
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.spread import Spread
from qingshan.core.kernel.units import (
    CARBON_PER_TONNE,
    SQUARE_METRE_PER_HECTARE,
    round_half_even,
)
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

TABLE = "carbon.published_yield"
_MEASURED = "measured"


@dataclass(frozen=True)
class Estimate:
    """Removals of a period in 0.0001 t, how they were come by, and what that assumes."""

    carbon: Spread
    by_method: bool
    basis: Label
    assumptions: tuple[Label, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "carbon": self.carbon.as_dict(),
            "by_method": self.by_method,
            "basis": {"zh": self.basis.zh, "en": self.basis.en},
            "assumptions": [{"zh": one.zh, "en": one.en} for one in self.assumptions],
        }


def estimate(
    layer: Layer, area_m2: float, *, period: Period, method: str, shelf: Shelf, as_of: date
) -> Estimate:
    """By the method where the attributes suffice, else by published removals of like projects.

    Parameters
    ----------
    layer, area_m2
        The sub-compartments as read, and their drawn area, m².
    period, method
        The days asked about and the method of the trial run.
    shelf, as_of
        The tables and the one date under which they are read.

    Notes
    -----
    With full attributes the middle is the method's own result and both ends lie the table's spread
    (``carbon.published_yield``, key ``measured``) away. Otherwise area × years × the lowest, the
    median and the highest published removal per hectare and year. Nothing is ever taken as zero
    because it is unknown.
    """
    try:
        fitted = fit(layer, shelf=shelf, as_of=as_of, period=period, method=method)
        run = measure(fitted, method=method, period=period, as_of=as_of)
    except Refused as refused:
        return _published(area_m2, period, shelf, as_of, sorted({r.code for r in refused.refusals}))
    spread = shelf.value(TABLE, key=_MEASURED, name="spread", unit="%", as_of=as_of)
    away = abs(round_half_even(float(run.removal * spread.value / 100)))
    return Estimate(
        Spread(run.removal - away, run.removal, run.removal + away),
        by_method=True,
        basis=Label(
            f"按方法学 {method} 用文件中的两期数据试算。",
            f"Trial run of the method {method} on the file's own data of two dates.",
        ),
        assumptions=(
            Label(
                f"保守、乐观两值为试算值上下浮动 {spread.value_text}%（{spread.basis_label.zh}）。",
                f"Low and high lie {spread.value_text} % from it ({spread.basis_label.en}).",
            ),
            *(note.text for note in run.notes),
        ),
    )


def _published(
    area_m2: float, period: Period, shelf: Shelf, as_of: date, missing: list[str]
) -> Estimate:
    years = calendar_years(period)
    rows = sorted(
        (
            shelf.value(TABLE, key=key, name="yield", unit="tCO2e/(ha yr)", as_of=as_of)
            for key in shelf.keys(TABLE)
            if key != _MEASURED
        ),
        key=lambda row: row.value,
    )
    low, mid, high = (
        _amount(row, area_m2, years) for row in (rows[0], rows[len(rows) // 2], rows[-1])
    )
    told = "；".join(f"{row.value_text}（{row.note}）" for row in rows)
    return Estimate(
        Spread(low, mid, high),
        by_method=False,
        basis=Label(
            "文件缺少测算所需的林分数据，仅按公开报道的每公顷每年减排量给出区间。",
            "The file lacks the stand data for a trial run; the range comes from published "
            "removals per hectare and year.",
        ),
        assumptions=(
            Label(f"所用数值（吨/公顷·年）：{told}。", f"Values used, t/(ha yr): {told}."),
            Label(
                f"未能试算的原因：{'、'.join(missing)}。",
                f"Why no trial run: {', '.join(missing)}.",
            ),
        ),
    )


def _amount(row: Value, area_m2: float, years: float) -> int:
    hectares = Decimal(area_m2) / SQUARE_METRE_PER_HECTARE
    return round_half_even(float(row.value * hectares * Decimal(years) * CARBON_PER_TONNE))
