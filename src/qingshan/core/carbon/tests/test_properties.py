"""What every method of the catalogue keeps: sums, order, pieces, units, replay."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshan.core.carbon.catalogue import methods
from qingshan.core.carbon.compartment import Survey, fit
from qingshan.core.carbon.fieldmap import parse_fieldmap
from qingshan.core.carbon.options import settle
from qingshan.core.carbon.package.packing import pack_run
from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.carbon.run import Run, measure
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS

METHODS = {found.spec.id: found for found in methods()}
GROUPS = {"tree": ("马尾松", "杉木", "柏木"), "bamboo": ("毛竹",), "shrub": ("灌木林",)}
CULMS, VOLUME, COVER = 900.0, 200.0, 0.9
OPTIONS: dict[str, dict[str, Any]] = {
    "gz_ticket_v1": {"bamboo": True, "shrub": True, "forest_biomass": "90"},
    "ar_cm_001_v1": {"shrub": True, "forest_biomass": "90"},
    "ccer_14_001_v1": {"forest_biomass": "90"},
    "ar_cm_003_v1": {"wood_products": True, "wood_turnout": "60"},
    "ar_cm_005_v1": {"fertiliser": True},
}
"""All pools that a method has, so that no part of its graph goes untried."""
QUIET = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

each_method = pytest.mark.parametrize("name", METHODS)
seeds = st.integers(0, 2**32 - 1)


def rows(name: str, seed: int, count: int = 12) -> pl.DataFrame:
    """Sub-compartments of every pool that the method has, with every column that it takes."""
    found = METHODS[name]
    plan = found.plan(settle(found.spec, OPTIONS[name]))
    random = np.random.default_rng(seed)
    kinds = {kind.pool: kind.code for kind in reversed(found.spec.kinds)}
    pools = [list(kinds)[n % len(kinds)] for n in range(count)]
    group = [GROUPS[pool][n % len(GROUPS[pool])] for n, pool in enumerate(pools)]
    data: dict[str, Any] = {
        "compartment": [f"{n:04d}" for n in range(count)],
        "group": group,
        "group_t1": group,
        "layer": [kinds[pool] for pool in pools],
        "level": ["species"] * count,
    }
    tops = {"culms": CULMS, "volume": VOLUME, "cover": COVER, "closure": COVER, "canopy": COVER}
    for quantity in plan.inputs:
        if quantity.name in data:
            continue
        top = next((high for word, high in tops.items() if word in quantity.name), 3.0)
        drawn = random.uniform(0.3, top, count).round(4)
        if quantity.name == "tree_closure":
            drawn = np.zeros(count)
        own = [value if not quantity.layers or pool in quantity.layers else None
               for value, pool in zip(drawn.tolist(), pools, strict=True)]  # fmt: skip
        data[quantity.name] = own
    wanted = [quantity.name for quantity in plan.inputs]
    return pl.DataFrame({name: data[name] for name in wanted})


def measured(name: str, frame: pl.DataFrame) -> Run:
    options = OPTIONS[name] | {"allow_yield": "property"}
    return measure(frame, method=name, period=FIVE_YEARS, as_of=AS_OF, options=options)


@each_method
@QUIET
@given(seed=seeds, cut=st.integers(1, 11))
def test_the_whole_is_the_sum_of_its_parts(name, seed, cut):
    """Sub-compartments know nothing of each other: any division adds up to the last integer."""
    frame = rows(name, seed)
    whole = measured(name, frame)
    parts = [measured(name, frame.head(cut)), measured(name, frame.slice(cut))]
    assert sum(part.removal for part in parts) == whole.removal
    assert sum(part.gross for part in parts) == whole.gross


@each_method
@QUIET
@given(seed=seeds, cut=st.integers(1, 11))
def test_neither_order_nor_pieces_change_a_digest(name, seed, cut):
    frame = rows(name, seed)
    mixed = frame.sample(fraction=1.0, shuffle=True, seed=seed)
    pieces = pl.concat([mixed.head(cut), mixed.slice(cut)], rechunk=False)
    assert measured(name, pieces).digest == measured(name, frame).digest


@each_method
@QUIET
@given(seed=seeds, times=st.sampled_from([2.0, 4.0, 0.5]))
def test_twice_the_land_is_twice_the_removal(name, seed, times):
    """With all that counts by area enlarged alike, to the rounding of each leaf."""
    frame = rows(name, seed)
    amounts = {"area_ha", "area_t1_ha", "burnt_ha", "emission_t", "harvest_m3", "nitrogen_kg"}
    held = [column for column in frame.columns if column in amounts]
    larger = frame.with_columns(pl.col(held) * times)
    one, other = measured(name, frame), measured(name, larger)
    assert abs(other.gross - times * one.gross) <= (1 + times) * len(frame) / 2


@each_method
@QUIET
@given(seed=seeds, more=st.floats(0.01, 0.5))
def test_more_at_the_end_is_never_less(name, seed, more):
    """Volume, culms or cover at t2 enlarged: no sub-compartment's removal falls."""
    frame = rows(name, seed)
    later = [c for c in frame.columns if "_t2_" in c or c == "cover_t2"]
    assert later
    grown = frame.with_columns(
        pl.min_horizontal(pl.col(c) * (1 + more), 1.0)
        if c == "cover_t2"
        else pl.col(c) * (1 + more)
        for c in later
    )
    before, after = (measured(name, each).frame.sort("compartment") for each in (frame, grown))
    assert (after["removal_unit"] >= before["removal_unit"]).all()


