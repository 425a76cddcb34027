"""Finding the header: which row it is, which column is what, in which unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qingshan.core.kernel.errors import Refusal
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.grid import Grid, Limits, address, is_blank
from qingshan.core.sheets.identity import discreet
from qingshan.core.sheets.notes import Note
from qingshan.core.sheets.specification import Column, Specification

_WITH_UNIT = re.compile(r"(.+?)[(\[【]\s*(?:单位[::]?)?\s*([^)\]】]+?)\s*[)\]】]\*?")
_APART = re.compile(r"[\s_*·:：]+")
_REMARKS = {"必填", "选填", "required", "optional"}
_LEAST_KNOWN = 2
_SEEN_MOST = 12


@dataclass(frozen=True)
class Place:
    """Where a column stands: its number from 1, the factor to the unit of the frame."""

    column: Column
    at: int
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its row, the known columns by key, the names of the others."""

    row: int
    places: Mapping[str, Place]
    others: tuple[str, ...]
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[Note, ...] = ()


def known(cells: Sequence[object], specification: Specification) -> int:
    """How many different columns of the specification a row names."""
    names = _names(specification)
    return len({names[name].key for cell in cells if (name := _split(cell)[0]) in names})


def is_whole(grid: Grid, specification: Specification, limits: Limits) -> bool:
    """Whether the header of this sheet has every required column."""
    row = header_row(grid, specification, limits)
    return row is not None and not _absent(_found(grid, row, specification), specification)


def header_row(grid: Grid, specification: Specification, limits: Limits) -> int | None:
    """The row that names most columns within the first rows, or None when none names two."""
    rows = [row for row in sorted(grid.rows) if row <= limits.header_rows]
    best = max(rows, key=lambda row: (known(grid.rows[row], specification), -row), default=None)
    if best is None or known(grid.rows[best], specification) < _LEAST_KNOWN:
        return None
    return best


def read_header(grid: Grid, specification: Specification, limits: Limits) -> Header:
    """The header with everything that is wrong about it; a row of 0 when there is none."""
    row = header_row(grid, specification, limits)
    if row is None:
        return Header(0, {}, (), (_missing(grid, specification, limits),))
    found = _found(grid, row, specification)
    refusals, notes, places = [], [], {}
    for key, ats in found.items():
        column = specification.column(key)
        if len(ats) > 1:
            cells = "、".join(address(row, at) for at in ats)
            facts = {**_named(column), "cells": cells}
            refusals.append(Refusal(codes.COLUMN_TWICE, f"{grid.name}!{cells}", facts))
        place, faults, said = _measured(grid, row, ats[0], column)
        refusals += faults
        if not faults:
            places[key] = place
        notes += said
    taken = {at for ats in found.values() for at in ats}
    others = tuple(
        discreet(str(cell).strip())
        for at, cell in enumerate(grid.rows[row], 1)
        if at not in taken and not is_blank(cell)
    )
    absent = _absent(found, specification)
    if absent:
        labels = specification.names(tuple(absent))
        facts = {"columns_zh": labels.zh, "columns_en": labels.en, "row": str(row)}
        facts["unknown"] = "、".join(others[:_SEEN_MOST]) or "—"
        refusals.append(Refusal(codes.COLUMN_MISSING, grid.name, facts))
    if row > 1:
        notes.append(Note.of("header below", grid.name, row=row))
    if others:
        seen = "、".join(others[:_SEEN_MOST])
        notes.append(Note.of("columns unknown", grid.name, count=len(others), columns=seen))
    return Header(row, places, others, tuple(refusals), tuple(notes))


def _measured(
    grid: Grid, row: int, at: int, column: Column
) -> tuple[Place, list[Refusal], list[Note]]:
    """The unit that a header states, as a factor to the frame's."""
    cell = address(row, at)
    unit = _split(grid.cell(row, at))[1]
    facts = {**_named(column), "cell": cell, "units": "、".join(column.units)}
    if not column.units or unit in _REMARKS:
        unit = ""
    if not column.units:
        return Place(column, at), [], []
    factors = {_plain(name): factor for name, factor in column.units.items()}
    if not unit:
        if column.is_unit_needed:
            return Place(column, at), [_of(codes.UNIT_MISSING, grid, cell, facts)], []
        note = Note.of("unit assumed", cell, **_named(column), cell=cell, unit=column.unit)
        return Place(column, at), [], [note]
    if unit not in factors:
        return (
            Place(column, at),
            [_of(codes.UNIT_UNKNOWN, grid, cell, {**facts, "unit": discreet(unit)})],
            [],
        )
    notes = []
    if factors[unit] != 1:
        notes.append(Note.of("unit converted", cell, **_named(column), unit=unit, into=column.unit))
    return Place(column, at, factors[unit]), [], notes


def _of(code: str, grid: Grid, cell: str, facts: Mapping[str, object]) -> Refusal:
    return Refusal(code, f"{grid.name}!{cell}", facts)


def _named(column: Column) -> dict[str, str]:
    return {"column_zh": column.label.zh, "column_en": column.label.en}


def _found(grid: Grid, row: int, specification: Specification) -> dict[str, list[int]]:
    names = _names(specification)
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(grid.rows[row], 1):
        column = names.get(_split(cell)[0])
        if column is not None:
            found.setdefault(column.key, []).append(at)
    return found


def _absent(found: Mapping[str, list[int]], specification: Specification) -> list[str]:
    absent = [c.key for c in specification.columns if c.is_required and c.key not in found]
    groups = specification.either
    if groups and not any(all(key in found for key in group) for group in groups):
        absent += [key for key in groups[0] if key not in found]
    return absent


def _missing(grid: Grid, specification: Specification, limits: Limits) -> Refusal:
    needed = tuple(column.key for column in specification.columns if column.is_required)
    labels = specification.names(needed)
    first = next(iter(sorted(grid.rows)), 0)
    cells = [discreet(str(cell).strip()) for cell in grid.rows.get(first, ()) if not is_blank(cell)]
    # A list without header begins with somebody's name and number: only short words are repeated.
    seen = "、".join(cell for cell in cells[:_SEEN_MOST] if not any(c.isdigit() for c in cell))
    facts = {"rows": limits.header_rows, "expected_zh": labels.zh, "expected_en": labels.en}
    return Refusal(codes.HEADER_MISSING, grid.name, {**facts, "seen": seen or "—"})


def _names(specification: Specification) -> dict[str, Column]:
    return {
        _plain(name): column
        for column in specification.columns
        for name in (column.key, column.label.zh, column.label.en, *column.aliases)
    }


def _plain(text: str) -> str:
    return _APART.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _split(cell: object) -> tuple[str, str]:
    """Name and unit of a header cell, both in plain form: ``面积（亩）``, ``胸径/cm``."""
    if not isinstance(cell, str):
        return "", ""
    text = unicodedata.normalize("NFKC", cell).strip().strip("*").strip()
    matched = _WITH_UNIT.fullmatch(text)
    if matched:
        return _plain(matched[1]), _plain(matched[2])
    name, slash, unit = text.partition("/")
    if slash and unit:
        return _plain(name), _plain(unit)
    if text.endswith("%"):
        return _plain(text[:-1]), "%"
    return _plain(text), ""
