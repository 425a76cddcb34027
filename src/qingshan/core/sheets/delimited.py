"""Reading CSV into one grid: encoding by content, separator by what makes sense of the rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refused
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.grid import Book, Grid, Limits, is_blank
from qingshan.core.sheets.notes import Note
from qingshan.core.sheets.opening import broken, too_large

_SEPARATORS = {
    ",": ("逗号", "commas"),
    "\t": ("制表符", "tabs"),
    ";": ("分号", "semicolons"),
}
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 (BOM)"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


def read_text(path: Path, limits: Limits, score: Callable[[Sequence[str]], int]) -> Book:
    """A CSV file as a book of one sheet.

    ``score`` says how many cells of a row are headers that the specification knows; the separator
    that makes most of them is taken.

    Raises
    ------
    Refused
        E-SH-05 broken quotes, E-SH-06 too large, E-SH-10 encoding unknown.
    """
    raw = path.read_bytes()
    text, encoding = _decoded(raw, path.name)
    notes = [Note.of("encoding", path.name, encoding=encoding)]
    first, _, rest = text.partition("\n")
    given = first.strip().lower()
    if given.startswith("sep=") and given[4:] in _SEPARATORS:
        text, separator, start = rest, given[4:], 2
    else:
        start = 1
        separator = _separator(text, limits, score)
    if separator != ",":
        zh, en = _SEPARATORS[separator]
        notes.append(Note.of("delimiter", path.name, zh=zh, en=en))
    rows = {}
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start):
            _bounded(number, cells, path.name, limits)
            if not all(is_blank(cell) for cell in cells):
                rows[number] = tuple(cell or None for cell in cells)
    except csv.Error as fault:
        raise broken(path.name, "引号或分隔符不成对", "its quotes do not match") from fault
    return Book(path.name, sha256(raw), (Grid(path.stem, rows, is_text=True),), tuple(notes))


def _decoded(raw: bytes, name: str) -> tuple[str, str]:
    """Text and encoding: mark, strict UTF-8, GB18030 (which holds GBK)."""
    for mark, codec, said in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw, codec, name), said
    if b"\0" in raw:
        raise Refused.because(codes.ENCODING_UNKNOWN, name, name=name, at=raw.index(b"\0") + 1)
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _strictly(raw, "gb18030", name), "GB18030"


def _strictly(raw: bytes, codec: str, name: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as fault:
        raise Refused.because(
            codes.ENCODING_UNKNOWN, name, name=name, at=fault.start + 1
        ) from fault


def _separator(text: str, limits: Limits, score: Callable[[Sequence[str]], int]) -> str:
    head = "\n".join(text.split("\n", limits.header_rows)[: limits.header_rows])
    best, most = ",", (-1, -1)
    for separator in _SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(head), delimiter=separator))
        except csv.Error:
            continue
        found = (max(map(score, rows), default=0), max(map(len, rows), default=0))
        if found > most:
            best, most = separator, found
    return best


def _bounded(number: int, cells: Sequence[str], place: str, limits: Limits) -> None:
    if number > limits.rows + limits.header_rows:
        raise Refused(too_large(place, ("行数", "rows"), number, limits.rows))
    if len(cells) > limits.columns:
        raise Refused(too_large(place, ("列数", "columns"), len(cells), limits.columns))
    longest = max(map(len, cells), default=0)
    if longest > limits.characters:
        measure = ("单元格字数", "characters in a cell")
        raise Refused(too_large(place, measure, longest, limits.characters))
