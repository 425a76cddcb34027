"""Lists of a plot survey as people hand them in: words or names, units, two occasions, files."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from openpyxl import Workbook

from qingshan.core.carbon.plots.lists import Files, read_survey
from qingshan.core.carbon.plots.measuring import measure_plots, stock_of_plots
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey, written


def workbook(path, heads, rows):
    book = Workbook()
    book.active.append(heads)
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def in_words(
    folder, *, area="样地面积（m²）", per_plot=600, strata="面积（亩）", diameter="胸径（mm）"
):
    """The second occasion as a bureau would write it: millimetres, square metres and mu."""
    given = survey()
    later = given.trees.filter(pl.col("occasion") == 2)
    places = given.plots.filter(pl.col("occasion") == 2)
    factor = 10 if "mm" in diameter else 1
    trees = workbook(
        folder / "trees.xlsx",
        ["样地号", "树号", "树种", diameter, "树高（m）", "检尺类型", "株数"],
        (
            (plot, tree, word, d * factor, h, status, count)
            for _, plot, tree, word, d, h, status, count in later.iter_rows()
        ),
    )
    plots = workbook(
        folder / "plots.xlsx",
        ["样地号", "层", area],
        ((plot, stratum, per_plot) for _, plot, stratum, _ in places.iter_rows()),
    )
    areas = folder / "strata.csv"
    lines = [f"{name},{15 * hectares:g}" for name, hectares in given.areas_ha.items()]
    areas.write_text("\n".join([f"层,{strata}", *lines]), encoding="utf-8")
    return Files(trees, plots, areas)


def test_names_are_read_as_they_stand(tmp_path):
    given = survey()
    read = read_survey(written(tmp_path, given), as_of=AS_OF).survey
    run = measure_plots(read, period=FIVE_YEARS, as_of=AS_OF)
    assert run.digest == measure_plots(given, period=FIVE_YEARS, as_of=AS_OF).digest
    stored = replace(written(tmp_path, given), trees=tmp_path / "trees.parquet")
    given.trees.write_parquet(stored.trees)
    again = read_survey(stored, as_of=AS_OF).survey
    assert measure_plots(again, period=FIVE_YEARS, as_of=AS_OF).digest == run.digest


def test_a_text_of_windows_is_read(tmp_path, refuses):
    """Names of columns in ASCII, names of trees in GBK."""
    files = written(tmp_path, survey())
    named = survey().trees.with_columns(pl.col("species").replace({"220": "马尾松"}))
    words = named.write_csv()
    files.trees.write_bytes(words.encode("gb18030"))
    read = read_survey(files, as_of=AS_OF).survey
    assert "马尾松" in set(read.trees["species"])
    assert read.trees.equals(named.select(read.trees.columns))
    files.trees.write_bytes(words.encode() + b"1,1,\xff\xff\n")
    with refuses("E-CA-13"):
        read_survey(files, as_of=AS_OF)


def test_units_of_headings_are_taken_and_told(tmp_path):
    handed = read_survey(in_words(tmp_path), as_of=AS_OF)
    assert handed.survey.areas_ha == pytest.approx(survey().areas_ha, rel=1e-15)
    assert set(handed.survey.plots["area_ha"]) == {0.06}
    (stock,) = stock_of_plots(handed.survey, as_of=AS_OF)
    whole = stock_of_plots(survey(), as_of=AS_OF)[1]
    assert stock.estimate.mean == pytest.approx(whole.estimate.mean, rel=1e-12)
    said = " ".join(note.en for note in handed.notes)
    assert "mm" in said
    assert "hectares" in said or "公顷" in said


@pytest.mark.parametrize("changed", [{"area": "样地面积"}, {"strata": "面积"}])
def test_an_area_without_unit_is_asked_for(tmp_path, refuses, changed):
    """600 may be square metres, 0.9 mu or hectares: fifteen apart, and never guessed."""
    with refuses("E-SH-14"):
        read_survey(in_words(tmp_path, **changed), as_of=AS_OF)


def test_millimetres_read_as_centimetres_are_refused(tmp_path, refuses):
    """A list in tenths under a heading without unit: no tree is 3 m thick."""
    files = in_words(tmp_path, diameter="胸径（cm）")
    trees = pl.read_excel(files.trees, engine="openpyxl")
    raised = trees.with_columns(pl.col("胸径（cm）") * 100)
    workbook(files.trees, raised.columns, raised.iter_rows())
    with refuses("E-SA-03"):
        stock_of_plots(read_survey(files, as_of=AS_OF).survey, as_of=AS_OF)


def test_the_earlier_occasion_in_a_file_of_its_own(tmp_path, refuses):
    given = survey()
    whole = written(tmp_path, given)
    parts = {}
    for at in (1, 2):
        for name, frame in (("trees", given.trees), ("plots", given.plots)):
            path = tmp_path / f"{name}{at}.csv"
            frame.filter(pl.col("occasion") == at).drop("occasion").write_csv(path)
            parts[f"{name}{at}"] = path
    apart = Files(parts["trees2"], parts["plots2"], whole.strata, parts["trees1"])
    run = measure_plots(given, period=FIVE_YEARS, as_of=AS_OF)
    for files in (apart, replace(apart, earlier_plots=parts["plots1"])):
        read = read_survey(files, as_of=AS_OF).survey
        assert measure_plots(read, period=FIVE_YEARS, as_of=AS_OF).digest == run.digest
    with refuses("E-CA-12"):
        read_survey(replace(apart, trees=whole.trees), as_of=AS_OF)


def test_broken_lists_are_refused(tmp_path, refuses):
    files = written(tmp_path, survey())
    files.trees.write_text("plot,tree,species,d_cm\n1,1,310,dick\n", encoding="utf-8")
    with refuses("E-CA-13"):
        read_survey(files, as_of=AS_OF)
    files.trees.write_text("plot,tree,species\n1,1,310\n", encoding="utf-8")
    with refuses("E-SA-12"):
        stock_of_plots(read_survey(files, as_of=AS_OF).survey, as_of=AS_OF)
    files.strata.write_text("stratum,area_ha\n甲,1\n甲,2\n", encoding="utf-8")
    with refuses("E-SA-07"):
        read_survey(files, as_of=AS_OF)
    files.strata.write_text("stratum\n甲\n", encoding="utf-8")
    with refuses("E-SA-12"):
        read_survey(files, as_of=AS_OF)
