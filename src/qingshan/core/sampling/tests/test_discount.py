"""Deductions at and beside every bound of every scheme; numbers of plots and their shares."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.kernel.errors import Refused
from qingshan.core.sampling.discount import AR_CM, AR_TOOL14, VCS, discount
from qingshan.core.sampling.montecarlo import Doubt, propagate
from qingshan.core.sampling.size import Aim, aim, allocate, size, size_at
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
SHELF = open_shelf()
STRATA = pl.DataFrame(
    {
        "stratum": ["甲", "乙", "丙"],
        "area_ha": [100.0, 60.0, 40.0],
        "sd": np.sqrt([6.435, 23.649167, 15.003333]),
    }
)
MEAN, PLOT_HA = 42.73416667, 0.0667


def percent(scheme, u, *, is_gain=True):
    return discount(SHELF, scheme, Decimal(u), AS_OF, is_gain=is_gain).percent


@pytest.mark.parametrize(
    ("u", "gain", "loss"),
    [("0", 0, 0), ("10", 0, 0), ("10.0000000001", 6, -6), ("20", 6, -6),
     ("20.0000000001", 11, -11), ("30", 11, -11)],
)  # fmt: skip
def test_steps_of_ar_cm_at_their_bounds(u, gain, loss):
    assert percent(AR_CM, u) == gain
    assert percent(AR_CM, u, is_gain=False) == loss


def test_above_thirty_ar_cm_issues_nothing(refuses):
    with refuses("E-SA-09"):
        percent(AR_CM, "30.0000000001")


def steps_of_the_table():
    """Every step of every scheme that ends somewhere: its scheme, key and upper bound."""
    table = "carbon.uncertainty_discount"
    for key in SHELF.keys(table):
        names = SHELF.names(table, key)
        if "to_incl" in names and "deduct_if_gain" in names:
            high = SHELF.value(
                table, key=key, name="to_incl", unit="%", as_of=AS_OF, allow_low=True
            )
            yield key.rpartition("|")[0], key, high.value


@pytest.mark.parametrize(("scheme", "key", "high"), list(steps_of_the_table()))
def test_each_step_of_each_scheme_holds_to_its_bound_and_not_beyond(scheme, key, high):
    """At exactly the bound the step still holds; the nearest decimal above is the next one's."""
    assert step_at(scheme, high) == key
    assert step_at(scheme, high + Decimal("1e-15")) != key


def step_at(scheme, u):
    """The key of the step that holds; empty where nothing is issued any more."""
    try:
        return discount(SHELF, scheme, u, AS_OF, allow_low=True).row["key"]
    except Refused as refused:
        return "" if [each.code for each in refused.refusals] == ["E-SA-09"] else refused.refusals


@pytest.mark.parametrize(
    ("u", "share"),
    [("10", 0), ("10.001", 25), ("15", 25), ("15.001", 50), ("20", 50), ("20.001", 75),
     ("30", 75), ("30.001", 100)],
)  # fmt: skip
def test_steps_of_ar_tool14_are_shares_of_u(u, share):
    assert percent(AR_TOOL14, u) == Decimal(share) * Decimal(u) / 100


def test_the_published_discount_of_ar_tool14():
    """WE-11: 60 ± 9."""
    rows = SHELF.wide("carbon.worked_example", AS_OF)
    row = rows.row(by_predicate=pl.col("id") == "WE-11", named=True)
    mean, _, width = (Decimal(word) for word in re.findall(r"\d+", row["inputs"]))
    project, baseline = (Decimal(word) for word in re.findall(r"\d+\.\d+", row["result"]))
    u = str(100 * width / mean)
    assert mean * discount(SHELF, AR_TOOL14, Decimal(u), AS_OF).factor == project
    assert mean * discount(SHELF, AR_TOOL14, Decimal(u), AS_OF, is_gain=False).factor == baseline


def test_formulas_of_other_schemes():
    assert percent(VCS, "20") == Decimal("5.236")
    assert percent("ART-TREES", "10") == Decimal("3.188")
    assert percent("CAR/CARB forest protocol", "5") == 0
    assert percent("CAR/CARB forest protocol", "12.5") == Decimal("7.5")
    assert percent("CAR/CARB forest protocol", "20.1") == 100
    assert percent(VCS, "20", is_gain=False) == Decimal("-5.236")


def test_schemes_of_low_confidence_and_unknown_ones(refuses):
    with refuses("E-TB-17"):
        percent("CCER-14-001-V01 step", "12")
    with refuses("E-SA-10"):
        percent("AR-CM", "12")


@given(st.decimals(0, 30, places=6), st.decimals(0, 30, places=6))
def test_more_uncertainty_never_deducts_less(one, other):
    low, high = sorted((one, other))
    for scheme in (AR_CM, AR_TOOL14, VCS):
        assert percent(scheme, low) <= percent(scheme, high)


