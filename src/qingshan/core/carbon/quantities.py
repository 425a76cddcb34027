"""Areas and growing stocks of a survey in hectares and m3/ha, whatever unit they came in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.fieldmap import HA_PER, PER_HECTARE
from qingshan.core.carbon.findings import Findings
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.schema import FIELDS
from qingshan.core.carbon.survey import Columns, Found
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import MU_PER_HECTARE

Floats = npt.NDArray[np.float64]

UNIT_TOLERANCE = 0.10
"""Stated and drawn areas may differ so far and still show their unit; hectares and mu differ
fifteenfold."""


def area_unit(
    found: Found, values: pl.Series, shape_ha: Floats | None, findings: Findings
) -> tuple[float, Note | None]:
    """Hectares in one unit of the area column, and what was found out about it.

    The map's word holds. Without it the unit is read from the drawn areas; without these either it
    is refused (E-FD-15): some provinces store mu where the standard says hectares.
    """
    if found.entry.unit:
        return HA_PER[found.entry.unit], None
    if shape_ha is None:
        _refuse_unit(found, "没有图形可以核对", "there are no shapes to compare with", findings)
        return 1.0, None
    stated = values.to_numpy()
    usable = np.isfinite(stated) & (stated > 0) & (shape_ha > 0)
    if not usable.any():
        _refuse_unit(found, "没有可以核对的面积", "no area can be compared", findings)
        return 1.0, None
    ratio = float(np.median(stated[usable] / shape_ha[usable]))
    for unit, zh in (("ha", "公顷"), ("mu", "亩")):
        expected = 1.0 if unit == "ha" else float(MU_PER_HECTARE)
        if abs(ratio / expected - 1.0) <= UNIT_TOLERANCE:
            said = Label(
                f"按图形面积核对，{found.column} 的单位是{zh}（属性面积与图形面积之比的中位数 "
                f"{ratio:.4f}）。",
                f"By the drawn areas {found.column} is in {unit} (median ratio {ratio:.4f}).",
            )
            return HA_PER[unit], Note("area-unit", "info", said)
    _refuse_unit(
        found,
        f"属性面积是图形面积的 {ratio:.3f} 倍，既不像公顷也不像亩",
        f"stated areas are {ratio:.3f} times those drawn, neither hectares nor mu",
        findings,
    )
    return 1.0, None


def area_ha(
    columns: Columns, shape_ha: Floats | None, findings: Findings
) -> tuple[pl.Series, float, list[Note]]:
    """Areas in ha, hectares in one unit of the column, and notes."""
    found = columns.find("area")
    if found is None:
        columns.missing(FIELDS["area"], findings)
        return reading.blank(len(columns.frame)), 1.0, []
    values = columns.number(found, findings)
    findings.rows(codes.VALUE_MISSING, _absent(found, values), found.field, found.facts())
    findings.rows(codes.AREA_NOT_POSITIVE, values <= 0, found.field, found.facts(), values)
    factor, note = area_unit(found, values, shape_ha, findings)
    notes = [note] if note else []
    result = values * factor
    if shape_ha is not None:
        notes += _area_differs(result, shape_ha, columns.limits["area_mismatch"][1])
    return result, factor, notes


def density(
    columns: Columns,
    which: str,
    area: pl.Series,
    findings: Findings,
    like: str = "",
) -> tuple[pl.Series | None, list[Note]]:
    """Growing stock in m3/ha at ``t1`` or ``t2``: per hectare where kept, else total over area.

    ``None`` when the survey holds neither. A density of 0 beside a total above 0 is a null that a
    dBASE file turned into zero, and the total is used. ``like`` names the date whose standard
    codes apply.
    """
    per_ha = columns.find(f"volume_{which}", like=like and f"volume_{like}")
    total = columns.find(f"stock_{which}", like=like and f"stock_{like}")
    if per_ha is None and total is None:
        return None, []
    length = len(columns.frame)
    direct = reading.blank(length)
    from_total = reading.blank(length)
    if per_ha is not None:
        factor = PER_HECTARE.get(per_ha.entry.unit, 1.0)
        values = columns.number(per_ha, findings)
        _check_volume(per_ha, values, values * factor, columns, findings)
        direct = values * factor
    if total is not None:
        values = columns.number(total, findings)
        usable = pl.select(pl.when(area > 0).then(area)).to_series()
        if per_ha is None:
            _check_volume(total, values, values / usable, columns, findings)
        from_total = values / usable
    replaced = ((direct == 0) & (from_total > 0)).fill_null(value=False)
    chosen = pl.select(
        pl.when(replaced | direct.is_null()).then(from_total).otherwise(direct)
    ).to_series()
    return chosen, _stock_differs(direct, from_total, which, columns.limits["stock_mismatch"][1])


def flagged(wrong: pl.Series, code: str, level: str, say: Callable[[str], Label]) -> list[Note]:
    """One note with the number of rows where ``wrong`` holds, or none."""
    count = int(wrong.fill_null(value=False).sum())
    if not count:
        return []
    return [Note(code, "warn" if level == "warn" else "info", say(f"{count:,}"))]


def _check_volume(
    found: Found, raw: pl.Series, per_ha: pl.Series, columns: Columns, findings: Findings
) -> None:
    high = columns.limits["HUO_LMGQXJ"][1]
    findings.rows(codes.VOLUME_NEGATIVE, raw < 0, found.field, found.facts(), raw)
    facts = {**found.facts(), "high": f"{high:g}"}
    findings.rows(codes.VOLUME_IMPLAUSIBLE, per_ha > high, found.field, facts, per_ha)


def _absent(found: Found, values: pl.Series) -> pl.Series:
    _, wrong = reading.number(found.raw)
    return values.is_null() & ~wrong


def _area_differs(stated: pl.Series, shape_ha: Floats, percent: float) -> list[Note]:
    drawn = pl.Series(values=shape_ha)
    return flagged(
        ((stated - drawn).abs() > drawn * percent / 100.0),
        "area-differs",
        "warn",
        lambda count: Label(
            f"{count} 个小班的属性面积与图形面积相差超过 {percent:g}%；计量用属性面积。",
            f"In {count} sub-compartments stated and drawn area differ by more than "
            f"{percent:g}%; the stated one is used.",
        ),
    )


def _stock_differs(
    direct: pl.Series, from_total: pl.Series, which: str, percent: float
) -> list[Note]:
    date_zh, date_en = ("前期", "earlier") if which == "t1" else ("本期", "current")
    return flagged(
        (direct > 0) & ((direct - from_total).abs() > direct * percent / 100.0),
        f"stock-differs-{which}",
        "warn",
        lambda count: Label(
            f"{count} 个小班{date_zh}的总蓄积与每公顷蓄积乘面积相差超过 {percent:g}%；"
            f"计量用每公顷蓄积。",
            f"In {count} sub-compartments the {date_en} total stock differs from density times "
            f"area by "
            f"more than {percent:g}%; the density is used.",
        ),
    )


def _refuse_unit(found: Found, zh: str, en: str, findings: Findings) -> None:
    findings.one(
        codes.AREA_UNIT_UNKNOWN, "[area]", finding_zh=zh, finding_en=en, column=found.column
    )
