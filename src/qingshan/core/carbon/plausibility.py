"""Does a result lie where published tickets lie? Bands of yield and of growth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.frames import blocks
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

AREA_PER_HA = 10**8
VOLUMES = ("volume_t1_m3_ha", "volume_t2_m3_ha")
"""Growing stock at both dates; a method that asks for none tells nothing of growth."""


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
    """Tonnes per hectare and year of a total; nothing on land that was not measured."""
    return removal_unit / CARBON_PER_TONNE / area_ha / years if area_ha else 0.0


@dataclass(frozen=True)
class Sight:
    """What a judgement needs of measured rows; the sights of parts give that of the whole.

    ``gross`` in 0.0001 tCO2e and ``area`` in 1e-8 ha; how many sub-compartments lie above ``high``
    and ``block`` of the band, with the ``highest`` by name, and how many grow unusually.
    """

    gross: int
    area: int
    high: int
    blocked: int
    unusual: int
    highest: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame, years: float, band: Band) -> Sight:
        """Of a measured frame (gross removals, before deductions)."""
        gross, area = frame["gross_unit"].to_numpy(), frame["area_measured_ha"].to_numpy()
        volumes = [frame[name].to_numpy() for name in VOLUMES if name in frame.columns]
        high, rates, units, unusual = [], [], 0, 0
        for rows in blocks(len(frame)):
            with np.errstate(divide="ignore", invalid="ignore"):  # land that was not measured
                rate = gross[rows] / (area[rows] * (CARBON_PER_TONNE * years))
            where = np.flatnonzero(rate > band.high)
            high.append(where + rows.start)
            rates.append(rate[where])
            units += int(np.rint(area[rows] * AREA_PER_HA).astype(np.int64).sum())
            if volumes:
                growth = (volumes[1][rows] - volumes[0][rows]) / years
                usual = (growth >= band.growth_low) & (growth <= band.growth_high)
                unusual += len(growth) - int(np.count_nonzero(usual))
        named = frame[np.concatenate(high)].select("compartment", rate=np.concatenate(rates))
        blocked = int((named["rate"] > band.block).sum())
        return cls(int(gross.sum()), units, len(named), blocked, unusual, _highest(named))

    @classmethod
    def together(cls, parts: Sequence[Sight]) -> Sight:
        """The sight of all parts."""
        return cls(
            gross=sum(part.gross for part in parts),
            area=sum(part.area for part in parts),
            high=sum(part.high for part in parts),
            blocked=sum(part.blocked for part in parts),
            unusual=sum(part.unusual for part in parts),
            highest=_highest(pl.concat([part.highest for part in parts])),
        )


def judge(sight: Sight, years: float, band: Band, allowed: str | None) -> list[Note]:
    """Notes on measured rows, by what was seen of them.

    Raises
    ------
    Refused
        E-CA-04 when the whole, or a single sub-compartment, lies above ``block`` and no reason is
        given.
    """
    rate = yield_t_ha_yr(sight.gross, sight.area / AREA_PER_HA, years)
    notes = judge_whole(rate, band, allowed, Label("全部小班合计", "the whole"))
    if sight.high:
        notes.append(_parts(sight, band, allowed))
    if sight.unusual:
        notes.append(_growth(sight.unusual, band))
    return notes


def _highest(rates: pl.DataFrame) -> pl.DataFrame:
    return rates.sort("rate", "compartment", descending=True).head(NAMED)


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


def _parts(sight: Sight, band: Band, allowed: str | None) -> Note:
    if sight.blocked:
        names = "、".join(sight.highest["compartment"].head(sight.blocked))
        zh = f"小班 {names} 等 {sight.blocked:,} 个，最高者"
        en = f"{sight.blocked:,} sub-compartments ({names}), the highest"
        return _blocked(zh, en, float(sight.highest["rate"][0]), band, allowed)
    names = "、".join(sight.highest["compartment"])
    more = sight.high > NAMED
    return Note(
        "yield-high",
        "warn",
        Label(
            f"{sight.high:,} 个小班每公顷每年超过 {band.high:g} t：{names}{'等' if more else ''}。",
            f"{sight.high:,} sub-compartments lie above {band.high:g} t per hectare and year: "
            f"{names}{' and others' if more else ''}.",
        ),
    )


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
