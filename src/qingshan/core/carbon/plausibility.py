"""Does a result lie where published tickets lie? Bands of yield and of growth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.parameters import LIMIT_TABLE, TICKET, TICKET_TABLE
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.tables.shelf import Shelf

YIELD_UNIT = "tCO2e/(ha yr)"
GROWTH_UNIT = "m3/(ha yr)"
NAMED = 5
"""Sub-compartments named in a note; the rest is a count."""


@dataclass(frozen=True)
class Band:
    """Yields in tCO2e/ha/yr: outside ``low`` to ``high`` asks for a look, ``block`` stops."""

    low: float
    high: float
    block: float
    growth_low: float
    growth_high: float

    @classmethod
    def on(cls, shelf: Shelf, as_of: date) -> Band:
        """From tables ``registry.ticket`` and ``carbon.field_limit`` at one date."""
        low, high, block = (
            shelf.value(TICKET_TABLE, key=TICKET, name=name, unit=YIELD_UNIT, as_of=as_of).number
            for name in ("yield_warn_low", "yield_warn", "yield_block")
        )
        least, most = (
            shelf.value(
                LIMIT_TABLE, key="stock_growth", name=n, unit=GROWTH_UNIT, as_of=as_of
            ).number
            for n in ("min", "max")
        )
        return cls(low, high, block, least, most)


def yield_t_ha_yr(removal_unit: int, area_ha: float, years: float) -> float:
    """Tonnes per hectare and year of a total."""
    return removal_unit / CARBON_PER_TONNE / area_ha / years


def judge(frame: pl.DataFrame, years: float, band: Band, allowed: str | None) -> list[Note]:
    """Notes on a measured frame (gross removals, before deductions).

    Raises
    ------
    Refused
        E-CA-04 when the whole, or a single sub-compartment, lies above ``block`` and no reason is
        given.
    """
    rate = yield_t_ha_yr(
        int(frame["gross_unit"].sum()), float(frame["area_measured_ha"].sum()), years
    )
    per_year = CARBON_PER_TONNE * years
    measured = frame.lazy().select(
        "compartment",
        (pl.col("gross_unit") / (pl.col("area_measured_ha") * per_year)).alias("rate"),
        _growth_of(frame, years).alias("growth"),
    )
    usual = pl.col("growth").is_between(band.growth_low, band.growth_high)
    high, strange = (
        measured.select(
            (pl.col("rate") > band.high).any().alias("high"), (~usual).sum().alias("strange")
        )
        .collect()
        .row(0)
    )
    notes = judge_whole(rate, band, allowed, Label("全部小班合计", "the whole"))
    if high:
        notes += _parts(measured.filter(pl.col("rate") > band.high).collect(), band, allowed)
    if strange:
        notes.append(_growth(int(strange), band))
    return notes


def _growth_of(frame: pl.DataFrame, years: float) -> pl.Expr:
    """Growth of the stock, m3/ha a year; nothing where the method asks for no growing stock."""
    if "volume_t2_m3_ha" not in frame.columns:
        return pl.lit(0.0)
    return (pl.col("volume_t2_m3_ha") - pl.col("volume_t1_m3_ha")) / years


def judge_whole(rate: float, band: Band, allowed: str | None, what: Label) -> list[Note]:
    """Notes on the yield of a whole project, tCO2e/(ha yr) before deductions.

    Raises
    ------
    Refused
        E-CA-04 when it lies above ``block`` and no reason is given.
    """
    if rate > band.block:
        return [_blocked(what.zh, what.en, rate, band, allowed)]
    if rate > band.high or rate < band.low:
        return [
            Note(
                "yield-outside",
                "warn",
                Label(
                    f"每公顷每年 {rate:.2f} t，在常见范围 {band.low:g} 至 {band.high:g} t 之外，"
                    f"请复核。",
                    f"{rate:.2f} t per hectare and year is outside the usual {band.low:g} to "
                    f"{band.high:g} t; "
                    "please check.",
                ),
            )
        ]
    return []


def _parts(measured: pl.DataFrame, band: Band, allowed: str | None) -> list[Note]:
    blocked = measured.filter(pl.col("rate") > band.block).sort(
        "rate", "compartment", descending=True
    )
    if len(blocked):
        names = "、".join(blocked["compartment"].head(NAMED))
        zh = f"小班 {names} 等 {len(blocked):,} 个，最高者"
        en = f"{len(blocked):,} sub-compartments ({names}), the highest"
        return [_blocked(zh, en, float(blocked["rate"][0]), band, allowed)]
    high = measured.sort("rate", "compartment", descending=True)
    names = "、".join(high["compartment"].head(NAMED))
    return [
        Note(
            "yield-high",
            "warn",
            Label(
                f"{len(high):,} 个小班每公顷每年超过 {band.high:g} t：{names}"
                f"{'等' if len(high) > NAMED else ''}。",
                f"{len(high):,} sub-compartments lie above {band.high:g} t per hectare and "
                f"year: {names}"
                f"{' and others' if len(high) > NAMED else ''}.",
            ),
        )
    ]


def _growth(count: int, band: Band) -> Note:
    return Note(
        "growth-outside",
        "warn",
        Label(
            f"{count:,} 个小班的蓄积年变化不在 {band.growth_low:g} 至 {band.growth_high:g} "
            "m³/ha 之间。",
            f"In {count:,} sub-compartments the stock changes by less than {band.growth_low:g} or "
            f"more than {band.growth_high:g} m3/ha a year.",
        ),
    )


def _blocked(zh: str, en: str, rate: float, band: Band, allowed: str | None) -> Note:
    if allowed is None:
        raise Refused.because(
            codes.YIELD_BLOCKED,
            "allow_yield",
            what_zh=zh,
            what_en=en,
            value=f"{rate:.2f}",
            high=f"{band.block:g}",
        )
    return Note(
        "yield-allowed",
        "warn",
        Label(
            f"{zh}每公顷每年 {rate:.2f} t，超过 {band.block:g} t；放行理由：{allowed}。",
            f"{en}: {rate:.2f} t per hectare and year, above {band.block:g} t; passed because: "
            f"{allowed}.",
        ),
    )
