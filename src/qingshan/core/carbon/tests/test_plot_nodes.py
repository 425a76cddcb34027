"""Every figure of the plot route opens, down to each coefficient with its source, and adds up."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from qingshan.core.carbon.plots.explain import explain_plots
from qingshan.core.carbon.plots.measuring import measure_plots
from qingshan.core.carbon.plots.run import PlotOptions, PlotSurvey
from qingshan.core.kernel.period import Period

AS_OF = date(2026, 7, 1)
FIVE_YEARS = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))


def made(route, **options):
    random = np.random.default_rng(3)
    plots, trees = [], []
    for plot in range(8):
        for occasion in (1, 2):
            plots.append((occasion, f"P{plot}", "甲" if plot % 2 else "乙", 0.06))
            trees += [
                (occasion, f"P{plot}", f"{n}", ("310", "220", "白栎")[n % 3],
                 10.0 + n % 15 + 1.5 * occasion, 8.0 + n % 9 + random.uniform(0, 1))
                for n in range(60 if plot == 0 else 20)
            ]  # fmt: skip
    survey = PlotSurvey(
        pl.DataFrame(plots, schema=["occasion", "plot", "stratum", "area_ha"], orient="row"),
        pl.DataFrame(
            trees, schema=["occasion", "plot", "tree", "species", "d_cm", "h_m"], orient="row"
        ),
        {"甲": 30.0, "乙": 50.0},
    )
    told = PlotOptions(route=route, scheme="VCS 2023 rule", **options)
    return measure_plots(survey, period=FIVE_YEARS, as_of=AS_OF, options=told)


@pytest.fixture(scope="module", params=["volume_two_entry", "biomass_two_entry"])
def run(request):
    return made(request.param)


def test_the_removal_opens_into_its_strata(run):
    tree = explain_plots(run)
    assert tree.value == run.removal == sum(child.value for child in tree.children)
    assert [child.id for child in tree.children] == ["stratum:乙", "stratum:甲"]


def test_a_stratum_is_its_formula(run):
    area, change, factor = explain_plots(run, "stratum:甲").children
    wanted = area.value * change.value * 44 / 12 * factor.value * 10_000
    assert explain_plots(run, "stratum:甲").value == round(wanted)
    later, earlier = change.children
    assert later.value - earlier.value == pytest.approx(change.value, rel=1e-12)


def test_a_plot_is_the_sum_of_its_trees(run):
    plot = explain_plots(run, "plot:2/P1")
    area, *trees = plot.children
    assert len(trees) == 20
    assert sum(t.value for t in trees) / (1000 * area.value) == pytest.approx(plot.value, rel=1e-10)
    long = explain_plots(run, "plot:2/P0")
    assert (len(long.children), long.more) == (51, 10)


def test_trees_stand_in_the_order_of_their_numbers_and_name_their_sheet(run):
    area, *trees = explain_plots(run, "plot:2/P1").children
    assert [tree.id.rpartition("/")[2] for tree in trees] == [str(n) for n in range(20)]
    assert area.source == {"plot_column": "area_ha"}
    assert trees[0].children[0].source == {"tree_column": "d_cm"}
    fits = {tree.children[-1].label.en.rpartition("(")[2] for tree in trees}
    assert fits <= {"the species itself)", "its species group)", "another species of its genus)"}


def test_every_tree_opens_to_sources(run):
    tree = explain_plots(run, "tree:1/P3/7")
    assert tree == next(c for c in explain_plots(run, "plot:1/P3").children if c.id == tree.id)
    rows = [node for node in tree.walk() if node.id.startswith("parameter:")]
    assert rows
    assert all(node.source and node.source["source"]["title"] for node in rows)
    assert any(node.id.startswith("equation:") and node.formula for node in tree.walk())


def test_a_tree_is_its_formula():
    run = made("biomass_two_entry")
    tree = explain_plots(run, "tree:1/P3/0")
    values = {node.id.partition(":")[0]: node.value for node in tree.children}
    fractions = [
        n.value
        for n in tree.walk()
        if n.id.startswith("parameter:杉木/杉木 ") and n.id.endswith(" cf")
    ]
    assert fractions == [0.5003, 0.488]
    wanted = values["above_kg"] * 0.5003 + values["below_kg"] * 0.488
    assert tree.value == pytest.approx(wanted, rel=1e-12)


def test_the_deduction_opens_into_the_error(run):
    node = explain_plots(run, "deduction:uncertainty")
    (error,) = node.children
    mean, se, t = (child.value for child in error.children)
    assert error.value == pytest.approx(100 * t * se / mean, rel=1e-12)
    assert node.value == pytest.approx(0.2618 * error.value / 100, rel=1e-12)
    assert explain_plots(run, "deduction:risk").source["table"] == "registry.ticket"
    strict = made("volume_two_entry", error_of="change")
    assert explain_plots(strict, "error").value == strict.change.u_percent


def test_every_id_opens_by_itself(run):
    openable = ("removal", "factor", "error", "deduction", "stratum", "change", "stock", "plot",
                "tree", "kind")  # fmt: skip
    seen = {}
    for node in explain_plots(run).walk():
        if node.id.partition(":")[0] in openable:
            seen.setdefault(node.id, node)
    assert len(seen) > 20
    for name, node in seen.items():
        assert explain_plots(run, name).value == node.value


def test_depth_cuts_and_counts(run):
    cut = explain_plots(run, depth=1)
    assert all(not child.children and child.more == 3 for child in cut.children)


@pytest.mark.parametrize(
    "name",
    ["nothing", "stratum:丁", "plot:3/P1", "plot:1/P99", "tree:1/P3/999", "tree:x/y/z", "kind:樟树",
     "deduction:x", "stock:甲/7", "removal:x", "factor:x", "error:x", "change:丁"],
)  # fmt: skip
def test_unknown_figures(run, name, refuses):
    with refuses("E-CA-07"):
        explain_plots(run, name)
