"""Vector tiles: where things lie, how rings turn, and what another decoder reads."""

from __future__ import annotations

import json

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from qingshan.core.geo.tiles import EXTENT, Tile, cells, coarse, outlines, written

TILE = Tile(14, 13126, 6939)


def inside(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """A box in shares of the tile, as degrees."""
    left, bottom, right, top = TILE.bounds(0)
    wide, high = right - left, top - bottom
    return shapely.box(
        left + west * wide, bottom + south * high, left + east * wide, bottom + north * high
    )


def decoded(*shapes: shapely.Geometry, cell_m: float = 0.0, step: int = 1) -> list[dict]:
    drawn = outlines(
        TILE, np.array(shapes, dtype=object), cells_m=np.full(len(shapes), cell_m), step=step
    )
    data = written("some", [(one.index, one.commands, {"at": one.index}) for one in drawn])
    if not data:
        return []
    told = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    return told["some"]["features"]


def geometry(feature: dict) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(feature["geometry"]))


@pytest.mark.parametrize("tile", [Tile(0, 0, 0), Tile(1, 1, 0), Tile(8, 204, 108), TILE])
def test_bounds_are_those_of_web_mercator(tile: Tile) -> None:
    """Against PROJ: the pyramid divides the square of EPSG:3857 in halves."""
    half = 20037508.342789244
    side = 2 * half / 2**tile.zoom
    west, north = -half + tile.column * side, half - tile.row * side
    back = Transformer.from_crs(3857, 4326, always_xy=True)
    corners = (*back.transform(west, north - side), *back.transform(west + side, north))
    assert tile.bounds(0) == pytest.approx(corners, abs=1e-9)


def test_grid_runs_from_the_north_west_with_y_downward() -> None:
    west, south, east, north = TILE.bounds(0)
    found = TILE.grid(np.array([[west, north], [east, south]]))
    assert found == pytest.approx(np.array([[0, 0], [EXTENT, EXTENT]]), abs=1e-4)


def test_a_decoder_reads_the_same_square() -> None:
    (feature,) = decoded(inside(0.25, 0.25, 0.5, 0.75))
    assert geometry(feature).bounds == pytest.approx((1024, 1024, 2048, 3072), abs=2)
    assert feature["properties"] == {"at": 0}


def test_holes_stay_holes_and_parts_stay_parts() -> None:
    ring = inside(0.1, 0.1, 0.6, 0.6).difference(inside(0.2, 0.2, 0.4, 0.4))
    pair = shapely.union(ring, inside(0.7, 0.7, 0.9, 0.9))
    found = [geometry(feature) for feature in decoded(pair)]
    area = sum(one.area for one in found) / EXTENT**2
    assert all(one.is_valid for one in found)
    assert area == pytest.approx(0.25 - 0.04 + 0.04, rel=0.01)


def test_outer_rings_run_clockwise_on_the_screen() -> None:
    """Specification 2.1, 4.3.4.4: positive area by the surveyor's formula, y downward."""
    for shape in (inside(0.1, 0.1, 0.6, 0.6), inside(0.1, 0.1, 0.6, 0.6).reverse()):
        (one,) = outlines(TILE, np.array([shape]), cells_m=np.zeros(1), step=1)
        first, *moves = [at for at in one.commands if at != 15]
        assert first == 9
        numbers = [(n >> 1) ^ -(n & 1) for n in moves[:2] + moves[3:]]
        points = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)
        assert shapely.LinearRing(points).is_ccw


def test_what_is_smaller_than_a_pixel_is_left_out() -> None:
    assert decoded(inside(0.5, 0.5, 0.502, 0.502)) == []


def test_what_lies_outside_is_cut_off_or_left_out() -> None:
    far, over = inside(2, 2, 3, 3), inside(-1, -1, 2, 2)
    (feature,) = decoded(far, over)
    assert feature["properties"] == {"at": 1}
    assert geometry(feature).bounds == (-64, -64, EXTENT + 64, EXTENT + 64)


def test_neighbours_keep_their_common_boundary_when_coarsened() -> None:
    """Corners move by themselves alone: no gap and no overlap opens between neighbours."""
    one, other = inside(0.1, 0.1, 0.43, 0.6), inside(0.43, 0.1, 0.8, 0.6)
    left, right = (geometry(feature) for feature in decoded(one, other, cell_m=30.0))
    assert left.intersection(right).area == 0
    assert left.touches(right)


def test_no_corner_of_a_coarse_shape_is_where_it_was_surveyed() -> None:
    random = np.random.default_rng(3)
    points = random.uniform((106, 25), (109, 28), (500, 2))
    moved = coarse(points, 30.0)
    metres = np.hypot(
        (moved[:, 0] - points[:, 0]) * 111_320 * np.cos(np.radians(points[:, 1])),
        (moved[:, 1] - points[:, 1]) * 111_320,
    )
    assert metres.max() < 22
    assert np.median(metres) > 5
    assert coarse(moved, 30.0) == pytest.approx(moved, abs=1e-12)


def test_spoilt_and_rounded_shapes_come_out_sound() -> None:
    random = np.random.default_rng(5)
    spikes = []
    for _ in range(60):
        turn = np.sort(random.uniform(0, 2 * np.pi, 24))
        reach = random.uniform(100, 800, 24)
        centre = random.uniform(0.2, 0.8, 2)
        west, south, east, north = TILE.bounds(0)
        x = west + (centre[0] + reach * np.cos(turn) / 8000) * (east - west)
        y = south + (centre[1] + reach * np.sin(turn) / 8000) * (north - south)
        spikes.append(shapely.Polygon(np.column_stack((x, y))))
    corners = shapely.get_coordinates(inside(0.1, 0.1, 0.6, 0.6))[:4]
    bow_tie = shapely.Polygon(corners[[0, 2, 1, 3]])
    found = decoded(*spikes, bow_tie, cell_m=30.0, step=8)
    assert len(found) > 50
    assert all(geometry(feature).is_valid for feature in found)


def test_cells_are_squares_of_the_tile() -> None:
    data = written("some", [(1, cells([(0, 31)], 32)[0], {"count": 7, "area_mu": 1.5, "a": "乡"})])
    told = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    (feature,) = told["some"]["features"]
    assert geometry(feature).bounds == (0, 3968, 128, 4096)
    assert feature["properties"] == {"count": 7, "area_mu": 1.5, "a": "乡"}


def test_an_empty_tile_has_no_bytes_and_the_same_rows_give_the_same_bytes() -> None:
    assert written("some", []) == b""
    rows = [(3, [9, 0, 0, 26, 8, 0, 0, 8, 7, 0, 15], {"b": 1, "a": "x"})]
    assert written("some", rows) == written("some", rows)


def test_only_real_squares_are_real() -> None:
    assert TILE.is_real
    assert not Tile(3, 8, 0).is_real
    assert not Tile(3, 0, -1).is_real
