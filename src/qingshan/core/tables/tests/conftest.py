"""A small shelf in a temporary folder, to be spoiled one cell at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qingshan.core.tables.row import COLUMNS
from qingshan.core.tables.shelf import Shelf

SOURCES = """
- id: code-a
  title: "A code"
  date: 2020-01-01
- id: code-b
  title: "Another code"
"""
CAPTIONS = (
    "table,zh,en,key_parts\nroom.factor,系数,Factors,species\nroom.limit,限值,Limits,kind|zone\n"
)
LIMIT = {"key": "dose|public", "name": "limit", "value": "1", "unit": "%"}


def cells(**changes: str) -> dict[str, str]:
    """One sound row with some cells changed."""
    sound = {
        "key": "杉木",
        "name": "svd",
        "value": "0.307",
        "unit": "t/m3",
        "valid_from": "2013-10-01",
        "source": "code-a",
        "basis": "read",
        "confidence": "H",
    }
    return dict.fromkeys(COLUMNS, "") | sound | changes


def line(row: dict[str, str]) -> str:
    """The row as CSV, every cell quoted."""
    return ",".join('"' + row[c].replace('"', '""') + '"' for c in COLUMNS)


@pytest.fixture
def shelf_of(tmp_path: Path) -> Callable[..., Shelf]:
    """``shelf_of({"value": "1"}, {"key": "马尾松"})``: a shelf with these rows."""

    def build(
        *rows: dict[str, str],
        header: str = ",".join(COLUMNS),
        sources: str = SOURCES,
        captions: str = CAPTIONS,
    ) -> Shelf:
        room = tmp_path / "room"
        room.mkdir(exist_ok=True)
        body = "\n".join([header, *(line(cells(**row)) for row in rows)])
        (room / "factor.csv").write_text(body + "\n", encoding="utf-8")
        limit = ",".join(COLUMNS) + "\n" + line(cells(**LIMIT)) + "\n"
        (room / "limit.csv").write_text(limit, encoding="utf-8")
        (tmp_path / "sources.yaml").write_text(sources, encoding="utf-8")
        (tmp_path / "tables.csv").write_text(captions, encoding="utf-8")
        return Shelf(tmp_path)

    return build
