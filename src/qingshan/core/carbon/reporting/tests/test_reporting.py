"""A report says its run in both languages, and what is wrong in it is found before publication."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely
from openpyxl import load_workbook

from qingshan.core.carbon.report import Document, Table
from qingshan.core.carbon.reporting.document import APPENDIX, monitoring_report, numeral
from qingshan.core.carbon.reporting.dossier import Dossier, Facts, read_facts
from qingshan.core.carbon.reporting.paper import ROWS_MOST, report_data
from qingshan.core.carbon.reporting.proofread import hindrances, proofread
from qingshan.core.carbon.reporting.workbook import report_workbook
from qingshan.core.carbon.run import measure
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
PERIOD = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))
FACTS = Facts(
    project="示范项目", holder="某村集体", place="剑河县", county="522629", measurer="某单位",
    reported=date(2026, 7, 15), annexes=("tenure", "map", "survey", "sampling", "package"),
)  # fmt: skip


def dossier(count: int = 60, facts: Facts = FACTS, **options) -> Dossier:
    random = np.random.default_rng(7)
    earlier = random.uniform(20.0, 150.0, count).round(1)
    names = np.array(["马尾松", "杉木", "柏木"])
    frame = pl.DataFrame(
        {
            "compartment": [f"522629-101-{n:05d}" for n in range(count)],
            "group": names[random.integers(0, 3, count)],
            "area_ha": random.uniform(0.5, 30.0, count).round(4),
            "volume_t1_m3_ha": earlier,
            "volume_t2_m3_ha": (earlier + random.uniform(10.0, 40.0, count)).round(1),
        }
    )
    options = {"relative_error": "8", "risk": "10", **options}
    run = measure(frame, method="gz_ticket_v1", period=PERIOD, as_of=AS_OF, options=options)
    return Dossier(run, facts)


def codes(document: Document, told: Dossier) -> list[str]:
    return [refusal.code for refusal in proofread(document, told, open_shelf())]


def with_cell(document: Document, caption: str, at: tuple[int, int], text: str) -> Document:
    """The document with one cell of one table changed, as an editor would."""

    def changed(table: Table) -> Table:
        if table.caption.zh != caption:
            return table
        rows = [list(row) for row in table.rows]
        rows[at[0]][at[1]] = text
        return replace(table, rows=tuple(tuple(row) for row in rows))

    sections = tuple(
        replace(section, tables=tuple(changed(table) for table in section.tables))
        for section in document.sections
    )
    return replace(document, sections=sections)


def test_a_sound_report_passes() -> None:
    told = dossier()
    document = monitoring_report(told, open_shelf())
    assert codes(document, told) == []
    assert [s.heading.zh[:2] for s in document.sections[:-1]] == [
        f"{numeral(at)}、" for at in range(1, len(document.sections))
    ]
    rows = document.sections[-1].tables[0].rows
    assert len(rows) == 61
    assert rows[-1][-1] == tonnes_text(told.run.removal)


@pytest.mark.parametrize(
    ("caption", "at"), [("各小班计量结果", (3, -1)), ("按树种组", (-1, -1)), ("按树种组", (0, 2))]
)
def test_a_total_that_does_not_add_up(caption, at) -> None:
    told = dossier()
    document = monitoring_report(told, open_shelf())
    assert "E-RP-01" in codes(with_cell(document, caption, at, "1.5"), told)


def test_a_figure_without_a_unit() -> None:
    told = dossier()
    document = monitoring_report(told, open_shelf())
    tables = document.sections[-1].tables
    bare = replace(tables[0], columns=tuple(replace(c, unit="") for c in tables[0].columns))
    strange = replace(tables[0], columns=tuple(replace(c, unit="斤") for c in tables[0].columns))
    for table in (bare, strange):
        last = replace(document.sections[-1], tables=(table,))
        edited = replace(document, sections=(*document.sections[:-1], last))
        assert "E-RP-02" in codes(edited, told)


def test_facts_that_do_not_fit() -> None:
    empty = dossier(facts=Facts())
    found = codes(monitoring_report(empty, open_shelf()), empty)
    assert found.count("E-RP-06") == 6
    assert found.count("E-RP-05") == 5
    other = dossier(facts=replace(FACTS, county="520122", reported=date(2020, 6, 1)))
    found = codes(monitoring_report(other, open_shelf()), other)
    assert "E-RP-03" in found
    assert found.count("E-RP-04") == 2


def test_a_county_that_was_redrawn_is_told_and_hinders_nothing() -> None:
    other = dossier(facts=replace(FACTS, county="520122", reported=date(2020, 6, 1)))
    found = proofread(monitoring_report(other, open_shelf()), other, open_shelf())
    stopping = [finding.code for finding in hindrances(found)]
    assert set(stopping) == {finding.code for finding in found} - {"E-RP-03"}
    assert "E-RP-04" in stopping


def test_an_annex_of_sampling_is_asked_only_with_an_error() -> None:
    facts = replace(FACTS, annexes=("tenure", "map", "survey", "package"))
    sampled, whole = dossier(facts=facts), dossier(facts=facts, relative_error=None)
    assert codes(monitoring_report(sampled, open_shelf()), sampled) == ["E-RP-05"]
    assert codes(monitoring_report(whole, open_shelf()), whole) == []


def test_a_report_of_another_run() -> None:
    told = dossier()
    other = dossier(risk="20")
    assert set(codes(monitoring_report(other, open_shelf()), told)) == {"E-RP-07"}


def test_an_override_is_printed_with_its_reason() -> None:
    told = dossier(allow_yield="样地复测确认，张三 2026-07-01")
    document = monitoring_report(told, open_shelf())
    words = str([section.tables for section in document.sections if "放行" in section.heading.zh])
    assert "张三" in words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_data_of_the_paper(language) -> None:
    told = dossier(5)
    square = shapely.box(108.5, 26.6, 108.51, 26.61)
    shapes = np.array([square] * 5)
    told = replace(told, shapes=shapes, groups=("杉木", "杉木", "柏木", "柏木", "马尾松"))
    document = monitoring_report(told, open_shelf())
    data = report_data(told, document, language, is_draft=True)
    assert data["draft"]
    assert data["map_svg"].startswith("<svg")
    assert [name for _, name in data["legend"]] == ["杉木", "柏木", "马尾松"]
    assert {len(chart["bars"]) for chart in data["charts"]} == {told.run.frame["group"].n_unique()}
    assert "⌊" not in str(data)
    assert APPENDIX.say(language) == data["appendix"]["heading"]


def test_a_long_appendix_is_cut_and_says_so() -> None:
    told = dossier(ROWS_MOST + 20)
    data = report_data(told, monitoring_report(told, open_shelf()), "zh")
    rows = data["appendix"]["tables"][0]["rows"]
    assert len(rows) == ROWS_MOST + 1
    assert rows[-1][0] == "合计"
    assert "20" in data["more"]


def test_the_workbook_holds_numbers_and_the_same_total() -> None:
    told = dossier()
    document = monitoring_report(told, open_shelf())
    data = report_workbook(document, "zh")
    book = load_workbook(io.BytesIO(data))
    last = book.worksheets[-1]
    values = [cell.value for cell in last["G"]][1:]
    assert round(sum(values[:-1]), 4) == round(values[-1], 4)
    assert round(values[-1] * 10_000) == told.run.removal
    assert told.run.digest in book.worksheets[0]["A2"].value


def test_facts_from_a_file(tmp_path, refuses) -> None:
    path = tmp_path / "facts.toml"
    path.write_text('project = "甲"\nreported = 2026-07-15\nannexes = ["map"]\n', encoding="utf-8")
    assert read_facts(path) == Facts(project="甲", reported=date(2026, 7, 15), annexes=("map",))
    path.write_text('projekt = "甲"\nreported = "x"\nannexes = "map"\nplace = 3\n')
    with refuses("E-RP-08"):
        read_facts(path)
    with pytest.raises(Refused) as caught:
        read_facts(path)
    assert len(caught.value.refusals) == 4
    path.write_text("= nothing")
    with refuses("E-RP-08"):
        read_facts(path)


def test_numerals() -> None:
    assert [numeral(n) for n in (1, 9, 10, 11, 19)] == ["一", "九", "十", "十一", "十九"]
    assert Label("一", "1").zh == numeral(1)
