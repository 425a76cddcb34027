"""The shelf of dated tables: the one place where a parameter is read.

A run asks under one ``as_of`` date for the unit it expects and gets exactly one value or a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import zip_longest
from pathlib import Path

import polars as pl

from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.tables import refusals as codes
from qingshan.core.tables.lists import PART, Caption, Unit, read_captions, read_units
from qingshan.core.tables.reader import read_table
from qingshan.core.tables.row import Row, TextValue, Value
from qingshan.core.tables.sources import Source, read_sources

DATA = Path(__file__).parent / "data"
FRAME_SCHEMA = {
    "key": pl.String,
    "name": pl.String,
    "value": pl.Float64,
    "text": pl.String,
    "unit": pl.String,
    "source": pl.String,
    "basis": pl.String,
    "confidence": pl.String,
}


class Shelf:
    """All tables of one folder; each file is parsed when it is first asked for, and kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tables: dict[str, _Table] = {}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return read_sources(self.folder / "sources.yaml")

    @cached_property
    def _captions(self) -> dict[str, Caption]:
        return read_captions(self.folder)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The closed list of units; it is the project's own, whatever folder is read."""
        return read_units(DATA / "units.csv")

    def value(
        self,
        table: str,
        *,
        key: str,
        name: str,
        unit: str,
        as_of: date,
        allow_low: bool = False,
    ) -> Value:
        """The one number in force on ``as_of``.

        Parameters
        ----------
        table, key, name
            Where the value stands, such as ``carbon.species_group``, ``杉木``, ``svd``.
        unit
            The unit that the caller's formula expects, as written in ``units.csv``.
        as_of
            The one date under which the whole run is judged.
        allow_low
            Whether a named person has allowed values of low confidence for this use.

        Raises
        ------
        Refused
            E-TB-13 unknown table, E-TB-14 unknown key or name, E-TB-15 no value on that day,
            E-TB-16 other unit, E-TB-17 low confidence.
        """
        row = self._find(table, key, name, as_of)
        if not isinstance(row, Value) or row.unit != unit:
            raise Refused.because(codes.EXPECTED, _place(row), wanted=unit, unit=row.unit)
        _guard(row, allow_low=allow_low)
        return row

    def text(
        self, table: str, *, key: str, name: str, as_of: date, allow_low: bool = False
    ) -> TextValue:
        """The one code, formula or wording in force on ``as_of``; refusals as for ``value``."""
        row = self._find(table, key, name, as_of)
        if not isinstance(row, TextValue):
            raise Refused.because(codes.EXPECTED, _place(row), wanted="text", unit=row.unit)
        _guard(row, allow_low=allow_low)
        return row

    def keys(self, table: str) -> list[str]:
        """The keys of a table in the order of the file."""
        return list(self._table(table).by_key)

    def names(self, table: str, key: str) -> list[str]:
        """The names that a key has, in the order of the file (E-TB-14 for an unknown key)."""
        names = self._table(table).by_key.get(key)
        if names is None:
            raise Refused.because(codes.ENTRY, table, table=table, key=key, name="*")
        return list(names)

    def rows(self, table: str, as_of: date | None = None) -> list[Row]:
        """Every row, or those in force on a day, in the order of the file."""
        found = self._table(table).rows
        return [row for row in found if as_of is None or row.holds_on(as_of)]

    def frame(self, table: str, as_of: date) -> pl.DataFrame:
        """Rows in force on a day: key, name, value (null for texts), text (null for numbers), …"""
        cells = [
            (
                row.key,
                row.name,
                row.number if isinstance(row, Value) else None,
                row.value if isinstance(row, TextValue) else None,
                row.unit,
                row.source.id,
                row.basis,
                row.confidence,
            )
            for row in self.rows(table, as_of)
        ]
        return pl.DataFrame(cells, schema=FRAME_SCHEMA, orient="row")

    def wide(self, table: str, as_of: date) -> pl.DataFrame:
        """One row a key: the parts of the key, then a column for each name.

        A column is Float64 when every value in it is a number, otherwise text as written.
        """
        rows = self.rows(table, as_of)
        parts = self.caption(table).key_parts
        texts = {row.name for row in rows if isinstance(row, TextValue)}
        names = list(dict.fromkeys(row.name for row in rows))
        lines: dict[str, dict[str, float | str | None]] = {}
        for row in rows:
            split = dict(zip(parts, row.key.split(PART), strict=True))
            line = lines.setdefault(row.key, {**split})
            number = row.number if isinstance(row, Value) and row.name not in texts else None
            line[row.name] = row.value_text if number is None else number
        schema = dict.fromkeys(parts, pl.String()) | {
            name: pl.String() if name in texts else pl.Float64() for name in names
        }
        return pl.DataFrame(list(lines.values()), schema=schema, orient="row")

    def tables(self) -> list[str]:
        """The names of all tables, sorted."""
        return sorted(self._captions)

    def opened(self) -> list[str]:
        """The names of the tables that were read so far, sorted: what a result may rest on."""
        return sorted(self._tables)

    def caption(self, table: str) -> Caption:
        """Title and key parts of a table (E-TB-13)."""
        caption = self._captions.get(table)
        if caption is None:
            raise Refused.because(codes.TABLE, table, table=table)
        return caption

    def digest(self, table: str, as_of: date | None = None) -> str:
        """SHA-256 over the canonical rows, whatever their order in the file."""
        found = self._table(table)
        if as_of not in found.digests:
            rows = sorted(
                ([c or "" for c in row.canonical()] for row in self.rows(table, as_of)),
            )
            found.digests[as_of] = digest_of(rows)
        return found.digests[as_of]

    def source(self, source_id: str) -> Source:
        """One document by its id (E-TB-03)."""
        source = self._sources.get(source_id)
        if source is None:
            raise Refused.because(codes.SOURCE, "sources.yaml", source=source_id)
        return source

    def sources(self) -> list[Source]:
        """All documents, by id."""
        return [self._sources[key] for key in sorted(self._sources)]

    def amended(self, table: str, rows: Iterable[Row]) -> Shelf:
        """The same tables, one of them with further rows: what others announced since.

        A row ends where the next of its key and name begins; of two that begin on one day the
        later in ``rows`` counts.
        """
        return _Amended(self, table, rows)

    def check(self) -> None:
        """Read every table and refuse everything that is wrong in any of them, at once."""
        wrong: list[Refusal] = []
        for table in self.tables():
            wrong += self._faults(table)
        refuse_all(wrong)

    def _faults(self, table: str) -> tuple[Refusal, ...]:
        try:
            self._table(table)
        except Refused as refused:
            return refused.refusals
        return ()

    def _table(self, table: str) -> _Table:
        if table not in self._tables:
            caption = self.caption(table)
            room, name = table.split(".", 1)
            path = self.folder / room / f"{name}.csv"
            rows = read_table(path, caption, self.units, self._sources)
            self._tables[table] = _Table(rows)
        return self._tables[table]

    def _find(self, table: str, key: str, name: str, as_of: date) -> Row:
        spans = self._table(table).by_key.get(key, {}).get(name)
        if spans is None:
            raise Refused.because(codes.ENTRY, table, table=table, key=key, name=name)
        for row in spans:
            if row.holds_on(as_of):
                return row
        raise Refused.because(
            codes.DAY,
            table,
            table=table,
            key=key,
            name=name,
            as_of=as_of.isoformat(),
            spans="; ".join(_span_texts(spans)),
        )


