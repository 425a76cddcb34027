"""The attribute fields of a layer: what they stand for, what fills them, what is odd about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from qingshan.core.doctor.card import FieldFound, Finding, Level
from qingshan.core.doctor.finding import of_refusal
from qingshan.core.doctor.refusals import (
    CODE_UNKNOWN,
    DATE_AS_TEXT,
    KEY_TWICE,
    KEYS_ABSENT,
    NUMBER_AS_TEXT,
    ZERO_FOR_BLANK,
    ZEROS_LOST,
)
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

COUNTY_FIELD, AREA_FIELD = "XIAN", "MIAN_JI"
_KEYS = ("XIAN", "XIANG", "CUN", "LIN_YE_JU", "LIN_CHANG", "LIN_BAN", "XIAO_BAN", "XI_BAN")
_KEYS_NEEDED = ("LIN_BAN", "XIAO_BAN")
# Quantities of which a nought is no measurement where trees stand.
_MEASURED = ("MIAN_JI", "PINGJUN_XJ", "PINGJUN_SG", "PINGJUN_NL", "HUO_LMGQXJ")
_NUMBERS = ("number", "integer", "year")
_SAMPLES, _ROWS_SHOWN = 3, 10


@dataclass(frozen=True)
class Dictionary:
    """The standard fields in force on a day: names to codes, meanings, types, coded values."""

    by_name: Mapping[str, str]
    means: Mapping[str, Label]
    types: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def standard(self, column: str) -> str | None:
        """The standard field for which a column stands, by its code, alias or Chinese name."""
        return self.by_name.get(column.strip().casefold())


def dictionary(shelf: Shelf, as_of: date) -> Dictionary:
    """Fields and codes of tables ``carbon.field_dictionary``, ``field_code`` and the code lists."""
    table = shelf.wide("carbon.field_dictionary", as_of)
    by_name: dict[str, str] = {}
    means: dict[str, Label] = {}
    types: dict[str, str] = {}
    told = table.select("field", "label_zh", "meaning", "type", "alias").iter_rows()
    for field, zh, meaning, kind, alias in told:
        means[field] = Label(str(zh), _short(meaning or field))
        types[field] = str(kind)
        for name in (field, zh, *str(alias or "").split()):
            by_name.setdefault(str(name).casefold(), str(field))
    values: dict[str, dict[str, str]] = {}
    codes = shelf.wide("carbon.field_code", as_of)
    for field, code, zh in codes.select("field", "code", "label_zh").drop_nulls().iter_rows():
        values.setdefault(field, {})[code] = str(zh).split(" (")[0]
    for field, name in (("DI_LEI", "land_class_code"), ("YOU_SHI_SZ", "species_code")):
        rows = shelf.wide(f"carbon.{name}", as_of).select("code", "label_zh").drop_nulls()
        values[field] = {str(code): str(zh) for code, zh in rows.iter_rows()}
    return Dictionary(by_name, means, types, values)


def fields_found(frame: pl.DataFrame, book: Dictionary) -> tuple[FieldFound, ...]:
    """Every field but ``row``, in the order of the file."""
    return tuple(_field(column, book) for column in _columns(frame))


def shown(value: Any, field: str | None, book: Dictionary) -> str | None:
    """A value for people; a known code is followed by its meaning, such as 0111 乔木林地."""
    if value is None:
        return None
    text = f"{value:g}" if isinstance(value, float) else str(value)
    meaning = book.values.get(field or "", {}).get(text)
    return f"{text} {meaning}" if meaning and meaning != text else text


def field_findings(frame: pl.DataFrame, book: Dictionary) -> list[Finding]:
    """E-DR-02 to 08: keys that repeat or are absent, lost zeros, numbers and dates kept as text."""
    found = list(_key_findings(frame, book))
    for column in _columns(frame):
        standard = book.standard(column.name)
        if standard is not None:
            found += _kind_findings(column, standard, book)
    return found


def _short(meaning: str) -> str:
    """The first words of a meaning; remarks follow a comma, a semicolon or a colon."""
    return re.split("[,;:]", meaning)[0]


def _columns(frame: pl.DataFrame) -> Iterator[pl.Series]:
    return (column for column in frame.iter_columns() if column.name != "row")


def _field(column: pl.Series, book: Dictionary) -> FieldFound:
    standard = book.standard(column.name)
    present = _present(column)
    distinct = present.unique(maintain_order=True)
    sample = [shown(value, standard, book) for value in distinct[:_SAMPLES].to_list()]
    return FieldFound(
        name=column.name,
        standard=standard,
        means=book.means.get(standard) if standard else None,
        kind=_kind(column.dtype),
        filled=len(present),
        distinct=len(distinct),
        sample=tuple(value for value in sample if value is not None),
    )


def _kind(dtype: pl.DataType) -> str:
    if dtype == pl.String:
        return "text"
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "number"
    return "date" if dtype.is_temporal() else str(dtype).lower()


def _present(column: pl.Series) -> pl.Series:
    column = column.drop_nulls()
    return column.filter(column.str.strip_chars() != "") if column.dtype == pl.String else column


def _key_findings(frame: pl.DataFrame, book: Dictionary) -> Iterator[Finding]:
    by_standard = {book.standard(name): name for name in reversed(frame.columns)}
    missing = [key for key in _KEYS_NEEDED if key not in by_standard]
    if missing:
        named = "、".join(f"{key}（{book.means[key].zh}）" for key in missing)
        yield of_refusal(Refusal(KEYS_ABSENT, "", {"missing": named}), Level.WARNS)
        return
    parts = [by_standard[key] for key in _KEYS if key in by_standard]
    keys = frame.select(
        pl.concat_str(
            [pl.col(part).cast(pl.String, strict=False).fill_null("") for part in parts],
            separator="-",
        ).alias("key")
    ).with_row_index("row", offset=1)
    twice = (
        keys.filter(pl.col("key").is_duplicated() & (pl.col("key").str.strip_chars("- ") != ""))
        .group_by("key", maintain_order=True)
        .agg("row")
    )
    for key, rows in twice.iter_rows():
        said = "、".join(str(row) for row in rows[:_ROWS_SHOWN])
        facts = {"key": key, "count": len(rows), "rows": said}
        yield of_refusal(Refusal(KEY_TWICE, key, facts), rows=rows)


def _kind_findings(column: pl.Series, standard: str, book: Dictionary) -> Iterator[Finding]:
    present, kind = _present(column), book.types[standard]
    if not len(present):
        return
    facts: dict[str, Any] = {"field": column.name, "count": len(present)}
    is_text = column.dtype == pl.String
    if column.dtype.is_numeric() and (kind == "text" or _begins_with_nought(standard, book)):
        yield _warn(ZEROS_LOST, column, facts)
    if kind in _NUMBERS and is_text:
        wrong = present.filter(present.str.strip_chars().cast(pl.Float64, strict=False).is_null())
        sample = wrong[0] if len(wrong) else present[0]
        yield _warn(NUMBER_AS_TEXT, column, {**facts, "bad": len(wrong), "sample": sample[:40]})
    if kind == "date" and is_text:
        yield _warn(DATE_AS_TEXT, column, {**facts, "sample": present[0][:40]})
    if standard in _MEASURED and column.dtype.is_numeric():
        rows = [at + 1 for at in (column == 0).arg_true().to_list()]
        if rows:
            said = "、".join(str(row) for row in rows[:_ROWS_SHOWN])
            yield _warn(ZERO_FOR_BLANK, column, {**facts, "count": len(rows), "rows": said}, rows)
    if is_text and standard in book.values:
        known = book.values[standard]
        names = set(known.values())
        values = present.str.strip_chars().unique(maintain_order=True).to_list()
        strange = [value for value in values if value not in known and value not in names]
        if strange:
            said = "、".join(value[:20] for value in strange[:5])
            yield _warn(CODE_UNKNOWN, column, {**facts, "count": len(strange), "sample": said})


def _begins_with_nought(standard: str, book: Dictionary) -> bool:
    return any(code.startswith("0") for code in book.values.get(standard, ()))


def _warn(
    code: str, column: pl.Series, facts: Mapping[str, Any], rows: list[int] | None = None
) -> Finding:
    return of_refusal(Refusal(code, column.name, facts), Level.WARNS, rows=rows or ())
