"""Bamboo on plots: culms by diameter and age, rhizomes, on-years and off-years (AR-CM-005)."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from qingshan.core.carbon.plots.doubt import doubt_of
from qingshan.core.carbon.plots.explain import explain_plots
from qingshan.core.carbon.plots.measuring import measure_plots, replay_plots
from qingshan.core.carbon.plots.run import PlotOptions, PlotSurvey
from qingshan.core.carbon.plots.trees import Means, weigh
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey
from qingshan.core.kernel.period import Period
from qingshan.core.sampling.trees import field_of
from qingshan.core.tables.shelf import open_shelf

SHELF = open_shelf()
FOUR_YEARS = Period.inclusive(date(2016, 1, 1), date(2019, 12, 31))
WIDE = "VCS 2023 rule"


def culms(*rows, columns=("plot", "tree", "species", "d_cm", "age_du")):
    plots = pl.DataFrame({"plot": ["1"], "stratum": ["甲"], "area_ha": [0.06]})
    trees = pl.DataFrame(rows, schema=list(columns), orient="row")
    return field_of(plots, trees, SHELF, AS_OF)


def grove(more=6, *, age=True):
    """Six plots of moso in two strata on two occasions, with ``more`` culms on the second."""
    plots, stems = [], []
    for plot in range(6):
        for occasion in (1, 2):
            plots.append((occasion, f"{plot}", "甲乙"[plot % 2], 0.06))
            for culm in range(60 + plot + more * (occasion - 1)):
                du = float(1 + culm % 4)
                stems.append((occasion, f"{plot}", f"{culm}", "660", 8.0 + culm % 5, du))
    names = ["occasion", "plot", "stratum", "area_ha"]
    heads = ["occasion", "plot", "tree", "species", "d_cm", "age_du"]
    trees = pl.DataFrame(stems, schema=heads, orient="row")
    return PlotSurvey(
        pl.DataFrame(plots, schema=names, orient="row"),
        trees if age else trees.drop("age_du"),
        {"甲": 20.0, "乙": 30.0},
    )


def measured(given, period=FOUR_YEARS, **options):
    options = PlotOptions(**{"scheme": WIDE, **options})
    return measure_plots(given, period=period, as_of=AS_OF, options=options)


def test_a_culm_by_the_worked_example():
    """WE-15: D 10 cm, third du, 14.080 kg above ground; rhizomes and roots 0.544 of it."""
    found = weigh(
        culms(("1", "1", "毛竹", 10.0, 3.0)), Means("volume_two_entry", {}, {}), SHELF, AS_OF
    )
    row = found.trees.row(0, named=True)
    rows = SHELF.wide("carbon.worked_example", AS_OF)
    example = rows.row(by_predicate=pl.col("id") == "WE-15", named=True)
    tolerance = max(float(example["tolerance"]), 5e-4)
    assert row["above_kg"] == pytest.approx(14.080, abs=tolerance)
    assert row["below_kg"] == pytest.approx(row["above_kg"] * 0.544)
    assert row["carbon_kg"] == pytest.approx(row["above_kg"] * 1.544 * 0.5042)
    assert found.kinds["毛竹"].choice.level == "species"


def test_names_of_bamboo():
    """By its code, and by an equation that says not what it covers: nothing is added below."""
    told = (("1", "1", "660", 10.0, 3.0), ("1", "2", "670", 5.0, None))
    means = Means("biomass_two_entry", {"杂竹": "丛生竹"}, {})
    found = weigh(culms(*told), means, SHELF, AS_OF)
    levels = {name: kind.choice.level for name, kind in found.kinds.items()}
    assert levels == {"毛竹": "species", "杂竹": "named"}
    mixed = found.trees.filter(pl.col("kind") == "杂竹").row(0, named=True)
    assert mixed["above_kg"] == pytest.approx(0.436 * 5.0**1.843)
    assert mixed["below_kg"] == 0


def test_what_cannot_be_weighed_is_asked_for(refuses):
    means = Means("volume_two_entry", {}, {})
    with refuses("E-BM-07"):
        weigh(culms(("1", "1", "660", 10.0, None)), means, SHELF, AS_OF)
    with refuses("E-BM-06"):
        weigh(culms(("1", "1", "670", 10.0, 3.0)), means, SHELF, AS_OF)
    with refuses("E-BM-02"):
        named = Means("volume_two_entry", {"杂竹": "慈竹"}, {})
        weigh(culms(("1", "1", "670", 10.0, 3.0)), named, SHELF, AS_OF)
    with refuses("E-SA-03"):
        culms(("1", "1", "660", 10.0, 0.5))


def test_an_equation_of_diameter_alone_needs_no_age():
    run = measured(grove(age=False), equations={"毛竹": "毛竹 #2"})
    assert run.removal > 0
    assert run.weighed.kinds["毛竹"].choice.level == "named"


def test_a_grove_is_measured_opened_and_repeated():
    run = measured(grove())
    assert run.removal > 0
    assert replay_plots(grove(), run).is_equal
    culm = explain_plots(run, "tree:2/1/3")
    names = {node.id.partition(":")[0] for node in culm.walk()}
    assert {"age_du", "above_kg", "below_kg", "kind", "equation"} <= names
    assert culm.formula == "m · (1 + R) · CF"
    parameters = {node.id for node in culm.walk() if node.id.startswith("parameter:毛竹/")}
    assert len(parameters) == 3
    draws = doubt_of(run, SHELF, seed=1, count=300)
    assert draws.mean == pytest.approx(run.change.total * 44 / 12, rel=0.1)


def test_more_culms_are_more_carbon_and_none_are_none():
    gains = [measured(grove(more)).removal for more in (2, 4, 8)]
    assert gains == sorted(gains)
    assert len(set(gains)) == 3


def test_years_of_another_kind_are_told():
    """Five years are no whole number of cycles of on- and off-years; four are."""
    assert "bamboo-cycle" in {note.code for note in measured(grove(), FIVE_YEARS).notes}
    assert "bamboo-cycle" not in {note.code for note in measured(grove()).notes}
    without = measure_plots(survey(), period=FIVE_YEARS, as_of=AS_OF)
    assert not {note.code for note in without.notes} & {"bamboo-cycle", "bamboo-thin"}


def test_culms_below_the_definition_count_nothing():
    first = grove()
    thin = first.trees.filter(pl.col("tree") == "0").with_columns(
        tree=pl.lit("thin"), d_cm=pl.lit(1.9)
    )
    run = measured(PlotSurvey(first.plots, pl.concat([first.trees, thin]), first.areas_ha))
    assert run.removal == measured(first).removal
    assert "bamboo-thin" in {note.code for note in run.notes}


def test_an_age_moves_the_digest_and_no_age_leaves_it():
    """A survey of trees alone keeps the digest that it had before bamboo was known."""
    first = survey(12)
    plain = measure_plots(first, period=FIVE_YEARS, as_of=AS_OF)
    blank = first.trees.with_columns(age_du=pl.lit(None, pl.Float64))
    other = measure_plots(
        PlotSurvey(first.plots, blank, first.areas_ha), period=FIVE_YEARS, as_of=AS_OF
    )
    assert other.digest == plain.digest
    older = grove().trees.with_columns(pl.col("age_du") + 1)
    moved = measured(PlotSurvey(grove().plots, older, grove().areas_ha))
    assert moved.digests["trees"] != measured(grove()).digests["trees"]
