"""Made-up layers of zones and tenure certificates for the demonstration province.

Every shape is drawn by a seeded generator near the made-up stands; names, publishers and sources
say 演示数据. Two counties have no redline, so that an unknown answer can be seen.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from qingshan.apps.base import files
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Call
from qingshan.apps.land.bundle import Source, pack
from qingshan.apps.land.models import County, Survey, TenureCertificate, ZoneLayer
from qingshan.apps.land.reads import area_m2
from qingshan.apps.land.units import units_on
from qingshan.apps.land.verbs.import_layer import import_layer
from qingshan.apps.land.verbs.register_certificate import register_certificate
from qingshan.apps.walks.places import AREA_HA, PERIOD, Place
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.writing import write_geojson, write_shapefile

MADE_UP = "演示数据"
PUBLISHER = f"{MADE_UP}（虚构，不代表任何机关）"
SOURCE = f"{MADE_UP}：种子生成器，不得用于实际核验"
WITHOUT_REDLINE = ("522327", "522326")
"""册亨 and 望谟: their redline is not entered, so nobody knows."""

_SEED = 2024
_METRE_PER_DEGREE = 110_574.0
_CORNERS = 24


@dataclass(frozen=True)
class Blob:
    """One made-up zone: its county, where its middle lies from the stands, and how large it is."""

    county: str
    east_m: float
    north_m: float
    radius_m: float
    grade: str = ""
    ring_from_m: float = 0.0
    facts: tuple[str, str, str, str] = ("", "", "", "")


REDLINE_2018 = tuple(
    Blob(county, 2_500, 1_800, 2_000)
    for county in ("520121", "520204", "520327", "520621", "522701", "522630", "522629")
)
REDLINE_2024 = (
    *(Blob(county, 3_200, 2_400, 2_300) for county in ("520121", "520327", "520502", "522701")),
    *(Blob(county, -2_600, 900, 2_200) for county in ("520204", "522636")),
    Blob("520621", 500, 400, 1_500),
    Blob("522630", 3_000, -2_500, 2_600),
    Blob("522629", 1_300, 700, 1_300),
)
PROTECTED = (
    Blob("520621", 4_200, 3_600, 1_800, "核心保护区"),
    Blob("520621", 4_200, 3_600, 3_600, "一般控制区", ring_from_m=1_800),
    Blob("522630", -5_200, 3_000, 1_500, "核心保护区"),
    Blob("522630", -5_200, 3_000, 3_200, "一般控制区", ring_from_m=1_500),
)
PUBLIC_BENEFIT = (
    Blob("522629", -600, -300, 900, "国家级"),
    Blob("520621", -900, 200, 1_100, "国家级"),
    Blob("522701", 700, -900, 1_000, "省级"),
    Blob("520502", 400, 600, 700, "地方级"),
)
OTHER_PROGRAMMES = (
    Blob(
        "522629", 4_500, -3_500, 1_600,
        facts=("演示自愿减排项目（虚构）", "DEMO-CCER-001", "2016-01-01", "2035-12-31"),
    ),
    Blob(
        "520121", -4_000, 3_000, 1_400,
        facts=("演示单株碳汇（虚构）", "DEMO-TREE-002", "", ""),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class LayerPlan:
    """A layer to be imported."""

    step: str
    kind: str
    name: str
    version: str
    as_of: date
    blobs: Sequence[Blob]
    has_all_counties: bool = True


PLANS = (
    LayerPlan(
        "redline-2018", "redline", f"生态保护红线（{MADE_UP}）", "2018", date(2018, 6, 27),
        REDLINE_2018, has_all_counties=False,
    ),
    LayerPlan(
        "redline-2024", "redline", f"生态保护红线（{MADE_UP}）", "2024", date(2024, 1, 1),
        REDLINE_2024, has_all_counties=False,
    ),
    LayerPlan(
        "protected", "protected_area", f"自然保护地（{MADE_UP}）", "2023", date(2023, 6, 30),
        PROTECTED,
    ),
    LayerPlan(
        "benefit", "public_benefit", f"公益林（{MADE_UP}）", "2022", date(2022, 12, 31),
        PUBLIC_BENEFIT,
    ),
    LayerPlan(
        "programme", "other_programme", f"其他减排机制项目（{MADE_UP}）", "2023",
        date(2023, 12, 31), OTHER_PROGRAMMES,
    ),
)  # fmt: skip


def tell_layers(call: Call) -> list[ZoneLayer]:
    """Import every made-up layer, as they stand in the end; ``call`` is the administrator's."""
    keys = [tell_layer(plan, call).pk for plan in PLANS]
    return list(ZoneLayer.objects.filter(pk__in=keys).order_by("pk"))


