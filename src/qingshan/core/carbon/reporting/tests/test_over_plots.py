"""The report of a run over plots: complete in both languages, proof-read, and of its own run."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from openpyxl import load_workbook

from qingshan.core.carbon.plots.measuring import measure_plots
from qingshan.core.carbon.plots.run import PlotOptions
from qingshan.core.carbon.reporting.document import monitoring_report
from qingshan.core.carbon.reporting.dossier import Dossier, Facts
from qingshan.core.carbon.reporting.over_plots import APPENDIX, plot_report
from qingshan.core.carbon.reporting.paper import report_data
from qingshan.core.carbon.reporting.places import places_of
from qingshan.core.carbon.reporting.proofread import proofread
from qingshan.core.carbon.reporting.workbook import report_workbook
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.shelf import open_shelf

SHELF = open_shelf()
FACTS = Facts(
    project="示范项目", holder="某村集体", place="剑河县", county="522629", measurer="某单位",
    reported=date(2026, 7, 15), annexes=("tenure", "map", "survey", "sampling", "package"),
)  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Dossier:
    options = PlotOptions(route="biomass_two_entry", scheme="VCS 2023 rule")
    run = measure_plots(survey(), period=FIVE_YEARS, as_of=AS_OF, options=options)
    return Dossier(run, FACTS)


def test_a_sound_report_passes(told) -> None:
    document = plot_report(told, SHELF)
    assert proofread(document, told, SHELF) == ()
    assert document.sections[-1].heading == APPENDIX
    assert document.digest == told.run.digest
    assert "、".join(s.heading.zh[:1] for s in document.sections[:5]) == "一、二、三、四、五"


def test_sampled_projects_need_their_design(told) -> None:
    """A run over plots is sampled by its nature, so that its annex is asked for."""
    bare = replace(told, facts=replace(FACTS, annexes=("tenure", "map", "survey", "package")))
    codes = [refusal.code for refusal in proofread(plot_report(bare, SHELF), bare, SHELF)]
    assert codes == ["E-RP-05"]


def plot_list(folder: Path, told: Dossier, left_out: str = "") -> Path:
    """The list of plots as it went to the forest, one plot left out on request."""
    lines = ["样地号,经度（度）,纬度（度）,样地面积（m²）,树种,调查日期"]
    for at, plot in enumerate(sorted(told.run.stocks[1].plots["plot"])):
        east, north = 108.40 + 0.002 * (at % 6), 26.70 + 0.002 * (at // 6)
        if plot != left_out:
            lines.append(f"{plot},{east:.6f},{north:.6f},600,杉木,2026-03-05")
    (folder / "plots.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    return folder / "plots.csv"


def test_the_map_shows_every_plot_by_its_stratum(told, tmp_path) -> None:
    places = places_of(plot_list(tmp_path, told), told.run, as_of=AS_OF)
    assert len(places) == 24
    land = np.array([shapely.box(108.399, 26.699, 108.412, 26.708)])
    drawn = replace(told, places=places, shapes=land)
    data = report_data(drawn, plot_report(told, SHELF), "zh")
    assert [name for _, name in data["legend"]] == ["丙", "乙", "甲", "林地范围"]
    assert data["words"]["map"] == "样地分布图"
    for colour, name in data["legend"][:3]:
        assert data["map_svg"].count(f'fill="{colour}"') >= 1, name
    alone = report_data(replace(told, places=places), plot_report(told, SHELF), "en")
    assert alone["map_svg"].startswith("<svg")
    assert len(alone["legend"]) == 3


def test_a_plot_without_a_place_is_named(told, tmp_path, refuses) -> None:
    with refuses("E-RP-09"):
        places_of(plot_list(tmp_path, told, left_out="007"), told.run, as_of=AS_OF)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_is_filled(told, language) -> None:
    data = report_data(told, plot_report(told, SHELF), language)
    assert data["figures"][0][1] == tonnes_text(told.run.removal)
    assert data["figures"][3][1] == "24"
    assert len(data["appendix"]["tables"][0]["rows"]) == 48
    assert len(data["charts"][0]["bars"]) == 3
    assert data["map_svg"] == ""


def test_the_workbook_holds_the_strata_and_every_plot(told) -> None:
    data = report_workbook(plot_report(told, SHELF), "zh")
    book = load_workbook(io.BytesIO(data))
    strata = next(sheet for sheet in book if "分层结果" in sheet.title)
    cells = [cell.value for row in strata.iter_rows() for cell in row]
    assert "全部" in cells
    assert float(tonnes_text(told.run.removal).replace(",", "")) in [
        float(cell) for cell in cells if isinstance(cell, int | float)
    ]
    assert book.worksheets[-1].max_row == 49


def test_a_workbook_has_the_same_bytes_at_any_time(told, monkeypatch) -> None:
    """Neither the clock of the properties nor that of the zip is written into it."""
    first = report_workbook(plot_report(told, SHELF), "zh")
    later = time.time() + 400 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(later))
    assert report_workbook(plot_report(told, SHELF), "zh") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00" in archive.read("docProps/core.xml")


def test_the_routes_have_reports_of_their_own(told) -> None:
    with pytest.raises(AssertionError, match="over plots"):
        monitoring_report(told, SHELF)
