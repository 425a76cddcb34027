"""The plot route: worked examples, replay, order, additivity, units, and what it refuses."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.carbon.plots.doubt import doubt_of, removals_by_species
from qingshan.core.carbon.plots.measuring import measure_plots, replay_plots, stock_of_plots
from qingshan.core.carbon.plots.run import PlotOptions, PlotSurvey
from qingshan.core.carbon.plots.trees import Means, weigh
from qingshan.core.carbon.tests.plot_survey import survey
from qingshan.core.kernel.period import Period
from qingshan.core.sampling.trees import by_plot, field_of
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
FIVE_YEARS = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))
SHELF = open_shelf()
CENTRAL_FIR = {"杉木": "贵州|杉木|central Guizhou"}
BIOMASS = PlotOptions(route="biomass_two_entry")


def example(name):
    rows = SHELF.wide("carbon.worked_example", AS_OF)
    return rows.row(by_predicate=pl.col("id") == name, named=True)


def fir_plot():
    """The trees of WE-09 and WE-10 on one plot of 0.06 ha."""
    pairs = re.findall(r"([\d.]+)/([\d.]+)", example("WE-09")["inputs"])
    trees = pl.DataFrame(
        {
            "plot": "1",
            "tree": [str(n) for n in range(len(pairs))],
            "species": "310",
            "d_cm": [float(d) for d, _ in pairs],
            "h_m": [float(h) for _, h in pairs],
        }
    )
    plots = pl.DataFrame({"plot": ["1"], "stratum": ["甲"], "area_ha": [0.06]})
    return field_of(plots, trees, SHELF, AS_OF)


def numbers(text):
    return [float(word) for word in re.findall(r"\d+\.\d+", text)]


def test_a_plot_of_fir_by_its_standard():
    """WE-09: LY/T 2264 with its own carbon fractions."""
    row = example("WE-09")
    surveyed = fir_plot()
    got = weigh(surveyed, Means("biomass_two_entry", {}, {}), SHELF, AS_OF)
    trees = got.trees.sort("tree")
    above, below, rest = row["result"].split(";", 2)
    tolerance = float(row["tolerance"])
    assert trees["above_kg"].to_list() == pytest.approx(numbers(above)[:5], abs=tolerance)
    assert trees["below_kg"].to_list() == pytest.approx(numbers(below)[:5], abs=tolerance)
    assert trees["above_kg"].sum() == pytest.approx(numbers(above)[5], abs=tolerance)
    assert trees["below_kg"].sum() == pytest.approx(numbers(below)[5], abs=tolerance)
    per_ha = by_plot(field_of(surveyed.plots, surveyed.listed, SHELF, AS_OF), ["d_cm"])
    assert per_ha["area_ha"].to_list() == [0.06]
    t_ha = [trees[name].sum() / 60 for name in ("above_kg", "below_kg", "carbon_kg")]
    assert t_ha == pytest.approx(numbers(rest), abs=tolerance)


def test_the_same_plot_by_the_volume_table():
    """WE-10: two-entry volume of central Guizhou."""
    row = example("WE-10")
    got = weigh(fir_plot(), Means("volume_two_entry", CENTRAL_FIR, {}), SHELF, AS_OF)
    volume = got.trees.sort("tree")["volume_dm3"] / 1000
    wanted = numbers(row["result"])
    tolerance = float(row["tolerance"])
    assert volume.to_list() == pytest.approx(wanted[:5], abs=tolerance)
    assert volume.sum() == pytest.approx(wanted[5], abs=tolerance)
    assert volume.sum() / 0.06 == pytest.approx(wanted[6], abs=2 * tolerance / 0.06)
    per_volume = 0.307 * 1.634 * 1.246 * 0.52
    assert got.trees["carbon_kg"].sum() == pytest.approx(volume.sum() * 1000 * per_volume)


def measured(given_survey, options=None, **changes):
    return measure_plots(
        given_survey, period=FIVE_YEARS, as_of=AS_OF, options=options or PlotOptions(**changes)
    )


@pytest.fixture(scope="module")
def run():
    return measured(survey())


def test_the_project_is_the_sum_of_its_strata(run):
    assert run.removal == sum(run.frame["removal_unit"]) > 0
    for row in run.frame.iter_rows(named=True):
        exact = row["area_ha"] * row["change_tc_ha"] * 44 / 12 * run.factor * 10_000
        assert abs(row["removal_unit"] - exact) <= 0.5
    assert run.change.mean == pytest.approx(
        run.stocks[1].estimate.mean - run.stocks[0].estimate.mean, rel=1e-12
    )


def test_both_errors_are_told_and_the_stated_one_is_deducted(run):
    assert Decimal(repr(run.stocks[1].estimate.u_percent)) == run.discount.u_percent
    strict = measured(survey(), error_of="change")
    assert Decimal(repr(strict.change.u_percent)) == strict.discount.u_percent
    apart = measured(survey(), design="independent")
    assert apart.change.mean == pytest.approx(run.change.mean, rel=1e-12)
    assert apart.change.u_percent > run.change.u_percent


def test_a_run_is_repeated_to_the_last_digit(run):
    again = replay_plots(survey(), run)
    assert again.is_equal
    assert again.differs == ()
    assert again.run.digest == run.digest


def test_a_replay_names_what_differs(run):
    other = survey()
    grown = other.trees.with_columns(
        d_cm=pl.when(
            (pl.col("plot") == "000") & (pl.col("tree") == "0") & (pl.col("occasion") == 2)
        )
        .then(pl.col("d_cm") + 1)
        .otherwise("d_cm")
    )
    again = replay_plots(PlotSurvey(other.plots, grown, other.areas_ha), run)
    assert not again.is_equal
    assert again.differs == ("result", "trees")


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 700))
def test_neither_order_nor_chunks_change_a_digest(seed, cut):
    first = survey(12)
    whole = measured(first)
    trees = first.trees.sample(fraction=1.0, shuffle=True, seed=seed)
    trees = pl.concat([trees.head(cut), trees.slice(cut)], rechunk=False)
    plots = first.plots.sample(fraction=1.0, shuffle=True, seed=seed)
    areas = dict(reversed(first.areas_ha.items()))
    assert measured(PlotSurvey(plots, trees, areas)).digest == whole.digest


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_strata_stand_alone(seed):
    """Before deductions, which hang on the error of the whole."""
    whole = survey(18, seed=seed)
    together = measured(whole)
    alone = 0
    for stratum, area in whole.areas_ha.items():
        plots = whole.plots.filter(pl.col("stratum") == stratum)
        trees = whole.trees.join(plots, on=["occasion", "plot"], how="semi")
        part = measured(PlotSurvey(plots, trees, {stratum: area}), scheme="VCS 2023 rule")
        alone += part.gross
    assert alone == together.gross


def test_a_count_is_so_many_rows(run):
    first = survey()
    doubled = first.trees.with_columns(count=pl.lit(2))
    second = first.trees.with_columns(tree=pl.concat_str(pl.lit("x"), "tree"))
    rows = pl.concat([first.trees, second.select(first.trees.columns)])
    one = measured(PlotSurvey(first.plots, doubled, first.areas_ha))
    two = measured(PlotSurvey(first.plots, rows, first.areas_ha))
    assert one.frame.equals(two.frame)
    assert one.gross == pytest.approx(2 * run.gross, abs=3)


def test_dead_and_cut_trees_are_a_loss(run):
    first = survey()
    dead = first.trees.with_columns(
        status=pl.when((pl.col("occasion") == 2) & (pl.col("tree").cast(pl.Int64) < 4))
        .then(pl.lit("14"))
        .otherwise("status")
    )
    got = measured(PlotSurvey(first.plots, dead, first.areas_ha))
    assert got.removal < run.removal


def test_a_loss_is_enlarged_and_not_lessened_by_the_risk():
    first = survey(12, growth=0.9)
    loss = measured(first, risk_percent=Decimal(10))
    assert loss.change.mean < 0
    assert loss.issuable_t == 0
    assert loss.factor == float(1 - loss.discount.percent / 100) >= 1
    assert loss.removal <= loss.gross


def test_stand_ins_are_told_with_their_share():
    got = measured(survey(), BIOMASS)
    rows = {row["species"]: row for row in got.weighed.stand_ins.iter_rows(named=True)}
    assert rows["白栎"]["level"] == "genus"
    assert rows["白栎"]["equation"] == "安徽|麻栎|a*(D^2*H)^b"
    assert sum(row["share"] for row in rows.values()) == pytest.approx(1)
    assert sum(row["carbon_share"] for row in rows.values()) == pytest.approx(1)
    codes = {note.code for note in got.notes}
    assert "equation-genus" in codes
    assert "risk-of-tickets" in codes
    assert 0 < got.weighed.share_recalled <= 1


def test_equations_may_be_named(run):
    named = measured(survey(), equations=CENTRAL_FIR)
    assert named.weighed.kinds["杉木"].choice.level == "named"
    assert named.digest != run.digest
    assert named.digests["trees"] == run.digests["trees"]


def test_an_unsound_equation_needs_a_name_and_a_reason(refuses):
    options = {"route": "biomass_two_entry", "equations": {"马尾松": "national|马尾松|a*D^b*H^c"}}
    with refuses("E-BM-03"):
        measured(survey(6), **options)
    with refuses("E-BM-03"):
        measured(survey(6), **options, override_by="王工")
    got = measured(survey(9), **options, override_by="王工", override_reason="试算")
    assert got.options.as_dict()["override_by"] == "王工"


def test_missing_heights_are_asked_for_or_not_needed(refuses):
    first = survey(9)
    blank = first.trees.with_columns(h_m=pl.when(pl.col("tree") == "3").then(None).otherwise("h_m"))
    lacking = PlotSurvey(first.plots, blank, first.areas_ha)
    with refuses("E-BM-04"):
        measured(lacking)
    assert measured(lacking, route="biomass_one_entry").removal > 0


def test_a_single_plot_in_a_stratum_blocks(refuses):
    with refuses("E-SA-01"):
        measured(survey(4))


def test_one_occasion_is_a_stock_and_no_change(refuses):
    first = survey()
    plots, trees = (frame.filter(pl.col("occasion") == 1) for frame in (first.plots, first.trees))
    alone = PlotSurvey(plots, trees, first.areas_ha)
    with refuses("E-SA-14"):
        measured(alone)
    (stock,) = stock_of_plots(alone, as_of=AS_OF)
    assert stock.estimate.mean == measured(first).stocks[0].estimate.mean


def test_a_plot_measured_once_is_refused(refuses):
    first = survey()
    plots = first.plots.filter((pl.col("plot") != "005") | (pl.col("occasion") == 1))
    trees = first.trees.join(plots, on=["occasion", "plot"], how="semi")
    with refuses("E-SA-08"):
        measured(PlotSurvey(plots, trees, first.areas_ha))


def test_a_wild_error_issues_nothing(refuses):
    first = survey(6)
    thin = first.trees.filter(pl.col("plot").is_in(["000", "001", "002"]))
    with refuses("E-SA-09"):
        measured(PlotSurvey(first.plots, thin, first.areas_ha))


def test_an_empty_forest_has_no_relative_error(refuses):
    first = survey(6)
    with refuses("E-SA-13"):
        measured(PlotSurvey(first.plots, first.trees.head(0), first.areas_ha))


@pytest.mark.parametrize("route", ["volume_two_entry", "biomass_two_entry"])
def test_doubt_about_parameters_adds_to_the_error_of_sampling(route):
    got = measured(survey(), route=route)
    parts = removals_by_species(got)
    assert sum(parts.values()) * 10_000 == pytest.approx(got.gross, abs=2)
    draws = doubt_of(got, SHELF, seed=5, count=2000)
    assert draws.mean == pytest.approx(sum(parts.values()), rel=0.03)
    assert 0.03 < draws.sd / draws.mean < 0.4
    again = doubt_of(got, SHELF, seed=5, count=2000, chunk=77)
    assert np.array_equal(draws.values, again.values)


def test_draws_have_an_interval(run):
    draws = doubt_of(run, SHELF, seed=5, count=500)
    assert draws.as_dict()["count"] == 500
    low, high = draws.interval(90)
    assert low < draws.mean < high


def test_a_yield_that_no_forest_has_is_blocked(refuses):
    """E-CA-04 above the limit of the table, unless a person says why; unusual ones are told."""
    short = Period.inclusive(date(2016, 1, 1), date(2016, 3, 31))
    with refuses("E-CA-04"):
        measure_plots(survey(), period=short, as_of=AS_OF)
    allowed = PlotOptions(override_by="某人", override_reason="试验林")
    run = measure_plots(survey(), period=short, as_of=AS_OF, options=allowed)
    assert "yield-allowed" in {note.code for note in run.notes}
    year = Period.inclusive(date(2016, 1, 1), date(2017, 6, 30))
    run = measure_plots(survey(), period=year, as_of=AS_OF)
    assert "yield-outside" in {note.code for note in run.notes}