@pytest.mark.parametrize(("error", "place"), [("10", 0), ("5", 1)])
def test_the_worked_number_of_plots(error, place):
    """WE-06: one pass at t = 1.645, finite and endless forest."""
    rows = SHELF.wide("carbon.worked_example", AS_OF)
    row = rows.row(by_predicate=pl.col("id") == "WE-06", named=True)
    finite, large = row["result"].split(";")
    aimed = aim(SHELF, AS_OF, error_percent=Decimal(error))
    assert aimed.first_t == 1.645
    got = size_at(STRATA, MEAN, aimed, PLOT_HA, aimed.first_t)
    tolerance = float(row["tolerance"])
    numbers = [float(word) for word in re.findall(r"\d+\.\d+", finite)]
    assert got.exact == pytest.approx(numbers[place], abs=tolerance)
    assert got.plots == [2, 8][place]
    numbers = [float(word) for word in re.findall(r"\d+\.\d+", large)]
    assert got.large == pytest.approx(numbers[place], abs=tolerance)


def test_a_small_sample_is_counted_at_its_own_degrees_of_freedom():
    aimed = aim(SHELF, AS_OF, error_percent=Decimal(3))
    got = size(STRATA, MEAN, aimed, PLOT_HA)
    assert got.passes > 1
    again = size_at(STRATA, MEAN, aimed, PLOT_HA, got.t)
    assert again.plots == got.plots
    one_pass = size_at(STRATA, MEAN, aimed, PLOT_HA, aimed.first_t)
    assert got.plots > one_pass.plots


def test_a_large_sample_needs_no_second_pass():
    got = size(STRATA, MEAN, aim(SHELF, AS_OF, error_percent=Decimal("1.5")), PLOT_HA)
    assert got.plots >= 30
    assert got.t == 1.645


def test_a_small_forest_needs_fewer_plots():
    aimed = aim(SHELF, AS_OF, error_percent=Decimal(2))
    small = STRATA.with_columns(pl.col("area_ha") / 50)
    assert size(small, MEAN, aimed, PLOT_HA).plots < size(STRATA, MEAN, aimed, PLOT_HA).plots


@pytest.mark.parametrize(
    ("share", "counts"), [("neyman", [10, 11, 6]), ("proportional", [14, 8, 5])]
)
def test_shares_of_the_strata(share, counts):
    aimed = aim(SHELF, AS_OF)
    got = allocate(STRATA, 27, aimed, PLOT_HA, share).sort("area_ha", descending=True)
    weight = STRATA["area_ha"] * (STRATA["sd"] if share == "neyman" else 1)
    wanted = 27 * weight / weight.sum()
    assert got["plots"].sum() == 27
    assert max(abs(got["plots"] - wanted)) < 1
    assert got["plots"].to_list() == counts


def test_no_stratum_has_fewer_plots_than_the_rule_asks():
    got = allocate(STRATA, 2, aim(SHELF, AS_OF), PLOT_HA)
    assert got["plots"].to_list() == [3, 3, 3]


def test_a_stratum_too_small_for_its_plots(refuses):
    small = STRATA.with_columns(area_ha=pl.Series([100.0, 60.0, 0.15]))
    with refuses("E-SA-11"):
        allocate(small, 9, aim(SHELF, AS_OF), PLOT_HA)


@given(st.lists(st.tuples(st.floats(1, 500), st.floats(0, 40)), min_size=1, max_size=8),
       st.integers(1, 400))  # fmt: skip
def test_shares_always_add_up(strata, plots):
    frame = pl.DataFrame(
        {
            "stratum": [f"{n:02d}" for n in range(len(strata))],
            "area_ha": [area for area, _ in strata],
            "sd": [sd for _, sd in strata],
        }
    )
    free = Aim(Decimal(10), Decimal(90), 1.645, 0, 30)
    for share in ("neyman", "proportional"):
        assert allocate(frame, plots, free, 1e-9, share)["plots"].sum() == plots


def test_doubt_about_parameters_does_not_average_out():
    """Two groups that share a fraction err together; apart they partly cancel."""
    parts = {"马尾松": 100.0, "杉木": 100.0}
    shared = Doubt({"cf": 0.1}, {"马尾松": ("cf",), "杉木": ("cf",)})
    apart = Doubt({"cf1": 0.1, "cf2": 0.1}, {"马尾松": ("cf1",), "杉木": ("cf2",)})
    together = propagate(parts, shared, seed=1, count=4000)
    single = propagate(parts, apart, seed=1, count=4000)
    assert together.sd == pytest.approx(20, rel=0.05)
    assert single.sd == pytest.approx(20 / np.sqrt(2), rel=0.05)
    assert together.mean == pytest.approx(200, rel=0.01)
    low, high = together.interval(90)
    assert low < 200 < high


@pytest.mark.parametrize("chunk", [1, 7, 500, 5000])
def test_chunks_change_no_draw(chunk):
    parts = {"马尾松": 100.0, "杉木": 40.0}
    doubt = Doubt({"cf": 0.02, "svd": 0.1}, {"马尾松": ("cf", "svd"), "杉木": ("cf",)})
    whole = propagate(parts, doubt, seed=7, count=600, chunk=600)
    got = propagate(dict(reversed(parts.items())), doubt, seed=7, count=600, chunk=chunk)
    assert np.array_equal(got.values, whole.values)
    assert not np.array_equal(propagate(parts, doubt, seed=8, count=600).values, whole.values)
