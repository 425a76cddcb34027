"""Nothing of the reference shelf was lost on the way into the tables."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import open_shelf

COLUMNS = yaml.safe_load(
    (Path(__file__).parent / "reference_columns.yaml").read_text(encoding="utf-8")
)
CARBON = {p["table"] for p in COLUMNS.values() if p["table"].startswith("carbon.")}
RANGE = re.compile(r"([\d.]+?)\s*(?:-|to|\.\.)\s*([\d.]+)")
REWORDED = re.compile(r"METHODOLOGY|\.csv")
"""Cells that point into the shelf itself are reworded in the tables."""
LATEST = date(2026, 12, 31)
ENLARGED = {"sup_redline.csv": "activity|"}
"""Tables with rows of the house beside those of the reference, and the keys that it abbreviates:
the ten limited activities are told on pages as the document has them."""


def given_rows(reference, file):
    with (reference / "params" / file).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def same(row, cell):
    """Numbers by value, texts to the letter: a code 0111 is not 111."""
    return row.value == (Decimal(cell) if isinstance(row, Value) else cell)


@pytest.mark.reference
def test_every_file_has_a_table(reference):
    files = {path.name for path in (reference / "params").glob("*.csv")}
    assert files == set(COLUMNS)


@pytest.mark.reference
@pytest.mark.parametrize("file", sorted(COLUMNS))
def test_every_row_is_represented(file, reference):
    plan = COLUMNS[file]
    shelf = open_shelf()
    rows = given_rows(reference, file)
    ours = {row.key for row in shelf.rows(plan["table"]) if row.basis == "set"}
    keys = [key for key in shelf.keys(plan["table"]) if key not in ours or file not in ENLARGED]
    assert len(keys) == len(rows)
    assert shelf.caption(plan["table"]).key_parts == tuple(plan["key"])
    held = {key: {} for key in keys}
    for row in shelf.rows(plan["table"], as_of=LATEST):
        held.setdefault(row.key, {})[row.name] = row
    for key, row in zip(keys, rows, strict=True):
        if not key.startswith(ENLARGED.get(file, "\0")):
            assert_same(held[key], row, plan["columns"])


def assert_same(found, row, columns):
    for column, (name, *_) in columns.items():
        cell = row[column].strip()
        if not cell or REWORDED.search(cell):
            continue
        if name in found:
            assert same(found[name], cell), (column, row)
        else:
            low, high = RANGE.fullmatch(cell).groups()
            assert same(found[f"{name}_low"], low), (column, row)
            assert same(found[f"{name}_high"], high), (column, row)


@pytest.mark.reference
@pytest.mark.parametrize("file", sorted(f for f in COLUMNS if COLUMNS[f]["table"] in CARBON))
def test_confidence_is_kept(file, reference):
    shelf = open_shelf()
    by_key = {row.key: row.confidence for row in shelf.rows(COLUMNS[file]["table"])}
    given = Counter(row["confidence"] or "M" for row in given_rows(reference, file))
    assert Counter(by_key.values()) == given
