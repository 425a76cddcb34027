"""Someone's own sheet of strata and plots against a run over plots: the first that differs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from qingshan.core.carbon.figures import read_figures
from qingshan.core.carbon.own_figures import pasted_figures
from qingshan.core.carbon.plots.explain import explain_plots
from qingshan.core.carbon.plots.measuring import measure_plots
from qingshan.core.carbon.plots.own import compare_plots
from qingshan.core.carbon.plots.run import PlotOptions, PlotRun
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey
from qingshan.core.kernel.units import CARBON_PER_TONNE


@pytest.fixture(scope="module")
def run() -> PlotRun:
    options = PlotOptions(route="biomass_two_entry", scheme="VCS 2023 rule")
    return measure_plots(survey(), period=FIVE_YEARS, as_of=AS_OF, options=options)


def sheet(folder: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "mine.xlsx")
    return folder / "mine.xlsx"


def test_a_sheet_of_strata_agrees_with_the_run_it_was_made_of(run, tmp_path) -> None:
    rows = [["层", "面积（公顷）", "减排量（t）", "期初碳储量（tC/ha）", "期末碳储量（tC/ha）"]]
    for row in run.frame.iter_rows(named=True):
        tonnes = row["removal_unit"] / CARBON_PER_TONNE
        carbon = (row["carbon_t1_tc_ha"], row["carbon_t2_tc_ha"])
        rows.append([row["stratum"], row["area_ha"], tonnes, *carbon])
    rows.append(["removal", None, run.removal / CARBON_PER_TONNE])
    found = compare_plots(run, read_figures(sheet(tmp_path, rows)))
    assert found.agrees, found.as_dict()
    assert found.compared == 4 * len(run.frame) + 1
    assert not found.absent
    assert not found.unmatched


def test_the_deepest_figure_that_differs_is_named_with_its_cell(run, tmp_path) -> None:
    """A wrong tree spoils its plot, its stratum and the whole: the tree is where to look."""
    tree = "tree:2/001/3"
    carbon = float(explain_plots(run, tree).value)
    plots = dict(run.stocks[1].plots.select("plot", "value").iter_rows())
    rows = [["编号", "数值"]]
    rows += [["removal", run.removal / CARBON_PER_TONNE + 5], ["plot:2/001", plots["001"] * 1.1]]
    rows += [[tree, carbon * 2], ["plot:2/002", plots["002"]]]
    found = compare_plots(run, read_figures(sheet(tmp_path, rows)))
    assert [parting.node.id for parting in found.partings] == [tree, "plot:2/001", "removal"]
    assert found.first is not None
    assert found.cells[found.first.node.id] == "Sheet!B4"
    assert found.compared == 4


def test_plots_are_named_plainly_and_what_is_unknown_is_said(run) -> None:
    value = dict(run.stocks[1].plots.select("plot", "value").iter_rows())["004"]
    found = compare_plots(run, pasted_figures(f"样地号\t碳储量\n004\t{value}\n999\t1.0\n"))
    assert found.agrees
    assert found.unmatched == ("999/carbon_t2",)
    some = compare_plots(run, pasted_figures("层\t减排量\n甲\t1.0\n"))
    assert not some.agrees
    assert some.absent == len(run.frame) - 1
    nothing = compare_plots(run, pasted_figures("tree:9/9/9\t1.0"))
    assert nothing.unmatched == ("tree:9/9/9",)
    assert not nothing.agrees


def test_a_pasted_line_keeps_its_place_whatever_parts_it() -> None:
    own = pasted_figures("removal\t10\n\ngross 11\nparameter:x，2.5\n")
    assert own.values == {"removal": 10.0, "gross": 11.0, "parameter:x": 2.5}
    assert own.cells == {"removal": "B1", "gross": "B3", "parameter:x": "B4"}
    headed = pasted_figures("小班号\t减排量\nremoval\t10\n")
    assert headed.cells == {"removal": "B2"}