def written_survey(place: Place, folder: Path) -> Path:
    """A made-up survey in the county, written as counties hand them in: GBK, 3° zone, zipped."""
    county = County.objects.get(code=place.county)
    recipe = Recipe(
        count=place.count,
        seed=int(place.county),
        county=place.county,
        area_ha=AREA_HA,
        species=place.species,
        growth_m3_ha_yr=place.growth_m3_ha_yr,
        years=PERIOD.last.year - PERIOD.start.year + 1,
    )
    frame, shapes = generate_compartments(from_wkb([county.shape])[0], recipe)
    zone = "EPSG:4523" if county.bounds.east < 106.5 else "EPSG:4524"
    path = folder / f"xiaoban_{place.county}.zip"
    write_shapefile(path, frame, shapes, crs=zone, encoding="GBK")
    return path


def tell_certificate(
    call: Call, *, survey: Survey, number: str, county: str, kind: str
) -> TenureCertificate:
    """Register the certificate under which a holder of the story claims its land.

    A farm's right has no end, a cooperative's ends in 2058; an enterprise's states no term.
    """
    terms: Mapping[str, Mapping[str, Any]] = {
        "farm": {"right": "tree_ownership", "is_perpetual": True},
        "cooperative": {"right": "land_contract", "term_end": date(2058, 12, 31)},
    }
    told = terms.get(kind, {"right": "land_management"})
    return register_certificate(
        call,
        kind="forest",
        number=number,
        county=county,
        area_m2=area_m2(survey),
        holder=survey.party_id,
        issued_on=date(2009, 1, 1),
        compartments=sorted(survey.compartments.values_list("pk", flat=True)),
        **told,
    )


def tell_layer(plan: LayerPlan, call: Call) -> ZoneLayer:
    """Import one of the made-up layers."""
    shapes = [_shape(blob, number) for number, blob in enumerate(plan.blobs)]
    counties = [unit.code for unit in units_on(plan.as_of)]
    coverage = sorted(code for code in counties if code not in WITHOUT_REDLINE)
    return import_layer(
        call.step(plan.step),
        file=_kept(plan, shapes),
        kind=plan.kind,
        name=plan.name,
        version=plan.version,
        publisher=PUBLISHER,
        source=SOURCE,
        licence=MADE_UP,
        as_of=plan.as_of,
        coverage=["520000"] if plan.has_all_counties else coverage,
    )


def _kept(plan: LayerPlan, shapes: Sequence[Any]) -> int:
    names = dict(County.objects.values_list("code", "name"))
    rows = enumerate(plan.blobs, start=1)
    frame = pl.DataFrame(
        {
            "编号": [f"{plan.version}-{number:02d}" for number in range(1, len(shapes) + 1)],
            "名称": [f"{names[blob.county]}{number}号（{MADE_UP}）" for number, blob in rows],
            "功能分区": [blob.grade for blob in plan.blobs],
            "机制": [blob.facts[0] for blob in plan.blobs],
            "项目号": [blob.facts[1] for blob in plan.blobs],
            "开始日期": [blob.facts[2] for blob in plan.blobs],
            "结束日期": [blob.facts[3] for blob in plan.blobs],
        }
    )
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / f"{plan.step}.geojson"
        write_geojson(path, frame, np.array(shapes, dtype=object))
        key: int = files.keep(pack(Source(path)), name=path.name, media_type=ZIP).pk
    return key


def _shape(blob: Blob, number: int) -> Any:
    """A star-like outline, cut at the county's boundary; a ring where ``ring_from_m`` is set."""
    county = from_wkb([County.objects.get(code=blob.county).shape])[0]
    middle = county.representative_point()
    # A core and the ring around it are drawn by the same random numbers.
    seed = [_SEED, int(blob.county), 0 if blob.grade else number]
    reach = np.random.default_rng(seed).uniform(0.8, 1.2, _CORNERS)
    whole = shapely.Polygon(list(_corners(blob, middle, blob.radius_m * reach)))
    if blob.ring_from_m:
        inner = shapely.Polygon(list(_corners(blob, middle, blob.ring_from_m * reach)))
        whole = shapely.difference(whole, inner)
    return shapely.intersection(whole, county)


def _corners(blob: Blob, middle: Any, reach_m: Any) -> Iterator[tuple[float, float]]:
    squeeze = np.cos(np.radians(middle.y))
    for turn, reach in zip(
        np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False), reach_m, strict=True
    ):
        east = blob.east_m + reach * np.cos(turn)
        north = blob.north_m + reach * np.sin(turn)
        yield (
            round(float(middle.x + east / (_METRE_PER_DEGREE * squeeze)), 7),
            round(float(middle.y + north / _METRE_PER_DEGREE), 7),
        )
