"""The strict reader: each fault of a table has its refusal, and all are said at once."""

from __future__ import annotations

import pytest

from qingshan.core.kernel.errors import Refused, declared
from qingshan.core.tables.row import COLUMNS

FAULTS = [
    ("E-TB-02", {"source": ""}),
    ("E-TB-02", {"unit": " "}),
    ("E-TB-02", {"value": ""}),
    ("E-TB-02", {"valid_from": ""}),
    ("E-TB-02", {"basis": ""}),
    ("E-TB-02", {"confidence": ""}),
    ("E-TB-03", {"source": "code-z"}),
    ("E-TB-04", {"value": "0,307"}),
    ("E-TB-04", {"value": "NaN"}),
    ("E-TB-04", {"value": "Infinity"}),
    ("E-TB-04", {"value": " 1"}),
    ("E-TB-04", {"value": "1_000"}),
    ("E-TB-04", {"value": "０.３"}),
    ("E-TB-04", {"low": "none"}),
    ("E-TB-05", {"valid_from": "2013-10"}),
    ("E-TB-05", {"valid_from": "20131001"}),
    ("E-TB-05", {"valid_to": "2013-02-30"}),
    ("E-TB-06", {"unit": "t/m³"}),
    ("E-TB-09", {"low": "0.4"}),
    ("E-TB-09", {"high": "0.3"}),
    ("E-TB-09", {"low": "0.5", "high": "0.2"}),
    ("E-TB-10", {"basis": "guessed"}),
    ("E-TB-11", {"confidence": "A"}),
    ("E-TB-12", {"valid_to": "2013-10-01"}),
    ("E-TB-12", {"valid_to": "2012-01-01"}),
    ("E-TB-20", {"key": "杉木|south"}),
]


@pytest.mark.parametrize(("code", "fault"), FAULTS)
def test_each_fault_is_refused_at_its_row(code, fault, shelf_of, refuses):
    shelf = shelf_of({"key": "马尾松"}, fault)
    with refuses(code):
        shelf.rows("room.factor")
    with pytest.raises(Refused) as caught:
        shelf.rows("room.factor")
    assert {refusal.place for refusal in caught.value.refusals} == {"room/factor.csv:3"}


def test_a_sound_table_is_read(shelf_of):
    shelf = shelf_of({}, {"name": "form", "value": "a*D^b", "unit": "formula", "valid_to": ""})
    assert [row.value_text for row in shelf.rows("room.factor")] == ["0.307", "a*D^b"]


def test_a_bound_may_be_met_exactly(shelf_of):
    shelf = shelf_of({"low": "0.307", "high": "0.307"})
    assert len(shelf.rows("room.factor")) == 1


def test_all_faults_of_all_rows_are_said_at_once(shelf_of):
    shelf = shelf_of({"source": "x", "unit": "y"}, {"basis": "z", "valid_from": "never"})
    with pytest.raises(Refused) as caught:
        shelf.rows("room.factor")
    said = [(refusal.code, refusal.place[-1]) for refusal in caught.value.refusals]
    assert sorted(said) == [("E-TB-03", "2"), ("E-TB-05", "3"), ("E-TB-06", "2"), ("E-TB-10", "3")]


def test_the_same_span_twice_is_refused(shelf_of, refuses):
    shelf = shelf_of({}, {"value": "0.4"})
    with refuses("E-TB-07"):
        shelf.rows("room.factor")


def test_overlapping_spans_are_refused(shelf_of, refuses):
    shelf = shelf_of({"valid_to": "2024-01-02"}, {"valid_from": "2024-01-01"})
    with refuses("E-TB-08"):
        shelf.rows("room.factor")


def test_spans_that_touch_are_sound(shelf_of):
    shelf = shelf_of({"valid_to": "2024-01-01"}, {"valid_from": "2024-01-01"})
    assert len(shelf.rows("room.factor")) == 2


@pytest.mark.parametrize(
    "header",
    [
        ",".join(COLUMNS[:-1]),
        ",".join((*COLUMNS, "extra")),
        ",".join(reversed(COLUMNS)),
        "",
    ],
)
def test_other_columns_are_refused(header, shelf_of, refuses):
    shelf = shelf_of({}, header=header)
    with refuses("E-TB-01"):
        shelf.rows("room.factor")


def test_a_ragged_row_is_refused(shelf_of, refuses):
    shelf = shelf_of({})
    path = shelf.folder / "room" / "factor.csv"
    path.write_text(path.read_text(encoding="utf-8") + "a,b\n", encoding="utf-8")
    with refuses("E-TB-19"):
        shelf.rows("room.factor")


def test_another_encoding_is_refused(shelf_of, refuses):
    shelf = shelf_of({})
    path = shelf.folder / "room" / "factor.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with refuses("E-TB-19"):
        shelf.rows("room.factor")


def test_a_missing_list_of_sources_is_refused(shelf_of, refuses):
    shelf = shelf_of({})
    (shelf.folder / "sources.yaml").unlink()
    with refuses("E-TB-19"):
        shelf.sources()


@pytest.mark.parametrize(
    "sources",
    [
        "- id: a\n",
        "- title: A\n",
        "- id: a\n  title: A\n  author: B\n",
        "- id: a\n  title: A\n- id: a\n  title: B\n",
        "- id: a\n  title: A\n  date: spring\n",
        "- a\n",
    ],
)
def test_a_faulty_source_is_refused(sources, shelf_of, refuses):
    shelf = shelf_of({}, sources=sources)
    with refuses("E-TB-18"):
        shelf.sources()


def test_sources_that_are_no_list_are_refused(shelf_of, refuses):
    shelf = shelf_of({}, sources="id: a")
    with refuses("E-TB-19"):
        shelf.sources()


@pytest.mark.parametrize(
    "captions",
    [
        "table,zh,en,key_parts\nroom.factor,系数,Factors,species\n",
        "table,zh,en,key_parts\nroom.factor,系数,Factors,a\nroom.limit,限值,Limits,a\nroom.x,丙,X,a\n",
        "table,zh,en,key_parts\nroom.factor,甲,A,a\nroom.limit,乙,B,a\nroom.factor,甲,A,a\n",
    ],
)
def test_captions_and_files_must_agree(captions, shelf_of, refuses):
    shelf = shelf_of({}, captions=captions)
    with refuses("E-TB-18"):
        shelf.tables()


def test_a_caption_has_both_languages(shelf_of, refuses):
    shelf = shelf_of({}, captions="table,zh,en,key_parts\nroom.factor,系数,,a\nroom.limit,限,L,a\n")
    with refuses("E-TB-02"):
        shelf.tables()


def test_check_gathers_the_faults_of_all_tables(shelf_of):
    shelf = shelf_of({"unit": "y"})
    limit = shelf.folder / "room" / "limit.csv"
    limit.write_text(limit.read_text(encoding="utf-8").replace("code-a", "z"), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        shelf.check()
    assert {refusal.code for refusal in caught.value.refusals} == {"E-TB-06", "E-TB-03"}


def test_every_code_of_the_room_is_declared_in_both_languages():
    texts = {code: text for code, text in declared().items() if code.startswith("E-TB-")}
    assert sorted(texts) == [f"E-TB-{n:02}" for n in range(1, 21)]
    for text in texts.values():
        assert all(label.zh and label.en for label in (text.what, text.why, text.remedy))
