"""From what a visitor gave to a card and a pre-check; nothing of it is kept."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.core.files.uploadedfile import UploadedFile

from qingshan.apps.base.gate import limit, place
from qingshan.apps.base.uploads import laid_out
from qingshan.apps.land.declared import Declared
from qingshan.apps.land.models import Compartment, County
from qingshan.apps.land.precheck import PreCheck, precheck
from qingshan.apps.land.refusals import DRAWING_WRONG, NOTHING_GIVEN, NUMBERS_UNKNOWN
from qingshan.core.doctor.card import Card
from qingshan.core.doctor.county import Counties
from qingshan.core.doctor.examine import Answers, examine
from qingshan.core.geo.shape import from_wkb
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

METHOD = "gz_ticket_v1"
MOST_DRAWN, MOST_CHOSEN = 200, 500
_AREAS = {"Polygon", "MultiPolygon"}


@dataclass(frozen=True)
class Asked:
    """One request: where the forest comes from, and all that was told beside it."""

    files: tuple[UploadedFile[bytes], ...] = ()
    drawing: str = ""
    numbers: str = ""
    answers: Answers | None = None
    period: Period | None = None
    declared: Declared | None = None


@dataclass(frozen=True)
class Checked:
    """A card, and the pre-check where the file could be read and a period was told."""

    card: Card
    found: PreCheck | None


def checked(asked: Asked, as_of: date) -> Checked:
    """Read, examine and pre-check in a folder that is gone afterwards, in one of the few places.

    Raises
    ------
    Refused
        E-PO-08 no place free, E-PO-11 nothing given, E-PO-12 a drawing that is none, E-PO-13
        numbers that nobody entered; what is wrong with a file is told by its card instead.
    """
    shelf = open_shelf()
    with _laid_out(asked) as path, place(as_of):
        card = examine(path, answers=asked.answers, counties=_counties(), shelf=shelf, as_of=as_of)
        if card.layer_read is None or asked.period is None:
            return Checked(card, None)
        found = precheck(
            card,
            period=asked.period,
            method=METHOD,
            as_of=as_of,
            declared=asked.declared,
        )
        return Checked(found.card, found)


@contextmanager
def _laid_out(asked: Asked) -> Iterator[Path]:
    if asked.files:
        with laid_out(list(asked.files)) as path:
            yield path
        return
    if asked.drawing.strip():
        name, told = "drawing.geojson", _drawn(asked.drawing)
    elif asked.numbers.strip():
        name, told = "chosen.geojson", _chosen(asked.numbers)
    else:
        raise Refused.because(NOTHING_GIVEN)
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / name
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        yield path


def _drawn(text: str) -> dict[str, Any]:
    """Areas drawn on the map, in degrees, as a collection that any reader takes.

    A boundary that crosses itself goes on to the doctor, which names the place.
    """
    try:
        told = json.loads(text)
        features = told["features"] if told.get("type") == "FeatureCollection" else [told]
        shapes = [feature.get("geometry", feature) for feature in features]
        areas = [shapely.geometry.shape(shape) for shape in shapes if shape["type"] in _AREAS]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, shapely.GEOSException):
        raise Refused.because(DRAWING_WRONG, "—") from None
    is_empty = any(area.is_empty for area in areas)
    if not areas or is_empty or len(areas) != len(shapes) or len(areas) > MOST_DRAWN:
        raise Refused.because(DRAWING_WRONG, f"{len(shapes)}")
    return _collection(areas, [{"XIAO_BAN": f"{number:05}"} for number in range(1, len(areas) + 1)])


def _chosen(text: str) -> dict[str, Any]:
    """Sub-compartments of the register by their keys in it."""
    wanted = [part.strip() for part in text.split(",") if part.strip()][:MOST_CHOSEN]
    keys = [int(part) for part in wanted if part.isascii() and part.isdigit() and len(part) < 18]
    rows = list(Compartment.objects.filter(pk__in=keys).order_by("pk"))
    if not rows or len(rows) != len(set(wanted)):
        raise Refused.because(NUMBERS_UNKNOWN, text[:60])
    facts = [
        {
            "XIAN": row.county_code,
            "XIANG": row.township,
            "CUN": row.village,
            "LIN_BAN": row.forest_block,
            "XIAO_BAN": row.number or row.key,
        }
        for row in rows
    ]
    return _collection(from_wkb([row.shape for row in rows]), facts)


def _collection(shapes: Any, facts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {name: told for name, told in each.items() if told},
                "geometry": shapely.geometry.mapping(shape),
            }
            for shape, each in zip(shapes, facts, strict=True)
        ],
    }


@cache
def _boundaries() -> Counties | None:
    rows = list(County.objects.order_by("code").values_list("code", "name", "shape", "prefecture"))
    if not rows:
        return None
    codes, names, shapes, over = zip(*rows, strict=True)
    return Counties(codes, names, np.asarray(from_wkb(list(shapes))), over)


def _counties() -> Counties | None:
    """Boundaries as entered; read once, but never remembered as absent."""
    found = _boundaries()
    if found is None:
        _boundaries.cache_clear()
    return found


def default_period(as_of: date) -> dict[str, date]:
    """The last whole years, as many as the table says."""
    years = limit("period", "default_years", "yr", as_of)
    return {"first_day": date(as_of.year - years, 1, 1), "last_day": date(as_of.year - 1, 12, 31)}
