"""Doubt about parameters of sub-compartments: seeded, repeatable, along the method's own graph."""

from __future__ import annotations

import numpy as np
import pytest

from qingshan.core.carbon.doubt import doubt_of_run
from qingshan.core.kernel.units import CARBON_PER_TONNE


def test_the_same_seed_gives_the_same_draws_in_any_order_of_rows(stands, measured, shelf):
    run, turned = measured(stands(40)), measured(stands(40).reverse())
    one = doubt_of_run(run, shelf, seed=7, count=60)
    assert np.array_equal(
        one.draws.values, doubt_of_run(turned, shelf, seed=7, count=60).draws.values
    )
    more = doubt_of_run(run, shelf, seed=7, count=90)
    assert np.array_equal(more.draws.values[:60], one.draws.values)
    other = doubt_of_run(run, shelf, seed=8, count=60)
    assert not np.array_equal(other.draws.values, one.draws.values)


def test_draws_lie_around_the_removal(stands, measured, shelf):
    run = measured(stands(60))
    found = doubt_of_run(run, shelf, seed=1, count=800)
    gross = run.gross / CARBON_PER_TONNE
    assert found.draws.mean == pytest.approx(gross, rel=0.03)
    low, high = found.draws.interval(90)
    assert low < gross < high
    assert set(found.drawn) == {"svd", "bef", "rsr", "cf"}
    assert found.fixed == ()


def test_without_doubt_every_draw_is_the_removal(stands, measured, own_shelf):
    """With all deviations at nothing the graph gives what was measured."""
    zero = own_shelf("sampling/parameter_doubt.csv", "svd,relative_sd,10", "svd,relative_sd,0")
    run = measured(stands(1))
    parts = doubt_of_run(run, zero, seed=1, count=50)
    assert parts.drawn["svd"] == 0
    path = zero.folder / "sampling/parameter_doubt.csv"
    words = path.read_text(encoding="utf-8")
    for name, value in (("bef", 15), ("rsr", 30), ("cf", 3)):
        words = words.replace(f"{name},relative_sd,{value}", f"{name},relative_sd,0", 1)
    path.write_text(words, encoding="utf-8")
    found = doubt_of_run(run, type(zero)(zero.folder), seed=1, count=5)
    gross = run.gross / CARBON_PER_TONNE
    assert found.draws.values == pytest.approx(gross, abs=1e-4)


def test_more_doubt_is_a_wider_spread(stands, measured, shelf, own_shelf):
    run = measured(stands(40))
    wide = own_shelf("sampling/parameter_doubt.csv", "svd,relative_sd,10", "svd,relative_sd,40")
    assert (
        doubt_of_run(run, wide, seed=3, count=400).draws.sd
        > doubt_of_run(run, shelf, seed=3, count=400).draws.sd
    )
