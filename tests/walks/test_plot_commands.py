"""``qingshan measure plots`` as people run it: one occasion, two, packages, mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from qingshan.config.cli import app
from qingshan.core.carbon.tests.plot_survey import survey, written

PERIOD = ("--from", "2016-01-01", "--to", "2020-12-31", "--as-of", "2026-07-01")


def qingshan(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(each) for each in arguments])


def told(*arguments: object, code: int = 0) -> dict:
    ran = qingshan(*arguments, "--json")
    assert ran.exit_code == code, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    here = tmp_path_factory.mktemp("plots")
    written(here, survey())
    return here


def lists(folder: Path) -> tuple[object, ...]:
    named = [("--plots", folder / "plots.csv"), ("--strata", folder / "strata.csv")]
    return (folder / "trees.csv", *(word for pair in named for word in pair))


def test_two_occasions_give_a_removal_and_a_package(folder) -> None:
    out = folder / "package.zip"
    ran = told("measure", "plots", *lists(folder), *PERIOD, "--out", out, "--with-survey")
    assert ran["removal_unit"] == sum(row["removal_unit"] for row in ran["strata"]) > 0
    assert [stock["occasion"] for stock in ran["stocks"]] == [1, 2]
    assert all(row["u_percent"] > 0 for row in ran["change"]["strata"])
    assert ran["discount"]["percent"] == "6"
    assert {row["level"] for row in ran["stand_ins"]} == {"species", "group", "wider"}
    answer = told("measure", "recompute", out, "--from-survey", "--digest", ran["digest"][:12])
    assert (answer["equal"], answer["fits"], answer["digest"]) == (True, True, ran["digest"])
    assert answer["from_survey"] == {"equal": True, "differs": []}
    shown = qingshan("measure", "plots", *lists(folder), *PERIOD, "--lang", "en")
    assert "Deduction for uncertainty" in shown.stdout
    assert "a wider class" in shown.stdout


def test_a_figure_opens_before_and_after_packing(folder) -> None:
    out = folder / "opened.zip"
    assert qingshan("measure", "plots", *lists(folder), *PERIOD, "--out", out).exit_code == 0
    named = ("--explain", "tree:2/001/3", "--depth", 6)
    direct = told("measure", "plots", *lists(folder), *PERIOD, *named)
    assert direct == told("measure", "explain", out, "tree:2/001/3", "--depth", 6)
    assert told("measure", "explain", out)["id"] == "removal"
    assert "SVD" in qingshan("measure", "explain", out, "tree:2/001/3", "--depth", 9).stdout
    missing = qingshan("measure", "plots", *lists(folder), *PERIOD, "--explain", "tree:9/9/9")
    assert (missing.exit_code, "E-CA-07" in missing.stderr) == (1, True)


def test_runs_are_compared(folder) -> None:
    one, other = folder / "one.zip", folder / "other.zip"
    qingshan("measure", "plots", *lists(folder), *PERIOD, "--out", one)
    qingshan("measure", "plots", *lists(folder), *PERIOD, "--risk", 10, "--out", other)
    assert told("measure", "diff", one, one)["equal"] is True
    parted = told("measure", "diff", one, other, code=1)
    assert parted["changes"][0]["name"] == "options/risk_percent"
    said = qingshan("measure", "diff", one, other, "--lang", "en")
    assert "options/risk_percent" in said.stdout


def test_one_occasion_gives_stocks(folder, tmp_path) -> None:
    given = survey()
    trees, plots = tmp_path / "trees.csv", tmp_path / "plots.csv"
    given.trees.filter(pl.col("occasion") == 2).drop("occasion").write_csv(trees)
    given.plots.filter(pl.col("occasion") == 2).drop("occasion").write_csv(plots)
    files = (trees, "--plots", plots, "--strata", folder / "strata.csv")
    (stock,) = told("measure", "plots", *files, "--as-of", "2026-07-01")["stocks"]
    both = told("measure", "plots", *lists(folder), *PERIOD)["stocks"][1]
    assert (stock["mean"], stock["u_percent"]) == (both["mean"], both["u_percent"])
    ran = qingshan("measure", "plots", *files, "--out", tmp_path / "none.zip")
    assert (ran.exit_code, (tmp_path / "none.zip").exists()) == (0, False)
    assert "没有减排量" in ran.stderr


def test_too_large_an_error_shows_the_stocks_and_issues_nothing(folder) -> None:
    strict = ("--error-of", "change", "--design", "independent")
    ran = qingshan("measure", "plots", *lists(folder), *PERIOD, *strict)
    assert (ran.exit_code, "E-SA-09" in ran.stderr) == (1, True)
    assert "碳储量" in ran.stdout
    answer = told("measure", "plots", *lists(folder), *PERIOD, *strict, code=1)
    assert [each["code"] for each in answer["refusals"]] == ["E-SA-09"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--route", "guess"),
        ("--design", "both"),
        ("--risk", "many"),
        ("--risk", "101"),
        ("--override-by", "somebody"),
        ("--equation", "nothing"),
        ("--earlier-plots", "here"),
        ("--out", "run.parquet"),
    ],
)
def test_wrong_use(folder, wrong) -> None:
    assert qingshan("measure", "plots", *lists(folder), *PERIOD, *wrong).exit_code == 2


def test_a_change_asks_for_its_period(folder) -> None:
    ran = qingshan("measure", "plots", *lists(folder))
    assert (ran.exit_code, "--from" in ran.stderr) == (2, True)


def test_the_report_of_a_package(folder, tmp_path) -> None:
    out = folder / "reported.zip"
    assert qingshan("measure", "plots", *lists(folder), *PERIOD, "--out", out).exit_code == 0
    facts = tmp_path / "facts.toml"
    facts.write_text(
        'project = "示范"\nholder = "某村"\nplace = "剑河县"\ncounty = "522629"\n'
        'measurer = "某单位"\nreported = 2026-07-15\n'
        'annexes = ["tenure", "map", "survey", "sampling", "package"]\n',
        encoding="utf-8",
    )
    pdf, book = tmp_path / "report.pdf", tmp_path / "report.xlsx"
    asked = ("--facts", facts, "--out", pdf, "--out", book)
    assert told("measure", "report", out, *asked)["findings"] == []
    assert pdf.read_bytes().startswith(b"%PDF")
    assert book.stat().st_size > 5_000
    told("measure", "report", out, "--out", tmp_path / "draft.pdf", code=1)
    wrong = qingshan("measure", "report", out, "--survey", folder / "trees.csv", "--out", pdf)
    assert wrong.exit_code == 2


def test_doubt_about_parameters_is_told_beside_the_error(folder) -> None:
    out = folder / "doubted.zip"
    assert qingshan("measure", "plots", *lists(folder), *PERIOD, "--out", out).exit_code == 0
    asked = ("measure", "doubt", out, "--count", 200, "--seed", 3)
    answer = told(*asked)
    assert answer == told(*asked)
    assert answer["doubt"]["low_t"] < answer["gross_t"] < answer["doubt"]["high_t"]
    assert answer["sampling_u_percent"] > 0
    assert "nothing is deducted" in qingshan(*asked, "--lang", "en").stdout


def test_templates_that_are_filled_in_are_measured(tmp_path) -> None:
    """The three lists as templates, two plots a stratum, read back with their own headings."""
    rows = {
        "plots": [{"样地号": f"P{n}", "层": "甲", "样地面积（公顷）": 0.06} for n in (1, 2)],
        "trees": [
            {
                "样地号": f"P{n}",
                "树号": str(k),
                "树种": "杉木",
                "胸径（cm）": 12 + n + k,
                "树高（m）": 11,
            }
            for n in (1, 2)
            for k in range(5)
        ],
        "strata": [{"层": "甲", "面积（公顷）": 20}],
    }
    for name, filled in rows.items():
        path = tmp_path / f"{name}.xlsx"
        assert qingshan("measure", "template", "--list", name, "--out", path).exit_code == 0
        book = load_workbook(path)
        sheet = book.worksheets[0]
        heads = [str(cell.value) for cell in sheet[1]]
        for line, row in enumerate(filled, 2):
            for head, value in row.items():
                at = next(n for n, text in enumerate(heads, 1) if text.rstrip("*") == head)
                sheet.cell(line, at).value = value
        book.save(path)
    named = ("--plots", tmp_path / "plots.xlsx", "--strata", tmp_path / "strata.xlsx")
    (stock,) = told("measure", "plots", tmp_path / "trees.xlsx", *named)["stocks"]
    assert stock["mean"] > 0
    assert stock["area_ha"] == 20
    wrong = qingshan("measure", "template", "--list", "stones", "--out", tmp_path / "x.xlsx")
    assert wrong.exit_code == 2
