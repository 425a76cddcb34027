"""The two short lists beside the tables: units that may be used, and captions of the tables."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.tables import refusals as codes
from qingshan.core.tables.sources import faulty_list, unreadable

UNIT_COLUMNS = ("unit", "kind", "zh", "en")
CAPTION_COLUMNS = ("table", "zh", "en", "key_parts")
KINDS = ("number", "text")
PART = "|"
"""Joins the parts of a composite key: ``杉木|south|planted``."""
TWO_BYTE = re.compile("[\u0080-\u07ff]")
EXPECTED = re.compile("[°±²³µ·×÷\u0391-\u03c9]")
"""Signs and Greek letters that tables do use, among the characters of two bytes in UTF-8."""


@dataclass(frozen=True)
class Unit:
    """A unit as tables write it; ``kind`` says whether its values are numbers or texts."""

    unit: str
    kind: str
    label: Label

    @property
    def is_text(self) -> bool:
        """Whether values in this unit are codes, formulas or words."""
        return self.kind == "text"


@dataclass(frozen=True)
class Caption:
    """A table's name, its title and the parts that make up its key."""

    table: str
    label: Label
    key_parts: tuple[str, ...]


def read_cells(path: Path, columns: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """Line numbers and cells of a CSV file with exactly these columns.

    Raises
    ------
    Refused
        E-TB-01 for other columns, E-TB-19 for a file that is absent, not UTF-8 or ragged.
    """
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = next(reader, [])
            rows = [(reader.line_num, cells) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise Refused(unreadable(path, type(fault).__name__)) from fault
    if tuple(header) != columns:
        raise Refused(_wrong_columns(path, header, columns))
    # Some Chinese words in GBK are valid UTF-8 by accident (杉木 turns into ɼľ) and raise no error,
    # so the letters that such an accident gives are refused.
    strange = sorted({c for c in TWO_BYTE.findall(_joined(rows)) if not EXPECTED.match(c)})
    if strange:
        raise Refused(unreadable(path, f"GBK / UTF-8: {''.join(strange[:10])}"))
    width = len(columns)
    refuse_all(
        unreadable(path, f"{len(cells)} != {width}", line)
        for line, cells in rows
        if len(cells) != width
    )
    return rows


def _joined(rows: list[tuple[int, list[str]]]) -> str:
    return "\n".join(cell for _, cells in rows for cell in cells)


def _wrong_columns(path: Path, header: list[str], columns: tuple[str, ...]) -> Refusal:
    return Refusal(
        codes.COLUMNS,
        f"{path.name}:1",
        {
            "missing": ", ".join(c for c in columns if c not in header) or "-",
            "extra": ", ".join(c for c in header if c not in columns) or "-",
            "expected": ",".join(columns),
        },
    )


def read_units(path: Path) -> dict[str, Unit]:
    """The closed list of units (E-TB-18 for an empty cell, an unknown kind or a repetition)."""
    units: dict[str, Unit] = {}
    wrong: list[Refusal] = []
    for line, (unit, kind, zh, en) in read_cells(path, UNIT_COLUMNS):
        place = f"{path.name}:{line}"
        wrong += _empty(place, {"unit": unit, "zh": zh, "en": en})
        if kind not in KINDS:
            wrong.append(faulty_list(place, f"种类 {kind} 有误", f"unknown kind {kind}"))
        if unit in units:
            wrong.append(_repeated(place, unit))
        units[unit] = Unit(unit, kind, Label(zh, en))
    refuse_all(wrong)
    return units


def read_captions(folder: Path) -> dict[str, Caption]:
    """Captions by table name, checked against the files that stand in the rooms.

    Raises
    ------
    Refused
        E-TB-18 for a caption without file, a file without caption, an empty cell or a repetition.
    """
    path = folder / "tables.csv"
    captions: dict[str, Caption] = {}
    wrong: list[Refusal] = []
    for line, (table, zh, en, parts) in read_cells(path, CAPTION_COLUMNS):
        place = f"{path.name}:{line}"
        wrong += _empty(place, {"table": table, "zh": zh, "en": en, "key_parts": parts})
        if table in captions:
            wrong.append(_repeated(place, table))
        captions[table] = Caption(table, Label(zh, en), tuple(parts.split(PART)))
    files = {f"{file.parent.name}.{file.stem}" for file in folder.glob("*/*.csv")}
    wrong += [
        faulty_list(path.name, f"表 {table} 没有文件", f"the table {table} has no file")
        for table in sorted(captions.keys() - files)
    ]
    wrong += [
        faulty_list(path.name, f"文件 {table} 未登记", f"the file {table} has no caption")
        for table in sorted(files - captions.keys())
    ]
    refuse_all(wrong)
    return captions


def _empty(place: str, cells: dict[str, str]) -> list[Refusal]:
    return [
        Refusal(codes.EMPTY, place, {"column": column})
        for column, text in cells.items()
        if not text.strip()
    ]


def _repeated(place: str, name: str) -> Refusal:
    return faulty_list(place, f"{name} 重复", f"{name} is repeated")
