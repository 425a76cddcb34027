"""Two runs, or a run and someone's own sheet, part at one first figure, looked for bottom up."""

from __future__ import annotations

import polars as pl
import pytest
from openpyxl import Workbook

from qingshan.core.carbon.difference import difference
from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.figures import compare, read_figures


@pytest.fixture
def run(stands, measured):
    return measured(stands(40), relative_error="8", risk="10")


def sheet(path, header, rows):
    book = Workbook()
    book.active.append(["我的计算"])
    book.active.append([])
    book.active.append(header)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def own(run):
    return [
        [key, unit / 10_000]
        for key, unit in run.frame.select("compartment", "removal_unit").iter_rows()
    ]


def test_the_same_run_has_no_difference(run, stands, measured) -> None:
    found = difference(run, measured(stands(40).reverse(), relative_error="8", risk="10"))
    assert found.is_equal
    assert (found.changes, found.first) == ((), None)
    assert found.rows.changed == ()


def test_an_option_is_named_and_opens_to_its_figure(run, stands, measured) -> None:
    found = difference(run, measured(stands(40), relative_error="8", risk="12"))
    told = {change.name: (change.first, change.second) for change in found.changes}
    assert told["option:risk"] == ("10", "12")
    assert told["deduction:risk"] == ("10%", "12%")
    assert found.first.node.id == "deduction:risk"
    assert found.removal_unit[0] != found.removal_unit[1]


def test_a_parameter_is_named(run, stands, measured, own_shelf) -> None:
    shelf = own_shelf("carbon/species_group.csv", "杉木,svd,0.307", "杉木,svd,0.3075")
    found = difference(run, measured(stands(40), shelf=shelf, relative_error="8", risk="10"))
    names = [change.name for change in found.changes]
    assert "parameter:杉木/svd" in names
    assert found.first.node.id == "parameter:杉木/svd"


def test_rows_of_one_side_only(run, stands, measured) -> None:
    frame = stands(40)
    more = frame.head(1).with_columns(compartment=pl.lit("520122-99999"))
    second = measured(pl.concat([frame.slice(1), more]), relative_error="8", risk="10")
    rows = difference(run, second).rows
    assert rows.only_first == ("520122-00000",)
    assert rows.only_second == ("520122-99999",)
    assert rows.changed == ()


def test_one_unit_in_a_large_row_is_found(stands, measured) -> None:
    big = stands(1, area_ha=[20_000.0], volume_t1_m3_ha=[20.0], volume_t2_m3_ha=[60.0])
    first = measured(big)
    second = measured(big.with_columns(emission_t=pl.lit(0.0001)))
    found = difference(first, second)
    assert abs(found.removal_unit[0] - found.removal_unit[1]) == 1
    assert found.first is not None


def test_my_sheet_agrees(run, tmp_path) -> None:
    path = sheet(tmp_path / "mine.xlsx", ["小班号", "数值（t）"], own(run))
    found = compare(run, read_figures(path))
    assert found.agrees
    assert (found.compared, found.absent, found.unmatched) == (40, 0, ())


def test_my_sheet_parts_at_a_named_cell(run, tmp_path) -> None:
    rows = own(run)
    rows[3][1] += 1.5
    rows[9][1] -= 2
    rows[12][0] = "520122-77777"
    found = compare(run, read_figures(sheet(tmp_path / "mine.xlsx", ["小班号", "减排量"], rows)))
    assert not found.agrees
    assert found.first.node.id == "compartment:520122-00003"
    assert found.first.gap == pytest.approx(15_000)
    assert found.as_dict()["first"]["cell"] == "Sheet!B7"
    assert [p.node.id for p in found.partings][1] == "compartment:520122-00009"
    assert found.unmatched == ("compartment:520122-77777",)
    assert found.absent == 1


def test_the_deeper_column_comes_first(run, tmp_path) -> None:
    rows = []
    for key, value in own(run)[:5]:
        tree = explain(run, f"compartment:{key}/carbon_t2")
        rows.append([key, tree.value + (key == "520122-00002"), value + (key == "520122-00002")])
    path = sheet(tmp_path / "mine.xlsx", ["小班编号", "期末碳储量（tC）", "减排量（t）"], rows)
    found = compare(run, read_figures(path))
    assert [p.node.id for p in found.partings] == [
        "compartment:520122-00002/carbon_t2",
        "compartment:520122-00002",
    ]


def test_ids_of_other_figures_in_a_csv(run, tmp_path) -> None:
    path = tmp_path / "mine.csv"
    total = run.removal / 10_000
    path.write_text(
        f"node,value\nremoval,{total}\nparameter:杉木/svd,0.5\nticket,{run.issuable_t}\n"
    )
    found = compare(run, read_figures(path))
    assert [p.node.id for p in found.partings] == ["parameter:杉木/svd"]
    assert found.compared == 3


@pytest.mark.parametrize("words", ["a,b\n1,2\n", "小班号,数值\nx,无\n"])
def test_no_figures(tmp_path, refuses, words) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(words)
    with refuses("E-PK-05"):
        read_figures(path)
