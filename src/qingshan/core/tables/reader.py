"""Read one table file strictly: every fault of every row is said at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.tables import refusals as codes
from qingshan.core.tables.lists import PART, Caption, Unit, read_cells
from qingshan.core.tables.row import (
    BASES,
    COLUMNS,
    CONFIDENCES,
    REQUIRED,
    Row,
    TextValue,
    Value,
    plain,
)
from qingshan.core.tables.sources import Source
from qingshan.core.tables.spans import Span, clashes


@dataclass
class _Reading:
    """What one file is read against, and what was found wrong so far."""

    caption: Caption
    file: str
    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    wrong: list[Refusal] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)

    def refuse(self, code: str, line: int, **facts: str) -> None:
        self.wrong.append(Refusal(code, f"{self.file}:{line}", facts))


def read_table(
    path: Path, caption: Caption, units: Mapping[str, Unit], sources: Mapping[str, Source]
) -> list[Row]:
    """The rows of one table, in the order of the file.

    Parameters
    ----------
    path
        CSV in UTF-8 with exactly the columns of ``row.COLUMNS``.
    caption
        The table's name with its room and the parts of its key.
    units, sources
        The closed lists that the rows may quote.

    Raises
    ------
    Refused
        E-TB-01 … E-TB-12, E-TB-19 and E-TB-20, each with file and line as place, all at once.
    """
    reading = _Reading(caption, f"{path.parent.name}/{path.name}", units, sources)
    rows: list[tuple[int, Row]] = []
    for line, cells in read_cells(path, COLUMNS):
        row = _row(reading, line, dict(zip(COLUMNS, cells, strict=True)))
        if row is not None:
            rows.append((line, row))
    _check_spans(reading, rows)
    refuse_all(reading.wrong)
    return [row for _, row in rows]


def _row(reading: _Reading, line: int, cells: dict[str, str]) -> Row | None:
    before = len(reading.wrong)
    for column in REQUIRED:
        if not cells[column].strip():
            reading.refuse(codes.EMPTY, line, column=column)
    _check_key(reading, line, cells["key"])
    valid_from = _day(reading, line, "valid_from", cells["valid_from"])
    valid_to = _day(reading, line, "valid_to", cells["valid_to"])
    if valid_from and valid_to and valid_to <= valid_from:
        reading.refuse(codes.SPAN, line, valid_from=str(valid_from), valid_to=str(valid_to))
    _check_lists(reading, line, cells)
    unit = reading.units.get(cells["unit"])
    low, high = _bounds(reading, line, cells)
    number = None
    if unit is not None and not unit.is_text:
        number = _number(reading, line, "value", cells)
        _check_bounds(reading, line, number, (low, high))
    if len(reading.wrong) > before or valid_from is None or unit is None:
        return None
    return _build(reading, cells, number, (valid_from, valid_to), (low, high))


def _build(
    reading: _Reading,
    cells: dict[str, str],
    number: Decimal | None,
    days: tuple[date, date | None],
    bounds: tuple[Decimal | None, Decimal | None],
) -> Row:
    parts = (
        cells["unit"],
        *days,
        reading.sources[cells["source"]],
        cells["page"],
        cells["basis"],
        cells["confidence"],
        *bounds,
        cells["note"],
    )
    if number is None:
        return TextValue(reading.caption.table, cells["key"], cells["name"], cells["value"], *parts)
    return Value(reading.caption.table, cells["key"], cells["name"], number, *parts)


def _day(reading: _Reading, line: int, column: str, text: str) -> date | None:
    if not text:
        return None
    if text not in reading.days:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        # Python also reads 20240202 and 2024-W05-5; a table has one spelling only.
        if day is None or day.isoformat() != text:
            reading.refuse(codes.DATE, line, column=column, text=text)
            return None
        reading.days[text] = day
    return reading.days[text]


def _check_key(reading: _Reading, line: int, key: str) -> None:
    parts = reading.caption.key_parts
    found = key.split(PART)
    if key and (len(found) != len(parts) or not all(part.strip() for part in found)):
        expected = PART.join(parts)
        reading.refuse(codes.KEY, line, key=key, count=str(len(parts)), expected=expected)


def _check_lists(reading: _Reading, line: int, cells: dict[str, str]) -> None:
    if cells["unit"] and cells["unit"] not in reading.units:
        reading.refuse(codes.UNIT, line, unit=cells["unit"])
    if cells["source"] and cells["source"] not in reading.sources:
        reading.refuse(codes.SOURCE, line, source=cells["source"])
    if cells["basis"] and cells["basis"] not in BASES:
        reading.refuse(codes.BASIS, line, text=cells["basis"])
    if cells["confidence"] and cells["confidence"] not in CONFIDENCES:
        reading.refuse(codes.CONFIDENCE, line, text=cells["confidence"])


def _number(reading: _Reading, line: int, column: str, cells: dict[str, str]) -> Decimal | None:
    text = cells[column]
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    # Decimal also reads "NaN", "Infinity", " 1 " and "1_000": none of them is a value.
    if not number.is_finite() or text != text.strip() or "_" in text or not text.isascii():
        reading.refuse(codes.NUMBER, line, column=column, text=text, unit=cells["unit"])
        return None
    return number


def _bounds(
    reading: _Reading, line: int, cells: dict[str, str]
) -> tuple[Decimal | None, Decimal | None]:
    return _number(reading, line, "low", cells), _number(reading, line, "high", cells)


def _check_bounds(
    reading: _Reading,
    line: int,
    number: Decimal | None,
    bounds: tuple[Decimal | None, Decimal | None],
) -> None:
    low, high = bounds
    if number is None:
        return
    below = low is not None and number < low
    above = high is not None and number > high
    crossed = low is not None and high is not None and low > high
    if below or above or crossed:
        reading.refuse(
            codes.RANGE,
            line,
            text=plain(number),
            low=plain(low) if low is not None else "-",
            high=plain(high) if high is not None else "-",
        )


def _check_spans(reading: _Reading, rows: list[tuple[int, Row]]) -> None:
    entries: dict[tuple[str, str], list[Span]] = {}
    for line, row in rows:
        entries.setdefault((row.key, row.name), []).append(Span(row.valid_from, row.valid_to, line))
    starts = {line: row.valid_from.isoformat() for line, row in rows}
    for (key, name), spans in entries.items():
        if len(spans) == 1:
            continue
        for clash in clashes(spans):
            reading.refuse(
                codes.DUPLICATE if clash.same else codes.OVERLAP,
                clash.line,
                key=key,
                name=name,
                other=str(clash.other),
                valid_from=starts[clash.line],
            )
