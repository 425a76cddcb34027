"""A survey's own columns: found by the field map or by the standard field codes, and keyed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.fieldmap import TOTAL, Entry, FieldMap
from qingshan.core.carbon.findings import Findings
from qingshan.core.carbon.parameters import Books
from qingshan.core.carbon.schema import (
    COUNTY_DIGITS,
    FIELDS,
    KEY_PARTS,
    KEY_REQUIRED,
    Field,
    find_column,
    nearest,
)
from qingshan.core.kernel.label import Label

KEY_FIELD = Field("key", Label("小班编号", "key of the sub-compartment"), "key", KEY_REQUIRED)
JOIN = "-"


@dataclass(frozen=True)
class Found:
    """One field as the survey holds it: the raw column, its name, and what the map says of it."""

    field: Field
    raw: pl.Series
    column: str
    entry: Entry

    def facts(self) -> dict[str, str]:
        """For a refusal that points at the column."""
        return {"column": self.column}


class Columns:
    """Looks up fields in one frame; what the map names goes before the standard codes."""

    def __init__(self, frame: pl.DataFrame, fields: FieldMap, books: Books) -> None:
        self.frame = frame
        self.fields = fields
        self.limits = books.limits
        self._aliases = books.aliases
        self._key_aliases = books.key_aliases

    def find(self, name: str, *, like: str = "") -> Found | None:
        """The field ``name``; ``like`` names the field whose standard codes apply instead."""
        field = FIELDS[name]
        entry = self.fields.entries.get(field.section)
        if entry is None:
            column = find_column(self.frame.columns, self._aliases[like or name])
            return None if column is None else Found(field, self.frame[column], column, Entry())
        if name.startswith(("volume", "stock")) and (entry.unit == TOTAL) != (
            name.startswith("stock")
        ):
            return None
        if entry.column is None:
            constant = pl.repeat(entry.value, len(self.frame), eager=True)
            return Found(field, constant, f"[{field.section}]", entry)
        if entry.column not in self.frame.columns:
            return None
        return Found(field, self.frame[entry.column], entry.column, entry)

    def check_map(self, findings: Findings, prefix: str = "") -> None:
        """E-FD-18 for every column that the map names and the data lacks."""
        named = {
            f"[{prefix}{name}]": entry.column
            for name, entry in self.fields.entries.items()
            if entry.column is not None
        }
        named |= {f"[{prefix}key] {column}": column for column in self.fields.key_columns}
        if self.fields.curve is not None:
            named["[curve] curve"] = self.fields.curve.curve
            named["[curve] age"] = self.fields.curve.age
        for key, column in named.items():
            if column not in self.frame.columns:
                findings.one(
                    codes.MAP_COLUMN_ABSENT,
                    key,
                    key=key,
                    column=column,
                    columns="、".join(self.frame.columns),
                    nearest=nearest(column, self.frame.columns, 1),
                )

    def keys(self, findings: Findings) -> pl.Series:
        """The key of every row, its parts joined by a hyphen, outermost first.

        By the map's columns or row name, otherwise by the hierarchy of the standard: county code,
        township, village, block, sub-compartment. Province and prefecture are left out where a
        six-digit county code already holds them.
        """
        if self.fields.key_row is not None:
            width = len(str(len(self.frame)))
            numbers = pl.Series(range(1, len(self.frame) + 1), dtype=pl.Int64)
            padded = numbers.cast(pl.String).str.zfill(width)
            return (self.fields.key_row + JOIN + padded).rename("compartment")
        columns = [c for c in self.fields.key_columns if c in self.frame.columns]
        if not self.fields.key_columns:
            columns = self._standard_key(findings)
        if not columns:
            return reading.blank(len(self.frame), pl.String).rename("compartment")
        parts = [
            reading.text(self.frame[column]).rename(str(i)) for i, column in enumerate(columns)
        ]
        needed = self.fields.key_columns or [self._key_column(code) for code in KEY_REQUIRED]
        for part, column in zip(parts, columns, strict=True):
            if column in needed:
                findings.rows(codes.VALUE_MISSING, part.is_null(), KEY_FIELD, {"column": column})
        joined = pl.DataFrame(parts).select(
            pl.concat_str(pl.all().fill_null(""), separator=JOIN).str.strip_chars_end(JOIN)
        )
        return joined.to_series().rename("compartment")

    def _standard_key(self, findings: Findings) -> list[str]:
        present = {
            code: column for code, _ in KEY_PARTS if (column := self._key_column(code)) is not None
        }
        if any(code not in present for code in KEY_REQUIRED):
            self.missing(KEY_FIELD, findings)
            return []
        if "XIAN" in present and self._is_full(present["XIAN"]):
            present.pop("SHENG", None)
            present.pop("SHI", None)
        return list(present.values())

    def _key_column(self, code: str) -> str | None:
        return find_column(self.frame.columns, (code, *self._key_aliases.get(code, ())))

    def _is_full(self, county: str) -> bool:
        lengths = reading.text(self.frame[county]).str.len_chars().drop_nulls()
        return bool(len(lengths) and (lengths >= COUNTY_DIGITS).all())

    def missing(self, field: Field, findings: Findings) -> None:
        """E-FD-01 for a field that the survey does not hold."""
        findings.one(
            codes.FIELD_MISSING,
            f"[{field.section}]",
            field_zh=field.label.zh,
            field_en=field.label.en,
            aliases="、".join(field.codes),
            columns="、".join(self.frame.columns),
            section=field.section,
        )

    def number(self, found: Found, findings: Findings) -> pl.Series:
        """The column as floats; E-FD-03 for what is no number, E-FD-07 for what is out of range."""
        values, wrong = reading.number(found.raw)
        findings.rows(codes.NOT_A_NUMBER, wrong, found.field, found.facts(), found.raw)
        field = found.field
        if field.section in ("area", "area_t1", "volume_t1", "volume_t2"):
            return values
        low, high = self.limits.get(field.codes[0], (field.low, field.high))
        if found.entry.unit == "%":
            values = values / 100.0
        outside = pl.Series(values=[False]) if low is None else values < low
        if high is not None:
            outside = outside | (values > high)
        facts = {
            **found.facts(),
            "low": f"{low or 0:g}",
            "high": "∞" if high is None else f"{high:g}",
        }
        if len(outside) == len(values):
            findings.rows(codes.OUT_OF_RANGE, outside, field, facts, values)
        return values


def check_keys(keys: pl.Series, findings: Findings) -> None:
    """E-FD-10 for every key that stands on more than one row, with its rows (1-based)."""
    rows = pl.DataFrame({"key": keys}).with_row_index("row", offset=1)
    repeated = (
        rows.filter(pl.col("key").is_not_null() & pl.col("key").is_duplicated())
        .group_by("key", maintain_order=True)
        .agg("row")
    )
    for key, where in repeated.iter_rows():
        shown = "、".join(str(row) for row in where[:10])
        place = Label(f"小班 {key}", f"sub-compartment {key}")
        findings.one(codes.KEY_REPEATED, place, count=len(where), rows=shown)
