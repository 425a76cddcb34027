"""The growing stock at both dates: from one survey, from two, or from growth curves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.curves import CurveTable, read_curves
from qingshan.core.carbon.fieldmap import HA_PER
from qingshan.core.carbon.findings import Findings
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.quantities import density, flagged
from qingshan.core.carbon.schema import FIELDS
from qingshan.core.carbon.survey import Columns
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period

SAME_AREA = 1e-9
"""Areas that differ by less differ only in how a unit was converted."""


class Dates:
    """Volumes at ``t1`` and ``t2`` with earlier area and species, for the rows of a survey."""

    def __init__(
        self, columns: Columns, findings: Findings, area: pl.Series, unit_ha: float
    ) -> None:
        self._columns = columns
        self._findings = findings
        self._area = area
        self._unit_ha = unit_ha
        self._length = len(columns.frame)
        self.notes: list[Note] = []

    def from_one(self) -> dict[str, pl.Series]:
        """Both dates from one row: current columns and those of the previous survey (Q_*).

        An earlier stock of 0 without an earlier species is what a dBASE file makes of null:
        unknown,
        and refused (E-FD-11).
        """
        area_t1 = self._earlier_area(self._columns, "", self._unit_ha)
        base = area_t1.fill_null(self._area) if area_t1 is not None else self._area
        later = self._later()
        earlier, notes = density(self._columns, "t1", base, self._findings)
        self.notes += notes
        species = self._text(self._columns, "species_t1", "")
        column = self._name_of("stock_t1") or self._name_of("volume_t1") or "Q_ZXJ"
        if earlier is None:
            self._findings.one(
                codes.EARLIER_UNKNOWN,
                f"[{FIELDS['volume_t1'].section}]",
                field_zh=FIELDS["stock_t1"].label.zh,
                field_en=FIELDS["stock_t1"].label.en,
                column=column,
            )
            earlier = reading.blank(self._length)
        else:
            unknown = earlier.is_null() | ((earlier == 0) & species.is_null())
            self._findings.rows(
                codes.EARLIER_UNKNOWN, unknown, FIELDS["stock_t1"], {"column": column}
            )
        known = reading.blank(self._length) if area_t1 is None else area_t1
        self.notes += flagged(
            known.is_null(),
            "area-t1-unknown",
            "warn",
            lambda count: Label(
                f"{count} 个小班没有前期面积（Q_MJ），按两期面积相同计量。",
                f"{count} sub-compartments have no earlier area (Q_MJ); it is taken as unchanged.",
            ),
        )
        return self._answer(earlier, later, area_t1, species)

    def from_two(self, other: Columns, keys: pl.Series) -> dict[str, pl.Series]:
        """The first date from another survey, joined by key.

        What the earlier survey lacks is refused (E-FD-20); what only the earlier one has is told
        in a
        note, for a stand that vanished may have been lost.
        """
        other.check_map(self._findings, "earlier.")
        there = other.keys(self._findings)
        area = self._earlier_area(other, "area", 1.0)
        base = reading.blank(len(other.frame)) if area is None else area
        if area is None:
            other.missing(FIELDS["area_t1"], self._findings)
        volume, notes = density(other, "t1", base, self._findings, like="t2")
        if volume is None:
            other.missing(FIELDS["volume_t1"], self._findings)
            volume = reading.blank(len(other.frame))
        self.notes += notes
        table = pl.DataFrame(
            {
                "key": there,
                "area": base,
                "volume": volume,
                "species": self._text(other, "species_t1", "species"),
                "found": pl.repeat(value=True, n=len(there), eager=True),
            }
        ).unique("key", keep="first", maintain_order=True)
        joined = pl.DataFrame({"key": keys}).join(
            table, on="key", how="left", maintain_order="left"
        )
        absent = joined["found"].is_null()
        self._findings.rows(codes.NOT_IN_EARLIER, absent, FIELDS["volume_t1"], {})
        unknown = joined["volume"].is_null() & ~absent
        self._findings.rows(
            codes.EARLIER_UNKNOWN, unknown, FIELDS["volume_t1"], {"column": "HUO_LMGQXJ"}
        )
        self.notes += flagged(
            ~table["key"].is_in(keys.implode()),
            "only-earlier",
            "warn",
            lambda count: Label(
                f"{count} 个小班只在前期调查中有；请确认其林木并非在监测期内损失。",
                f"{count} sub-compartments are in the earlier survey only; make sure that no "
                f"loss is left out.",
            ),
        )
        return self._answer(joined["volume"], self._later(), joined["area"], joined["species"])

    def from_curves(self, period: Period | None, folder: Path | None) -> dict[str, pl.Series]:
        """Both dates from a growth curve at the two ages that the period sets apart."""
        use = self._columns.fields.curve
        assert use is not None, "called only with a map that has curves"
        empty = reading.blank(self._length)
        none = reading.blank(self._length, pl.String)
        nothing = self._answer(empty, empty, None, none)
        if period is None:
            self._findings.one(codes.PERIOD_NEEDED, "[curve]")
            return nothing
        try:
            table = read_curves(self._columns.fields.find_file(use.table, folder), use)
        except Refused as refused:
            self._findings.extend(refused.refusals)
            return nothing
        if any(column not in self._columns.frame.columns for column in (use.curve, use.age)):
            return nothing
        ids = reading.text(self._columns.frame[use.curve])
        ages, wrong = reading.number(self._columns.frame[use.age])
        field = FIELDS["mean_age"]
        self._findings.rows(codes.NOT_A_NUMBER, wrong, field, {"column": use.age}, ages)
        absent = (ages.is_null() & ~wrong) | ids.is_null()
        self._findings.rows(codes.VALUE_MISSING, absent, field, {"column": use.age})
        years = calendar_years(period)
        first = ages if use.age_at == "start" else ages - years
        last = first + years
        earlier = self._on_curve(table, ids, first)
        later = self._on_curve(table, ids, last)
        answer = self._answer(earlier, later, None, none)
        answer["mean_age_yr"] = last
        self.notes.append(
            Note(
                "curves",
                "warn",
                Label(
                    f"两期蓄积由生长曲线 {table.name} 按林龄推算，不是实测值。",
                    f"Stocks at both dates are read off the growth curves of {table.name}, not "
                    f"measured.",
                ),
            )
        )
        return answer

    def _on_curve(self, table: CurveTable, ids: pl.Series, ages: pl.Series) -> pl.Series:
        values = table.volumes(ids, ages.fill_null(np.nan).to_numpy())
        result = pl.select(
            pl.when(pl.Series(values=values).is_not_nan()).then(pl.Series(values=values))
        ).to_series()
        known = ids.is_not_null() & ages.is_not_null()
        facts = {"table": table.name}
        beyond = result.is_null() & known & ids.is_in(list(table.curves))
        unknown = result.is_null() & known & ~ids.is_in(list(table.curves))
        for wrong, zh, en in (
            (beyond, "林龄超出曲线范围", "the age lies beyond the curve"),
            (unknown, "曲线表中没有这条曲线", "there is no such curve in the table"),
        ):
            self._findings.rows(
                codes.CURVE_UNUSABLE,
                wrong,
                FIELDS["mean_age"],
                {**facts, "finding_zh": zh, "finding_en": en},
            )
        return result

    def _later(self) -> pl.Series:
        later, notes = density(self._columns, "t2", self._area, self._findings)
        self.notes += notes
        if later is None:
            self._columns.missing(FIELDS["volume_t2"], self._findings)
            return reading.blank(self._length)
        column = self._name_of("volume_t2") or self._name_of("stock_t2") or "HUO_LMGQXJ"
        found = self._columns.find("volume_t2") or self._columns.find("stock_t2")
        wrong = reading.number(found.raw)[1] if found else later.is_null()
        self._findings.rows(
            codes.VALUE_MISSING, later.is_null() & ~wrong, FIELDS["volume_t2"], {"column": column}
        )
        return later

    def _earlier_area(self, columns: Columns, like: str, unit_ha: float) -> pl.Series | None:
        """Area at the first date in ha; 0 is a null that became zero, never an area."""
        found = columns.find("area_t1", like=like)
        if found is None:
            return None
        values = columns.number(found, self._findings)
        factor = HA_PER[found.entry.unit] if found.entry.unit else unit_ha
        if like and not found.entry.unit:
            factor = self._unit_ha
        return pl.select(pl.when(values > 0).then(values * factor)).to_series()

    def _text(self, columns: Columns, name: str, like: str) -> pl.Series:
        found = columns.find(name, like=like)
        if found is None:
            return reading.blank(len(columns.frame), pl.String)
        written = reading.text(found.raw)
        return pl.select(pl.when(written != "0").then(written)).to_series()

    def _name_of(self, name: str) -> str | None:
        found = self._columns.find(name)
        return None if found is None else found.column

    def _answer(
        self,
        earlier: pl.Series,
        later: pl.Series,
        area_t1: pl.Series | None,
        species_t1: pl.Series,
    ) -> dict[str, pl.Series]:
        if area_t1 is None:
            area_t1 = reading.blank(self._length)
        self.notes += flagged(
            (area_t1 - self._area).abs() > self._area * SAME_AREA,
            "area-changed",
            "info",
            lambda count: Label(
                f"{count} 个小班两期面积不同；按较小面积计量，面积增减不算增长。",
                f"{count} sub-compartments changed in area; the smaller area is measured, so "
                f"that no change "
                "of area counts as growth.",
            ),
        )
        return {
            "volume_t1_m3_ha": earlier,
            "volume_t2_m3_ha": later,
            "area_t1_ha": area_t1,
            "species_t1": species_t1,
        }
