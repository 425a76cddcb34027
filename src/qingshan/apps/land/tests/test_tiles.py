"""Tiles of the register: outlines or counts, the newest survey, and who sees how much."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely

from qingshan.apps.land import tiles
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import Compartment, Survey
from qingshan.apps.land.tiles import Sight, compartment_tile, forget_tiles, tile_digest
from qingshan.core.geo.tiles import Tile, coarse

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
NEAR, FAR = Tile(14, 13126, 6939), Tile(8, 205, 108)
EVERYWHERE, NOBODY = Sight(everywhere=True), Sight()
STEP_DEG = 0.0013


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_tiles()


@pytest.fixture
def survey(office) -> Survey:
    found: Survey = office.received()
    found.state = "accepted"
    found.save()
    return found


def stored(survey: Survey, count: int, *, county: str = "522629", number: str = "") -> None:
    """Squares of two hectares in rows of 20, from the south-west of the near tile."""
    west, south, *_ = NEAR.bounds(0)
    Compartment.objects.bulk_create(
        Compartment(
            survey=survey, row=1000 + at, key=f"k{at}", county_code=county, township="三棵树",
            village="05", forest_block="0012", number=number or f"{at:05}",
            species_group="杉木", age_group="中龄林", stated_area_m2=20_000, shape_area_m2=20_000,
            shape=shapely.to_wkb(square), bounds=Box(*square.bounds),
        )
        for at in range(count)
        for square in [
            shapely.box(
                west + (at % 20) * STEP_DEG, south + (at // 20) * STEP_DEG,
                west + (at % 20 + 1) * STEP_DEG, south + (at // 20 + 1) * STEP_DEG,
            )
        ]
    )  # fmt: skip


def read(tile: Tile, sight: Sight = NOBODY) -> list[dict[str, Any]]:
    data = compartment_tile(tile, sight, DAY, tile_digest(tile, sight, DAY))
    if not data:
        return []
    told = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    return told["compartments"]["features"]


def degrees(feature: dict[str, Any], tile: Tile) -> shapely.Geometry:
    """Back from the grid; exact to the grid's step along longitudes, which is all we look at."""
    west, _, east, _ = tile.bounds(0)
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    return shapely.transform(shape, lambda at: at * [(east - west) / 4096, 1] + [west, 0])


def test_outlines_tell_stand_and_area_and_nothing_of_a_holder(survey) -> None:
    stored(survey, 3)
    found = read(NEAR)
    assert len(found) == 3
    assert found[0]["properties"] == {
        "name": "三棵树-05-0012-00000", "group": "杉木", "age": "中龄林", "area_mu": 30.0,
        "coarse": 1,
    }  # fmt: skip


def test_from_afar_each_is_counted_once(survey) -> None:
    stored(survey, 40)
    found = read(FAR)
    assert sum(feature["properties"]["count"] for feature in found) == 40
    assert sum(feature["properties"]["area_mu"] for feature in found) == pytest.approx(1200)


def test_over_all_tiles_of_a_zoom_each_is_counted_once(survey) -> None:
    stored(survey, 60)
    zoom = 11
    around = [
        Tile(zoom, NEAR.column // 8 + x, NEAR.row // 8 + y) for x in (-1, 0, 1) for y in (-1, 0, 1)
    ]
    assert sum(f["properties"]["count"] for tile in around for f in read(tile)) == 60


def test_too_many_for_outlines_are_shown_as_counts(survey, monkeypatch) -> None:
    stored(survey, 12)
    monkeypatch.setattr(tiles, "MOST_OUTLINES", 10)
    assert {"count", "area_mu"} == set(read(NEAR)[0]["properties"])


def test_of_the_same_numbers_the_last_survey_stands(survey, office) -> None:
    stored(survey, 1)
    later = office.received()
    later.state = "accepted"
    later.save()
    stored(later, 1)
    found = read(NEAR)
    assert len(found) == 1
    assert found[0]["id"] == Compartment.objects.get(survey=later, row=1000).pk


def test_what_is_not_accepted_is_not_shown(survey) -> None:
    stored(survey, 2)
    survey.state = "received"
    survey.save()
    assert read(NEAR) == []
    assert read(FAR) == []


def test_strangers_see_corners_on_the_lattice_and_offices_see_them_as_surveyed(survey) -> None:
    stored(survey, 1)
    west = NEAR.bounds(0)[0]
    (precise,), (public,) = read(NEAR, EVERYWHERE), read(NEAR)
    assert (precise["properties"]["coarse"], public["properties"]["coarse"]) == (0, 1)
    side = 360 / 2**14 / 4096
    assert degrees(precise, NEAR).bounds[0] == pytest.approx(west, abs=2 * side)
    expected = coarse(np.array([[west + STEP_DEG, NEAR.bounds(0)[1]]]), 30.0)[0, 0]
    assert degrees(public, NEAR).bounds[2] == pytest.approx(expected, abs=4 * side)


def test_an_office_sees_its_own_county_only(survey) -> None:
    stored(survey, 1, county="522629", number="1")
    stored_elsewhere = Sight(counties=frozenset({"522630"}))
    at_home = Sight(counties=frozenset({"522629"}))
    assert read(NEAR, stored_elsewhere)[0]["properties"]["coarse"] == 1
    assert read(NEAR, at_home)[0]["properties"]["coarse"] == 0
    assert not Sight(counties=frozenset({""})).shows("")


def test_digest_follows_what_is_stored_and_who_looks(survey, office) -> None:
    before = tile_digest(NEAR, NOBODY, DAY)
    assert tile_digest(NEAR, NOBODY, DAY) == before
    assert tile_digest(NEAR, EVERYWHERE, DAY) != before
    assert tile_digest(FAR, NOBODY, DAY) != before
    later = office.received()
    later.state = "accepted"
    later.save()
    assert tile_digest(NEAR, NOBODY, DAY) != before


def test_kept_tiles_have_an_end(survey, monkeypatch) -> None:
    monkeypatch.setattr(tiles, "KEPT_TILES", 3)
    for column in range(6):
        read(Tile(14, column, 0))
    assert len(tiles._kept) == 3
