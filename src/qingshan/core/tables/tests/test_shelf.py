"""Reading from the shelf: one value under one date in the unit asked for, or a refusal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import polars as pl
import pytest

from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.row import TextValue, Value, plain
from qingshan.core.tables.shelf import open_shelf

DAY = date(2024, 2, 2)
CLOSED = {"valid_to": "2024-01-01"}
LATER = {"value": "0.310", "valid_from": "2024-01-01"}
FORM = {"name": "form", "value": "a*D^b", "unit": "formula"}


def ask(shelf, **changes):
    wanted = {"key": "杉木", "name": "svd", "unit": "t/m3", "as_of": DAY} | changes
    return shelf.value("room.factor", **wanted)


def test_a_value_carries_its_provenance(shelf_of):
    value = ask(shelf_of({"page": "表 2", "note": "待核"}))
    assert isinstance(value, Value)
    assert (value.value, value.number) == (Decimal("0.307"), 0.307)
    told = json.loads(json.dumps(value.as_dict()))
    assert told["source"] == {"id": "code-a", "title": "A code", "date": "2020-01-01"}
    assert (told["value"], told["page"], told["valid_to"]) == ("0.307", "表 2", None)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2013, 10, 1), "0.307"),
        (date(2023, 12, 31), "0.307"),
        (date(2024, 1, 1), "0.31"),
        (date(2030, 1, 1), "0.31"),
    ],
)
def test_the_date_chooses_the_value(day, number, shelf_of):
    assert ask(shelf_of(CLOSED, LATER), as_of=day).value == Decimal(number)


@pytest.mark.parametrize("day", [date(2013, 9, 30), date(2024, 1, 1)])
def test_no_value_on_the_day_is_refused(day, shelf_of, refuses):
    with refuses("E-TB-15"):
        ask(shelf_of(CLOSED), as_of=day)


def test_an_unknown_table_is_refused(shelf_of, refuses):
    shelf = shelf_of({})
    with refuses("E-TB-13"):
        shelf.rows("room.nothing")
    with refuses("E-TB-13"):
        shelf.caption("nothing")


def test_an_unknown_entry_is_refused(shelf_of, refuses):
    shelf = shelf_of({})
    for change in ({"key": "柏木"}, {"name": "bef"}):
        with refuses("E-TB-14"):
            ask(shelf, **change)
    with refuses("E-TB-14"):
        shelf.names("room.factor", "柏木")


def test_another_unit_is_refused_and_never_converted(shelf_of, refuses):
    shelf = shelf_of({}, FORM)
    with refuses("E-TB-16"):
        ask(shelf, unit="1")
    with refuses("E-TB-16"):
        ask(shelf, name="form", unit="formula")
    with refuses("E-TB-16"):
        shelf.text("room.factor", key="杉木", name="svd", as_of=DAY)


def test_low_confidence_is_refused_unless_allowed(shelf_of, refuses):
    shelf = shelf_of({"confidence": "L"}, FORM | {"confidence": "L"})
    with refuses("E-TB-17"):
        ask(shelf)
    with refuses("E-TB-17"):
        shelf.text("room.factor", key="杉木", name="form", as_of=DAY)
    assert ask(shelf, allow_low=True).confidence_label.zh == "低"
    text = shelf.text("room.factor", key="杉木", name="form", as_of=DAY, allow_low=True)
    assert isinstance(text, TextValue)
    assert text.value == "a*D^b"


def test_an_unknown_source_is_refused(shelf_of, refuses):
    shelf = shelf_of({})
    assert shelf.source("code-b").title == "Another code"
    with refuses("E-TB-03"):
        shelf.source("code-z")


def test_a_refusal_names_the_spans_that_exist(shelf_of):
    with pytest.raises(Refused) as caught:
        ask(shelf_of(CLOSED))
    assert "2013-10-01 – 2024-01-01" in caught.value.refusals[0].remedy("zh")


def test_frames_keep_numbers_and_texts_apart(shelf_of):
    frame = shelf_of(CLOSED, LATER, FORM).frame("room.factor", as_of=DAY)
    assert frame.schema["value"] == pl.Float64
    assert frame.select("name", "value", "text").rows() == [
        ("svd", 0.31, None),
        ("form", None, "a*D^b"),
    ]


def test_a_wide_frame_has_one_row_a_key(shelf_of):
    shelf = shelf_of({}, FORM, {"key": "马尾松", "value": "0.38"})
    assert shelf.wide("room.factor", as_of=DAY).rows() == [
        ("杉木", 0.307, "a*D^b"),
        ("马尾松", 0.38, None),
    ]
    assert shelf.wide("room.limit", as_of=DAY).rows() == [("dose", "public", 1.0)]


def test_a_digest_does_not_depend_on_order_or_spelling(shelf_of):
    first = shelf_of(CLOSED, LATER, FORM)
    whole, cut = first.digest("room.factor"), first.digest("room.factor", as_of=DAY)
    assert whole != cut
    second = shelf_of(FORM, LATER | {"value": "0.31"}, CLOSED)
    assert (second.digest("room.factor"), second.digest("room.factor", as_of=DAY)) == (whole, cut)


@pytest.mark.parametrize(
    "change",
    [{"value": "0.308"}, {"page": "3"}, {"basis": "recalled"}, {"note": "x"}, {"high": "1"}],
)
def test_a_digest_notices_every_change(change, shelf_of):
    whole = shelf_of({}).digest("room.factor")
    assert shelf_of(change).digest("room.factor") != whole


def test_a_folder_is_opened_once(shelf_of):
    folder = shelf_of({}).folder
    assert open_shelf(folder) is open_shelf(folder)
    assert open_shelf() is not open_shelf(folder)


@pytest.mark.parametrize(("text", "said"), [("0.50", "0.5"), ("5E-5", "0.00005"), ("-0.0", "0")])
def test_numbers_have_one_spelling(text, said):
    assert plain(Decimal(text)) == said


def test_rows_laid_over_a_table_hold_until_the_next_begins(shelf_of):
    shelf = shelf_of(CLOSED, LATER)
    first, later = shelf.rows("room.factor")
    told = [
        replace(first, value=Decimal(number), valid_from=date(*day), valid_to=None)
        for number, day in (("0.4", (2020, 5, 1)), ("0.5", (2024, 1, 1)), ("0.6", (2024, 1, 1)))
    ]
    over = shelf.amended("room.factor", told)
    for day, number in (
        (date(2020, 4, 30), "0.307"),
        (date(2020, 5, 1), "0.4"),
        (date(2023, 12, 31), "0.4"),
        (date(2024, 1, 1), "0.6"),
        (date(2030, 1, 1), "0.6"),
    ):
        assert ask(over, as_of=day).value == Decimal(number), day
    assert ask(shelf, as_of=DAY).value == later.value, "what lies beneath stays as it is"
    assert over.source("code-a") == shelf.source("code-a")
    spans = [(row.valid_from, row.valid_to) for row in over.rows("room.factor")]
    assert all(one[1] == other[0] for one, other in pairwise(spans))
