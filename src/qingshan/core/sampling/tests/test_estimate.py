"""Estimates against the worked examples, against direct formulas, in any order and unit."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.kernel.label import Label
from qingshan.core.sampling import exact
from qingshan.core.sampling.estimate import (
    confidence,
    quantile,
    relative_error,
    stratified,
)
from qingshan.core.sampling.estimators import (
    independent_change,
    paired_change,
    post_stratified,
    ratio,
)
from qingshan.core.sampling.trees import stock_m3_ha
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
SHELF = open_shelf()
NINETY = Decimal(90)
AREAS = {"甲": 100.0, "乙": 60.0, "丙": 40.0}
VALUES = {
    "甲": [42.1, 38.5, 45.0, 40.2, 39.7],
    "乙": [55.0, 61.2, 58.4, 49.9],
    "丙": [22.5, 30.1, 27.6],
}


def frame(values=VALUES):
    rows = [
        (f"{stratum}{n}", stratum, float(value))
        for stratum, found in values.items()
        for n, value in enumerate(found)
    ]
    return pl.DataFrame(rows, schema=["plot", "stratum", "value"], orient="row")


def example(name):
    rows = SHELF.wide("carbon.worked_example", AS_OF)
    return rows.row(by_predicate=pl.col("id") == name, named=True)


def test_the_worked_example():
    """WE-05, read from the table."""
    row = example("WE-05")
    tolerance = float(row["tolerance"])
    told = {
        name: [float(word) for word in re.findall(r"\d+\.?\d*", row["result"].split(name)[1])]
        for name in ("means", "s2", "c=", "se=", "df=", "t=", "u=", "C=", "tC = ")
    }
    got = stratified(frame(), AREAS, confidence(SHELF, AS_OF).value)
    strata = {one["stratum"]: one for one in got.strata.iter_rows(named=True)}
    for place, stratum in enumerate(AREAS):
        assert strata[stratum]["mean"] == pytest.approx(told["means"][place], abs=tolerance)
        assert strata[stratum]["variance"] == pytest.approx(told["s2"][place], abs=tolerance)
    assert got.mean == pytest.approx(told["c="][0], abs=tolerance)
    assert got.se == pytest.approx(told["se="][0], abs=tolerance)
    assert got.df == told["df="][0] == 9
    assert got.t == pytest.approx(told["t="][0], abs=tolerance)
    assert got.u_percent == pytest.approx(told["u="][0], abs=tolerance)
    assert got.total == pytest.approx(told["C="][0], abs=tolerance)
    assert got.total * 44 / 12 == pytest.approx(told["tC = "][0], abs=tolerance)


@pytest.mark.parametrize(
    ("df", "t"),
    [(2, 2.9200), (3, 2.3534), (5, 2.0150), (9, 1.8331), (10, 1.8125), (20, 1.7247),
     (30, 1.6973), (60, 1.6706), (120, 1.6577), (10**9, 1.6449)],
)  # fmt: skip
def test_quantiles_of_the_printed_table(df, t):
    assert quantile(df, NINETY) == pytest.approx(t, abs=5e-5)


def direct(values, areas):
    """The printed formulas, word for word; the one-pass variance in exact numbers.

    In floating point it may come out below zero where all values are the same.
    """
    whole = sum(areas.values())
    mean = spread = 0.0
    for stratum, found in values.items():
        n, weight = len(found), areas[stratum] / whole
        exact = [Fraction(v) for v in found]
        s2 = float((n * sum(v * v for v in exact) - sum(exact) ** 2) / (n * (n - 1)))
        mean += weight * sum(found) / n
        spread += weight**2 * s2 / n
    return mean, math.sqrt(spread)


PLOTS = st.dictionaries(
    st.sampled_from(["甲", "乙", "丙", "丁"]),
    st.lists(st.floats(0.1, 500).map(lambda v: round(v, 4)), min_size=2, max_size=12),
    min_size=1,
)


@settings(deadline=None)
@given(PLOTS)
def test_the_estimate_is_the_printed_formula(values):
    areas = {stratum: 10.0 * (n + 1) for n, stratum in enumerate(values)}
    got = stratified(frame(values), areas, NINETY)
    mean, se = direct(values, areas)
    assert got.mean == pytest.approx(mean, rel=1e-12)
    assert got.se == pytest.approx(se, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(PLOTS, st.randoms())
def test_order_changes_no_digit(values, random):
    areas = {stratum: 3.7 * (n + 1) for n, stratum in enumerate(values)}
    whole = stratified(frame(values), areas, NINETY)
    rows = frame(values).rows()
    random.shuffle(rows)
    shuffled = pl.DataFrame(rows, schema=["plot", "stratum", "value"], orient="row")
    turned = dict(reversed(areas.items()))
    assert stratified(shuffled, turned, NINETY).as_dict() == whole.as_dict()


@settings(deadline=None)
@given(PLOTS)
def test_strata_add_up(values):
    areas = {stratum: 10.0 * (n + 1) for n, stratum in enumerate(values)}
    whole = stratified(frame(values), areas, NINETY)
    parts = [stratified(frame({s: found}), {s: areas[s]}, NINETY) for s, found in values.items()]
    assert sum(part.total for part in parts) == pytest.approx(whole.total, rel=1e-12)
    squares = sum((part.se * part.area_ha) ** 2 for part in parts)
    assert math.sqrt(squares) == pytest.approx(whole.se * whole.area_ha, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(PLOTS, st.floats(0.01, 100))
def test_another_unit_only_scales(values, factor):
    areas = {stratum: 10.0 * (n + 1) for n, stratum in enumerate(values)}
    whole = stratified(frame(values), areas, NINETY)
    scaled = frame(values).with_columns(pl.col("value") * factor)
    mu = {stratum: area * 15 for stratum, area in areas.items()}
    got = stratified(scaled, mu, NINETY)
    assert got.mean == pytest.approx(whole.mean * factor, rel=1e-9)
    assert got.u_percent == pytest.approx(whole.u_percent, rel=1e-6, abs=1e-6)
    assert got.total == pytest.approx(whole.total * factor * 15, rel=1e-9)


def test_the_variance_does_not_cancel():
    """The printed one-pass form gives nonsense here; the centred form gives one."""
    values = [1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]
    assert exact.variance(values) == 1.0


@settings(deadline=None)
@given(st.lists(st.floats(0, 5000), min_size=1, max_size=300), st.integers(1, 7))
def test_sums_of_trees_mind_neither_order_nor_chunks(kilograms, cut):
    trees = pl.DataFrame({"plot": [n % 3 for n in range(len(kilograms))], "kg": kilograms})
    whole = exact.sums(trees, ["plot"], ["kg"])
    chunks = pl.concat([trees.head(cut), trees.slice(cut)], rechunk=False)
    assert exact.sums(chunks, ["plot"], ["kg"]).equals(whole)
    assert exact.sums(trees.reverse(), ["plot"], ["kg"]).equals(whole)
    for plot, kg in whole.iter_rows():
        wanted = math.fsum(v for n, v in enumerate(kilograms) if n % 3 == plot)
        assert kg == pytest.approx(wanted, rel=1e-12, abs=1e-9)


def test_a_stratum_with_one_plot_blocks(refuses):
    with refuses("E-SA-01"):
        stratified(frame({**VALUES, "丙": [22.5]}), AREAS, NINETY)


def test_strata_without_plots_or_area_are_said_together(refuses):
    with refuses("E-SA-02"):
        stratified(frame(), {**AREAS, "丁": 5.0}, NINETY)
    with refuses("E-SA-01", "E-SA-02"):
        stratified(frame({**VALUES, "丁": [1.0, 2.0], "丙": [1.0]}), AREAS, NINETY)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_plot_values_are_numbers(value, refuses):
    with refuses("E-SA-03"):
        stratified(frame({**VALUES, "丙": [22.5, value]}), AREAS, NINETY)
    with refuses("E-SA-03"):
        stratified(frame(), {**AREAS, "丙": 0.0}, NINETY)


def test_a_mean_of_zero_has_no_relative_error(refuses):
    got = stratified(frame({"甲": [0.0, 0.0]}), {"甲": 1.0}, NINETY)
    with refuses("E-SA-13"):
        relative_error(got, Label("变化量", "the change"))


def test_the_error_of_a_change_is_that_of_its_differences():
    second = frame({s: [v + 0.3 * n + 5 for n, v in enumerate(f)] for s, f in VALUES.items()})
    paired = paired_change(frame(), second, AREAS, NINETY)
    differences = frame({s: [0.3 * n + 5 for n, _ in enumerate(f)] for s, f in VALUES.items()})
    wanted = stratified(differences, AREAS, NINETY)
    assert paired.mean == pytest.approx(wanted.mean, rel=1e-12)
    assert paired.se == pytest.approx(wanted.se, rel=1e-9)
    first, later = stratified(frame(), AREAS, NINETY), stratified(second, AREAS, NINETY)
    apart = independent_change(first, later)
    assert apart.mean == pytest.approx(paired.mean, rel=1e-12)
    assert apart.se == pytest.approx(math.hypot(first.se, later.se), rel=1e-12)
    assert apart.df == 18
    assert paired.se < apart.se / 3
    strata = apart.strata
    spread = (strata["weight"] ** 2 * strata["variance"] / strata["plots"]).sum()
    assert math.sqrt(spread) == pytest.approx(apart.se, rel=1e-12)


def test_plots_that_are_not_in_both_occasions_are_refused(refuses):
    second = frame().filter(pl.col("plot") != "甲0")
    with refuses("E-SA-08"):
        paired_change(frame(), second, AREAS, NINETY)
    moved = frame().with_columns(stratum=pl.when(pl.col("plot") == "甲0").then(pl.lit("乙"))
                                 .otherwise("stratum"))  # fmt: skip
    with refuses("E-SA-08"):
        paired_change(frame(), moved, AREAS, NINETY)


def test_the_ratio_against_its_formula():
    """One stratum: the textbook ratio estimator."""
    random = np.random.default_rng(5)
    x = random.uniform(0.04, 0.07, 30)
    y = 80 * x + random.normal(0, 0.3, 30)
    plots = pl.DataFrame({"stratum": ["甲"] * 30, "x": x, "y": y})
    got = ratio(plots, {"甲": 10.0}, NINETY)
    found = y.sum() / x.sum()
    rest = y - found * x
    wanted = math.sqrt((rest**2).sum() / 29 / 30) / x.mean()
    assert got.mean == pytest.approx(found, rel=1e-12)
    assert got.se == pytest.approx(wanted, rel=1e-6)
    assert got.df == 29


def test_a_ratio_to_ones_is_the_stratified_mean():
    plots = frame().rename({"value": "y"}).with_columns(x=pl.lit(1.0))
    got, plain = ratio(plots, AREAS, NINETY), stratified(frame(), AREAS, NINETY)
    assert got.mean == pytest.approx(plain.mean, rel=1e-12)
    assert got.se == pytest.approx(plain.se, rel=1e-12)


def test_post_strata_have_a_second_term():
    got = post_stratified(frame(), AREAS, NINETY)
    n = 12
    weight = {s: area / 200 for s, area in AREAS.items()}
    s2 = {s: float(np.var(found, ddof=1)) for s, found in VALUES.items()}
    first = sum(weight[s] * s2[s] for s in AREAS) / n
    second = sum((1 - weight[s]) * s2[s] for s in AREAS) / n**2
    assert got.se == pytest.approx(math.sqrt(first + second), rel=1e-12)
    assert got.mean == stratified(frame(), AREAS, NINETY).mean
    alone = post_stratified(frame({"甲": VALUES["甲"]}), {"甲": 1.0}, NINETY)
    assert alone.se == pytest.approx(
        stratified(frame({"甲": VALUES["甲"]}), {"甲": 1.0}, NINETY).se
    )


def test_post_strata_cover_the_truth():
    """Simple random samples of a known forest: nine intervals in ten hold its mean."""
    random = np.random.default_rng(11)
    forest = {s: random.normal(60 + 40 * n, 12, 4000) for n, s in enumerate(AREAS)}
    everything = np.concatenate(list(forest.values()))
    names = np.repeat(list(AREAS), 4000)
    inside = 0
    for _ in range(200):
        drawn = random.choice(len(everything), 60, replace=False)
        plots = pl.DataFrame({"stratum": names[drawn], "value": everything[drawn]})
        got = post_stratified(plots, dict.fromkeys(AREAS, 1.0), NINETY)
        inside += abs(got.mean - everything.mean()) <= got.half_width
    assert 165 <= inside <= 195


@pytest.mark.reference
@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 3)])
def test_a_real_change_is_far_less_sure_than_the_real_stock(reference, one, other):
    """Three occasions of a national inventory, m3/plot on 0.0667 ha: why both errors are told."""
    folder = reference / "data" / "forest" / "forestat"
    first, second = (pl.read_csv(folder / f"plot_{n}.csv") for n in (one, other))
    both = first.join(second, on="plot_id", suffix="_later").filter(pl.col("standing_stock") > 0)
    area = pl.Series([0.0667] * len(both))
    frames = [
        both.select(
            plot=pl.col("plot_id").cast(pl.String),
            stratum=pl.lit("甲"),
            value=stock_m3_ha(both[name], area, "m3/plot"),
        )
        for name in ("standing_stock", "standing_stock_later")
    ]
    stock = stratified(frames[1], {"甲": 1000.0}, NINETY)
    change = paired_change(*frames, {"甲": 1000.0}, NINETY)
    apart = independent_change(stratified(frames[0], {"甲": 1000.0}, NINETY), stock)
    assert len(both) >= 40
    assert 40 < stock.mean < 90
    assert 10 < stock.u_percent < 25
    assert change.u_percent > 2 * stock.u_percent
    assert apart.se > 3 * change.se
