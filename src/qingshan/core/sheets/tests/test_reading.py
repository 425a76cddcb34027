"""What a list becomes: exact values, every fault at once, masked where it is personal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingshan.core.kernel.label import Label
from qingshan.core.sheets.cells import Cells
from qingshan.core.sheets.correction import marked
from qingshan.core.sheets.grid import Grid, Limits, address, listed
from qingshan.core.sheets.header import Place
from qingshan.core.sheets.households import Claim, household_sums, households
from qingshan.core.sheets.plots import plots, trees
from qingshan.core.sheets.reading import TYPES, examine_sheet, read_sheet
from qingshan.core.sheets.specification import (
    Bounds,
    Column,
    Kind,
    Rule,
    Specification,
)

AS_OF = date(2026, 1, 1)
HEADER = ["户主", "身份证号", "面积（亩）", "份额（%）", "银行卡号", "小班号"]
IDS = ("110105194912310011", "11010519491231002X", "110105194912310038")
CARD = "6228480402564890018"
LIST = Specification(
    "bodies",
    Label("单位", "bodies"),
    (
        Column("name", Label("名称", "name"), Kind.TEXT, Label("全称", "in full")),
        Column(
            "credit_code", Label("信用代码", "credit code"), Kind.IDENTIFIER,
            Label("18 位", "18 characters"), rule=Rule.CREDIT_CODE,
        ),
        Column("paid_fen", Label("金额（元）", "paid"), Kind.MONEY, Label("元", "yuan"),
               aliases=("金额",), bounds=Bounds(0, 1e9)),
    ),
    unique=("credit_code",),
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    def make(*rows: list[Any], name: str = "a.xlsx", sheet: str = "数据") -> Path:
        made = openpyxl.Workbook()
        made.active.title = sheet
        for row in rows:
            made.active.append(row)
        made.save(tmp_path / name)
        return tmp_path / name

    return make


def family(at: int, area: float, share: float, plot: str | None = "0012") -> list[Any]:
    return [f"户{at}", IDS[at], area, share, CARD, plot]


def sums_of(path: Path, claim: Claim) -> set[str]:
    sheet = read_sheet(path, households(), as_of=AS_OF)
    return {refusal.code for refusal in household_sums(sheet, claim).refusals}


def test_values_are_exact(book) -> None:
    path = book(HEADER, family(0, 10.1, 33.33), family(1, 20.2, 66.67))
    sheet = read_sheet(path, households(), as_of=AS_OF)
    assert sheet.frame["share_basis_points"].to_list() == [3333, 6667]
    assert sheet.frame["area_mu"].to_list() == [10.1, 20.2]
    assert sheet.frame["compartment"].to_list() == ["0012", "0012"]
    assert sheet.frame["row"].to_list() == [2, 3]
    assert sheet.cell(3, "resident_id") == "数据!B3"


def test_hectares_become_mu_exactly(book) -> None:
    header = ["户主", "身份证号", "面积 (hm²)", *HEADER[3:]]
    sheet = read_sheet(book(header, family(0, 0.7, 100)), households(), as_of=AS_OF)
    assert sheet.frame["area_mu"].to_list() == [10.5]


def test_english_and_aliases_are_known(book) -> None:
    header = ["Name", "ID number", "area (ha)", "share", "卡号", "图斑号"]
    sheet = read_sheet(book(header, family(0, 1, 100)), households(), as_of=AS_OF)
    assert set(sheet.places) >= {"head_name", "resident_id", "area_mu", "bank_card"}


def test_money_becomes_fen_and_codes_are_checked(book, refuses) -> None:
    header = ["名称", "信用代码", "金额"]
    good = book(header, ["甲", "91350100M000100Y43", 1234.5])
    assert read_sheet(good, LIST, as_of=AS_OF).frame["paid_fen"].to_list() == [123450]
    with refuses("E-SH-23"):
        read_sheet(book(header, ["甲", "91350100M000100Y44", 1]), LIST, as_of=AS_OF)


def test_all_that_is_wrong_is_said_at_once(book, refuses) -> None:
    rows = [family(0, 1, 50), family(1, 1, 50.123)]
    rows[0][1] = 520103199001011234
    rows[1][2] = "约十"
    rows[1][4] = "622"
    with refuses("E-SH-21", "E-SH-24", "E-SH-25", "E-SH-27"):
        read_sheet(book(HEADER, *rows), households(), as_of=AS_OF)


def test_a_refusal_names_the_cell_and_masks_the_number(book) -> None:
    rows = [family(0, 1, 50), family(1, 1, 50)]
    rows[1][1] = "520103199001011234"
    found = examine_sheet(book(HEADER, *rows), households(), as_of=AS_OF).refusals[0]
    assert (found.code, found.place) == ("E-SH-22", "数据!B3")
    assert "第 3 行" in found.what("zh")
    assert "5201**********1234" in found.what("zh")


def test_the_named_sheet_is_read(book, refuses) -> None:
    path = book(HEADER, family(0, 1, 100))
    assert read_sheet(path, households(), as_of=AS_OF, sheet="数据").name == "数据"
    with refuses("E-SH-09"):
        read_sheet(path, households(), as_of=AS_OF, sheet="去年")


def test_too_many_faults_are_cut_and_counted(book, refuses) -> None:
    rows = [[None, None, "x", "y", None, None] for _ in range(30)]
    with refuses("E-SH-36", "E-SH-25"):
        read_sheet(book(HEADER, *rows), households(), as_of=AS_OF, limits=Limits(faults=20))


def test_a_day_to_come_is_no_survey(book, refuses) -> None:
    header = ["样地号", "X", "Y", "面积(公顷)", "树种", "调查日期"]
    row = ["001", 2940000, 36500000, 0.06, "杉木", date(2026, 1, 2)]
    with refuses("E-SH-28"):
        read_sheet(book(header, row), plots(), as_of=AS_OF)
    sheet = read_sheet(book(header, [*row[:5], date(2026, 1, 1)]), plots(), as_of=AS_OF)
    assert sheet.frame["area_m2"].to_list() == [600.0]
    assert sheet.frame["longitude_deg"].null_count() == 1


def test_rows_need_one_complete_place(book, refuses) -> None:
    header = ["样地号", "经度", "纬度", "X", "Y", "面积(m2)", "树种", "调查日期"]
    day = date(2025, 1, 1)
    good = ["001", None, None, 2940000, 36500000, 600, "杉木", day]
    assert read_sheet(book(header, good), plots(), as_of=AS_OF).frame.height == 1
    with refuses("E-SH-20"):
        read_sheet(
            book(header, ["001", 107.9, None, 2.0, None, 600, "杉木", day]), plots(), as_of=AS_OF
        )


def test_areas_must_add_up_to_the_claim(book) -> None:
    path = book(HEADER, family(0, 10.5, 50), family(1, 20, 50))
    assert sums_of(path, Claim(30.5)) == set()
    assert sums_of(path, Claim(30.51, tolerance_mu=0.01)) == set()
    assert sums_of(path, Claim(30.52, tolerance_mu=0.01)) == {"E-SH-32"}
    assert sums_of(path, Claim(compartments_mu={"0012": 30.5})) == set()
    assert sums_of(path, Claim(compartments_mu={"0012": 31})) == {"E-SH-32"}
    assert sums_of(path, Claim(compartments_mu={"0013": 30.5})) == {"E-SH-35"}


def test_the_gap_is_said_as_people_say_it(book) -> None:
    path = book(HEADER, family(0, 3000.5, 50), family(1, 190, 50))
    sheet = read_sheet(path, households(), as_of=AS_OF)
    (refusal,) = household_sums(sheet, Claim(3197.0)).refusals
    assert "3,190.5 亩，少 6.5 亩" in refusal.what("zh")


def test_shares_must_use_up_each_plot_or_the_whole(book) -> None:
    assert sums_of(book(HEADER, family(0, 1, 60), family(1, 1, 60)), Claim()) == {"E-SH-34"}
    assert sums_of(book(HEADER, family(0, 1, 60), family(1, 1, 39.99)), Claim()) == {"E-SH-33"}
    whole = [family(0, 1, 60, "1"), family(1, 1, 40, "2")]
    assert sums_of(book(HEADER, *whole), Claim()) == set()
    each = [family(0, 1, 100, "1"), family(1, 1, 100, "2")]
    assert sums_of(book(HEADER, *each), Claim()) == set()
    without = [family(0, 1, 60, None), family(1, 1, 30, None)]
    assert sums_of(book(HEADER, *without), Claim()) == {"E-SH-33"}


def test_subtotals_start_anew(book, refuses) -> None:
    rows = [family(0, 1, 50), ["小计", None, 1, 50], family(1, 2, 50), ["小计", None, 2, 50]]
    assert (
        read_sheet(
            book(HEADER, *rows, ["合计", None, 3, 100]), households(), as_of=AS_OF
        ).frame.height
        == 2
    )
    rows[3][2] = 3
    with refuses("E-SH-31"):
        read_sheet(book(HEADER, *rows), households(), as_of=AS_OF)


def test_texts_that_look_like_formulas_come_back_as_text(book, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    cells = ['"=HYPERLINK(""http://x"")"', "1", "+1", "@x", "-1", "0012"]
    path.write_text(",".join(HEADER) + "\n" + ",".join(cells) + "\n", encoding="utf-8")
    reading = examine_sheet(path, households(), as_of=AS_OF)
    data = marked(path, households(), reading)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["list"]
    assert [cell.data_type for cell in sheet[2]][:5] == ["s"] * 5
    assert sheet["A2"].quotePrefix
    assert sheet["G1"].value == "问题"
    assert "E-SH-22" in sheet["G2"].value
    assert sheet["B2"].fill.start_color.rgb.endswith("FBE3E6")


NUMBERS = st.floats() | st.integers(-(10**400), 10**400)
VALUES = NUMBERS | NUMBERS.map(str) | st.text(max_size=30) | st.booleans() | st.dates() | st.times()


@given(st.lists(VALUES, min_size=6, max_size=6))
@example([float("nan"), float("inf"), 10**400, "1E+999999999", True, "１３８００００１２３４"])
def test_whatever_a_cell_holds_is_read_or_refused(values: list[Any]) -> None:
    """Cells of every kind, also those that no spreadsheet writes: never another exception."""
    for specification in (households(), LIST, plots(), trees()):
        grid = Grid("数据", {2: tuple(values)})
        for column in specification.columns:
            cells = Cells(grid, AS_OF)
            for at in range(1, 7):
                read = cells.read(2, Place(column, at))
                assert read is not None or cells.refusals or not column.is_required
                pl.Series([read], dtype=TYPES.get(column.kind, pl.String))
            for refusal in cells.refusals:
                assert not re.search(r"(?<![.\d])\d{9}", refusal.what("zh"))


def test_addresses_and_runs() -> None:
    assert (address(7, 2), address(1, 28), address(1, 16384)) == ("B7", "AB1", "XFD1")
    assert listed([3, 7, 8, 9]) == "3、7–9"