@each_method
@QUIET
@given(seed=seeds)
def test_what_stays_as_it_was_removes_nothing(name, seed):
    """The same stock at both dates, no fire, no felling, no fertiliser: nothing is credited."""
    frame = rows(name, seed)
    sources = {"burnt_ha", "emission_t", "harvest_m3", "nitrogen_kg"}
    still = frame.with_columns(
        *(pl.col(c) * 0.0 for c in frame.columns if c in sources),
        *(pl.col(c.replace("_t2", "_t1")).alias(c) for c in frame.columns if "_t2" in c),
    )
    if "volume_baseline_m3_ha" in frame.columns:
        still = still.with_columns(volume_baseline_m3_ha="volume_t1_m3_ha")
    assert measured(name, still).removal == 0


@each_method
def test_a_package_leads_to_the_same_integers(name, tmp_path):
    frame = rows(name, 1)
    run = measured(name, frame)
    path = tmp_path / "package.zip"
    path.write_bytes(pack_run(run, frame))
    assert path.read_bytes() == pack_run(run, frame.reverse())
    answer = recompute(path)
    assert answer.is_equal
    assert (answer.again.digest, answer.again.removal) == (run.digest, run.removal)


MU = '[area]\ncolumn = "MIAN_JI"\nunit = "mu"\n[area_t1]\ncolumn = "Q_MJ"\nunit = "mu"\n'
PER_MU = (
    MU + '[volume_t1]\ncolumn = "V1"\nunit = "m3/mu"\n[volume_t2]\ncolumn = "V2"\nunit = "m3/mu"\n'
)
PER_HA = '[volume_t1]\ncolumn = "V1"\nunit = "m3/ha"\n[volume_t2]\ncolumn = "V2"\nunit = "m3/ha"\n'


@pytest.mark.parametrize("name", ["gz_ticket_v1", "ar_cm_001_v1"])
@QUIET
@given(area=st.floats(0.5, 50), earlier=st.floats(20, 120), growth=st.floats(1, 60))
def test_mu_and_hectares_are_one_forest(name, area, earlier, growth, rows, shelf):
    """The same land told in mu and m3 per mu: the same removal to a millionth."""
    count = 3
    given_ = {"V1": [earlier] * count, "V2": [earlier + growth] * count}
    land = {"MIAN_JI": [area] * count, "Q_MJ": [area] * count}
    plain = rows(count, **land, **given_)
    told = plain.with_columns(
        *(pl.col(c) * 15 for c in ("MIAN_JI", "Q_MJ")), *(pl.col(c) / 15 for c in ("V1", "V2"))
    )
    runs = []
    for frame, toml in ((plain, PER_HA), (told, PER_MU)):
        fitted = fit(
            Survey(frame, np.full(count, area)), shelf=shelf, as_of=AS_OF,
            fields=parse_fieldmap(toml), period=FIVE_YEARS, method=name,
        )  # fmt: skip
        runs.append(measured_of(name, fitted.frame))
    assert runs[1].gross == pytest.approx(runs[0].gross, rel=1e-6, abs=3)


def measured_of(name: str, frame: pl.DataFrame) -> Run:
    options = {"allow_yield": "property"}
    return measure(frame, method=name, period=FIVE_YEARS, as_of=AS_OF, options=options)
