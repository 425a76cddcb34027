"""Made-up sub-compartments inside a real place: seeded, in the standard's own fields, for
demonstration.

Nobody's forest: every value is drawn from a seeded generator, and pages that show them must say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from qingshan.core.carbon import refusals as codes
from qingshan.core.geo.area import Plane, areas_ha
from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.shelf import Shelf

Floats = npt.NDArray[np.float64]

SQUARE_METRE_PER_HECTARE = 10_000.0
CORNER_JITTER = 0.22
EDGE_JITTER = 0.08
"""Shifts of corners and edge middles as shares of the cell's side; small enough that parcels stay
simple."""

DBF_NAME_BYTES = 10
SHRUBS = ("杜鹃", "火棘", "小果蔷薇", "马桑", "檵木")
VILLAGES = 4
BLOCKS_EACH = 5
WINDOW = 3.0
"""Side of the window of cells looked at first, as a multiple of what the parcels need."""


@dataclass(frozen=True)
class Recipe:
    """What to make: how many parcels, how large, which forest, growing how fast, over how many
    years.

    ``species`` gives shares by three-digit species code; ``growth_m3_ha_yr`` is the mean yearly
    growth
    (single parcels vary by ``spread``); the removal of the whole grows in proportion to it.
    """

    count: int
    seed: int
    county: str
    township: str = "101"
    area_ha: float = 6.0
    species: Mapping[str, float] = field(
        default_factory=lambda: {"220": 0.45, "310": 0.30, "350": 0.10, "410": 0.10, "420": 0.05}
    )
    growth_m3_ha_yr: float = 8.0
    spread: float = 0.25
    years: float = 5.0


def generate_compartments(
    place: shapely.Geometry, recipe: Recipe
) -> tuple[pl.DataFrame, npt.NDArray[Any]]:
    """A frame in the standard's field codes (with ``Q_*`` of the previous survey) and its shapes.

    Parameters
    ----------
    place
        A polygon in longitude and latitude; every parcel lies wholly inside it.
    recipe
        The same recipe and place always give the same parcels.

    Returns
    -------
    frame, shapes
        Areas (MIAN_JI, ha) agree with the shapes; parcels touch and do not overlap.

    Raises
    ------
    Refused
        E-CA-09 when the place has no room for the parcels asked for.
    """
    if recipe.count < 1 or recipe.area_ha <= 0 or not recipe.species:
        raise _wrong("个数、面积与树种须为正", "count, area and species must be given")
    random = np.random.default_rng(recipe.seed)
    shapes = _parcels(place, recipe, random)
    return _attributes(recipe, areas_ha(shapes), random), shapes


def _parcels(
    place: shapely.Geometry, recipe: Recipe, random: np.random.Generator
) -> npt.NDArray[Any]:
    plane = Plane(np.array([place]))
    flat = plane.project(np.array([place]))[0]
    side = float(np.sqrt(recipe.area_ha * SQUARE_METRE_PER_HECTARE))
    west, south, east, north = flat.bounds
    start = flat.representative_point()
    reach = WINDOW * side * np.sqrt(recipe.count)
    windows = (
        (
            max(west, start.x - reach),
            max(south, start.y - reach),
            min(east, start.x + reach),
            min(north, start.y + reach),
        ),
        (west, south, east, north),
    )
    shapely.prepare(flat)
    for window in windows:
        cells = _cells(window, side, random)
        inside = cells[shapely.contains_properly(flat, cells)] if len(cells) else cells
        if len(inside) >= recipe.count:
            distance = shapely.distance(shapely.centroid(inside), start)
            nearest = np.sort(np.argsort(distance, kind="stable")[: recipe.count])
            return np.asarray(plane.unproject(inside[nearest]))
    raise _wrong(
        f"范围内放不下 {recipe.count} 个约 {recipe.area_ha:g} 公顷的小班",
        f"there is no room for {recipe.count} parcels of about {recipe.area_ha:g} ha",
    )


def _cells(
    window: tuple[float, float, float, float], side: float, random: np.random.Generator
) -> npt.NDArray[Any]:
    """A grid of parcels whose shared corners and edge middles are shifted together."""
    west, south, east, north = window
    columns, rows = int((east - west) // side), int((north - south) // side)
    if columns < 1 or rows < 1:
        return np.empty(0, dtype=object)
    # Points of half a side apart: even-even are corners, even-odd and odd-even the edges' middles.
    y, x = np.meshgrid(np.arange(2 * rows + 1), np.arange(2 * columns + 1), indexing="ij")
    points = np.stack([west + x * side / 2, south + y * side / 2], axis=-1).astype(np.float64)
    is_corner = ((x % 2 == 0) & (y % 2 == 0))[..., None]
    jitter = np.where(is_corner, CORNER_JITTER, EDGE_JITTER) * side
    points += random.uniform(-1.0, 1.0, points.shape) * jitter
    ring = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
    corners = np.stack(
        [
            points[dy : dy + 2 * rows : 2, dx : dx + 2 * columns : 2].reshape(-1, 2)
            for dy, dx in ring
        ],
        axis=1,
    )
    return np.asarray(shapely.polygons(corners))


def _attributes(recipe: Recipe, area_ha: Floats, random: np.random.Generator) -> pl.DataFrame:
    count = len(area_ha)
    names = list(recipe.species)
    shares = np.array([recipe.species[name] for name in names], dtype=np.float64)
    species = random.choice(names, count, p=shares / shares.sum())
    growth = recipe.growth_m3_ha_yr * random.uniform(1 - recipe.spread, 1 + recipe.spread, count)
    age = random.integers(12, 32, count)
    later = np.round(growth * (age * 0.8), 1)
    earlier = np.maximum(later - growth * recipe.years, 1.0)
    areas = np.round(area_ha, 4)
    numbers = np.arange(count)
    village = numbers * VILLAGES // count
    block = numbers * VILLAGES * BLOCKS_EACH // count
    canopy = np.round(random.uniform(0.45, 0.9, count), 2)
    return pl.DataFrame(
        {
            "SHENG": [recipe.county[:2]] * count,
            "XIAN": [recipe.county] * count,
            "XIANG": [recipe.township] * count,
            "CUN": [f"{200 + value:03d}" for value in village],
            "LIN_BAN": [f"{value + 1:04d}" for value in block],
            "XIAO_BAN": [f"{value + 1:05d}" for value in numbers],
            "MIAN_JI": areas,
            "DI_LEI": ["0111"] * count,
            "LD_QS": ["30"] * count,
            "SEN_LIN_LB": ["022"] * count,
            "LIN_ZHONG": ["233"] * count,
            "YOU_SHI_SZ": species.tolist(),
            "QI_YUAN": ["21"] * count,
            "LING_ZU": [str(1 + min(int(value) // 10, 3)) for value in age],
            "PINGJUN_NL": age,
            "YU_BI_DU": canopy,
            "PINGJUN_XJ": np.round(6 + age * 0.45, 1),
            "PINGJUN_SG": np.round(4 + age * 0.4, 1),
            "GMYSZ": random.choice(SHRUBS, count).tolist(),
            "HUO_LMGQXJ": later,
            "ZXJ": np.round(later * areas, 1),
            "Q_MJ": areas,
            "Q_SZ": species.tolist(),
            "Q_YBD": np.round(np.maximum(canopy - 0.1, 0.2), 2),
            "Q_PJNL": np.maximum(age - round(recipe.years), 1),
            "Q_ZXJ": np.round(earlier * areas, 1),
        }
    )


def _wrong(zh: str, en: str) -> Refused:
    return Refused.because(codes.GENERATOR_WRONG, "", finding_zh=zh, finding_en=en)


def with_chinese_names(frame: pl.DataFrame, shelf: Shelf, as_of: date) -> pl.DataFrame:
    """The fields under the Chinese names of the field dictionary, where a dbf can hold them.

    A dbf keeps ten bytes of a name, in GBK five characters; longer names stay as they are.
    """
    fields = shelf.wide("carbon.field_dictionary", as_of)
    names = dict(fields.select("field", "label_zh").iter_rows())
    chosen: dict[str, str] = {}
    for column in frame.columns:
        name = names.get(column) or ""
        fits = 0 < len(name.encode("gbk", "replace")) <= DBF_NAME_BYTES
        if fits and name not in chosen.values():
            chosen[column] = name
    return frame.rename(chosen)
