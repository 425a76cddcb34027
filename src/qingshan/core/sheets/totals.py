"""Which rows are data: blank rows, rows of totals and remarks below the list are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from qingshan.core.kernel.errors import Refusal
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.cells import Cells
from qingshan.core.sheets.grid import Grid, address, is_blank
from qingshan.core.sheets.header import Header, Place
from qingshan.core.sheets.specification import SCALED, Kind

_TOTAL = re.compile(r"(合计|总计|共计|总合计|total|sum)[::]?", re.IGNORECASE)
_SUBTOTAL = re.compile(r"(小计|subtotal)[::]?", re.IGNORECASE)
_REMARK = re.compile(r"(注|备注|说明|填表|制表|审核|经办|负责人|联系人|填报|单位负责)")
_REMARK_CELLS_MOST = 4
_SUMMED = {Kind.NUMBER, *SCALED}


@dataclass(frozen=True)
class Layout:
    """Row numbers below the header by what they hold; ``last`` is the last that holds anything."""

    data: tuple[int, ...] = ()
    blank: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()
    subtotals: tuple[int, ...] = ()
    remarks: tuple[int, ...] = ()
    last: int = 0


def layout(grid: Grid, header: int, columns: Sequence[int]) -> Layout:
    """Sort the rows below the header; only the known columns make a row of data."""
    kinds: dict[str, list[int]] = {"data": [], "totals": [], "subtotals": [], "remarks": []}
    for row in sorted(row for row in grid.rows if row > header):
        words = [_word(cell) for cell in grid.rows[row] if not is_blank(cell)]
        if any(_SUBTOTAL.fullmatch(word) for word in words):
            kinds["subtotals"].append(row)
            kinds["totals"].append(row)
        elif any(_TOTAL.fullmatch(word) for word in words):
            kinds["totals"].append(row)
        elif words and _REMARK.match(words[0]) and len(words) <= _REMARK_CELLS_MOST:
            kinds["remarks"].append(row)
        elif _holds(grid, row, columns):
            kinds["data"].append(row)
    told = {row for rows in kinds.values() for row in rows}
    last = max(told, default=0)
    blank = [row for row in range(header + 1, max(kinds["data"], default=0)) if row not in told]
    return Layout(
        **{kind: tuple(rows) for kind, rows in kinds.items()}, blank=tuple(blank), last=last
    )


def compared(
    grid: Grid,
    header: Header,
    lines: Layout,
    read: Mapping[int, Mapping[str, Any]],
    as_of: date,
    faults: Sequence[Refusal],
) -> list[Refusal]:
    """Totals that the file states against the sums of its rows; a column with faults waits."""
    spoilt = {refusal.facts.get("column_en") for refusal in faults}
    places = [
        place
        for place in header.places.values()
        if place.column.kind in _SUMMED and place.column.label.en not in spoilt
    ]
    found, start = [], 0
    for total in lines.totals:
        first = start if total in lines.subtotals else 0
        rows = [row for row in lines.data if first < row < total]
        if total in lines.subtotals:
            start = total
        for place in places:
            found += _differs(
                grid, total, place, [read[row][place.column.key] for row in rows], as_of
            )
    return found


def added(values: Sequence[Any]) -> Decimal:
    """The exact sum of numbers by their shortest decimal form; blanks are left out."""
    return sum((Decimal(str(value)) for value in values if value is not None), Decimal(0))


def plain(value: Decimal) -> str:
    """A decimal with thousands and without needless zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _differs(
    grid: Grid, row: int, place: Place, values: Sequence[Any], as_of: date
) -> list[Refusal]:
    if is_blank(grid.cell(row, place.at)):
        return []
    loose = replace(place.column, bounds=None, is_required=False)
    cells = Cells(grid, as_of)
    stated = cells.read(row, replace(place, column=loose))
    if cells.refusals:
        return cells.refusals
    scale = SCALED.get(place.column.kind, 0)
    gap = Decimal(str(stated)) - added(values)
    if abs(gap) * 10**9 <= abs(added(values)):
        return []
    cell = address(row, place.at)
    label = place.column.label
    facts = {"row": row, "cell": cell, "column_zh": label.zh, "column_en": label.en}
    facts |= {
        "stated": plain(Decimal(str(stated)).scaleb(-scale)),
        "found": plain(added(values).scaleb(-scale)),
    }
    return [Refusal(codes.TOTAL_DIFFERS, f"{grid.name}!{cell}", facts)]


def _holds(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    return any(not is_blank(grid.cell(row, at)) or (row, at) in grid.unanswered for at in columns)


def _word(cell: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell)))