class _Amended(Shelf):
    """A shelf over another, of which it holds one table itself."""

    def __init__(self, under: Shelf, table: str, rows: Iterable[Row]) -> None:
        super().__init__(under.folder)
        self._under, self._own = under, table
        self._held = _Table(list(_in_turn([*under.rows(table), *rows])))

    def _table(self, table: str) -> _Table:
        return self._held if table == self._own else self._under._table(table)


def _in_turn(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row until the next of its key and name begins."""
    spans: dict[tuple[str, str], dict[date, Row]] = {}
    for row in rows:
        spans.setdefault((row.key, row.name), {})[row.valid_from] = row
    for found in spans.values():
        days = sorted(found)
        for day, after in zip_longest(days, days[1:]):
            ends = min((end for end in (found[day].valid_to, after) if end), default=None)
            yield replace(found[day], valid_to=ends)


class _Table:
    """Rows of one file, found by key and name."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.by_key: dict[str, dict[str, list[Row]]] = {}
        self.digests: dict[date | None, str] = {}
        for row in rows:
            self.by_key.setdefault(row.key, {}).setdefault(row.name, []).append(row)


def open_shelf(folder: Path | None = None) -> Shelf:
    """The project's own tables, or those of another folder; each folder is parsed once."""
    # Finding out where a folder lies costs more than a value; the project's own does not move.
    return _own() if folder is None else _opened(folder.resolve())


@lru_cache(maxsize=1)
def _own() -> Shelf:
    return _opened(DATA.resolve())


@lru_cache(maxsize=8)
def _opened(folder: Path) -> Shelf:
    return Shelf(folder)


def _guard(row: Row, *, allow_low: bool) -> None:
    if row.confidence == "L" and not allow_low:
        raise Refused.because(codes.LOW, _place(row), key=row.key, name=row.name)


def _place(row: Row) -> str:
    return f"{row.table} · {row.key} · {row.name}"


def _span_texts(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield f"{row.valid_from} – {row.valid_to or '…'}"
