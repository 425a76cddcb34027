"""Made-up sub-compartments: seeded, inside their place, fit for the whole way through the room."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely

from qingshan.core.carbon.compartment import fit
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.carbon.run import measure
from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.vector import read_layer
from qingshan.core.geo.writing import write_shapefile
from qingshan.core.kernel.period import Period

PLACE = shapely.Polygon([(108.4, 26.6), (108.6, 26.62), (108.58, 26.75), (108.45, 26.78)])
RECIPE = Recipe(120, 7, "522629")


def test_the_same_seed_gives_the_same_parcels():
    first, shapes = generate_compartments(PLACE, RECIPE)
    second, again = generate_compartments(PLACE, RECIPE)
    assert first.equals(second)
    assert shapely.equals_exact(shapes, again).all()
    other, _ = generate_compartments(PLACE, Recipe(120, 8, "522629"))
    assert not first.equals(other)


def test_parcels_lie_inside_and_do_not_overlap():
    frame, shapes = generate_compartments(PLACE, RECIPE)
    assert len(frame) == len(shapes) == 120
    assert shapely.is_valid(shapes).all()
    assert shapely.within(shapes, PLACE).all()
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(shapely.area(shapes).sum())
    assert frame["MIAN_JI"].to_numpy() == pytest.approx(areas_ha(shapes), abs=1e-4)
    assert np.median(frame["MIAN_JI"].to_numpy()) == pytest.approx(RECIPE.area_ha, rel=0.15)


def test_a_zipped_shapefile_goes_all_the_way(tmp_path, shelf):
    frame, shapes = generate_compartments(PLACE, RECIPE)
    path = tmp_path / "jianhe.zip"
    write_shapefile(path, frame, shapes)
    span = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))
    layer = read_layer(path)
    compartments = fit(layer, shelf=shelf, as_of=date(2026, 7, 1), period=span)
    run = measure(compartments, method="gz_ticket_v1", period=span, as_of=date(2026, 7, 1))
    assert len(run.frame) == 120
    assert 5 < run.yield_t_ha_yr < 20


@pytest.mark.parametrize(
    "recipe",
    [Recipe(100_000, 1, "522629"), Recipe(0, 1, "522629"), Recipe(3, 1, "522629", species={})],
)
def test_what_cannot_be_made(refuses, recipe):
    with refuses("E-CA-09"):
        generate_compartments(PLACE, recipe)
