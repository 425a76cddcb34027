"""The forest of a draft: taken from a file, from the register or from a drawing, and checked."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import shapely

from qingshan.apps.applications.refusals import LAND_BARE, LAND_MIXED
from qingshan.apps.base import files
from qingshan.apps.land.bundle import Source, pack, unpacked
from qingshan.apps.land.history import latest
from qingshan.apps.land.intake import Intake, take_in
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Compartment
from qingshan.apps.land.numbers import told_fields
from qingshan.apps.land.reads import county_codes_of, county_names, systems_of_counties
from qingshan.core.geo.confined import read_confined
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.writing import write_geopackage
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE

MOST_LISTED = 500
"""Sub-compartments that a form lists; of others it says how many they are."""

SYSTEMS = ("EPSG:4490", "EPSG:4523", "EPSG:4524", "EPSG:4525", "EPSG:4544", "EPSG:4545")
"""Systems in which a file of this province may lie when it does not say so."""


@dataclass(frozen=True)
class Land:
    """A forest that passed every check: its bundle, and what pages say of it."""

    bundle: bytes
    facts: dict[str, Any]


def from_file(path: Path, *, crs: str, method: str, period: Period, as_of: date) -> Land:
    """A file of sub-compartments, read in a process of its own.

    Raises
    ------
    Refused
        All that ``land.intake.take_in`` finds.
    """
    source = Source(path)
    with systems_of_counties():
        taken = take_in(source, method=method, period=period, as_of=as_of, crs=crs or None)
    return Land(pack(source), _facts(taken, path.name, crs, as_of))


def from_register(keys: Sequence[int], *, method: str, period: Period, as_of: date) -> Land:
    """Sub-compartments of the register with all that their survey says of them.

    Raises
    ------
    Refused
        E-AP-07 when they come from several surveys, E-AP-08 when there are none, E-UP and E-FD
        codes as for a file.
    """
    rows = list(Compartment.objects.filter(pk__in=keys).select_related("survey__file"))
    if not rows:
        raise Refused.because(LAND_BARE)
    surveys = {row.survey_id for row in rows}
    if len(surveys) > 1:
        raise Refused.because(LAND_MIXED, count=len(surveys))
    survey = rows[0].survey
    # The register counts rows from one, a layer from zero.
    wanted = sorted(row.row - 1 for row in rows)
    with unpacked(files.read(survey.file.digest)) as source:
        layer = read_confined(source.data, crs=survey.layer.get("crs_given") or None)
        chosen = layer.frame.filter(pl.col("row").is_in(wanted))
        with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
            path = Path(folder) / "xiaoban.gpkg"
            write_geopackage(path, chosen.drop("row"), layer.shapes[chosen["row"].to_numpy()])
            told = Source(path, source.fields)
            taken = take_in(told, method=method, period=period, as_of=as_of)
            return Land(pack(told), _facts(taken, "", "", as_of))


def under_drawing(drawing: Mapping[str, Any], as_of: date) -> list[int]:
    """Current sub-compartments of the register that lie mostly within the areas of a drawing."""
    area = shapely.union_all(
        [shapely.geometry.shape(feature["geometry"]) for feature in drawing["features"]]
    )
    found = []
    for code in set(county_codes_of(shapely.get_parts(area))) - {""}:
        rows = latest(code, as_of=as_of)
        shapes = from_wkb([row.shape for row in rows])
        shared = shapely.area(shapely.intersection(shapes, area)) / shapely.area(shapes)
        found += [row.pk for row, share in zip(rows, shared, strict=True) if share > 0.5]
    return sorted(found)


def drawing_of(path: Path) -> dict[str, Any] | None:
    """The file as a drawing without facts, if that is what it is: a collection of bare areas."""
    if path.suffix.lower() != ".geojson":
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    features = told.get("features", []) if isinstance(told, dict) else []
    is_bare = features and all(
        set(feature.get("properties") or {}) <= {"XIAO_BAN"} for feature in features
    )
    return told if is_bare else None


def _facts(taken: Intake, name: str, crs: str, as_of: date) -> dict[str, Any]:
    plots = _plots(taken, as_of)
    counties = Counter(code for code in county_codes_of(taken.layer.shapes) if code)
    county = counties.most_common(1)[0][0] if counties else ""
    numbers = {plot["number"]: plot["area_mu"] for plot in plots if plot["number"]}
    return {
        "file": name,
        "crs": crs,
        "count": len(plots),
        "area_mu": str(sum((Decimal(plot["area_mu"]) for plot in plots), Decimal(0))),
        "county": county,
        "county_name": county_names().get(county, ""),
        "notes": [{"zh": note.zh, "en": note.en} for note in taken.notes],
        "plots": plots[:MOST_LISTED],
        # Numbers that stand for several plots say nothing about one of them.
        "plots_mu": numbers if len(numbers) == len(plots) else {},
    }


def _plots(taken: Intake, as_of: date) -> list[dict[str, str]]:
    """The sub-compartments as form F2 lists them; areas in mu as stated, two decimals."""
    told = told_fields(taken.layer.frame, as_of)
    mu_of = SQUARE_METRE_PER_HECTARE / SQUARE_METRE_PER_MU
    return [
        {
            "village": told[at]["village"] or told[at]["township"],
            "block": told[at]["forest_block"],
            "number": told[at]["number"],
            "area_mu": f"{row['area_ha'] * mu_of:.2f}",
            "species": str(row["group"] or ""),
            "origin": str(row["origin"] or ""),
            "age": str(row["age_group"] or ""),
        }
        for at, row in enumerate(taken.compartments.frame.iter_rows(named=True))
    ]
