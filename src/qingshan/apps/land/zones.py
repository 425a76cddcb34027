"""What layers of zones say of some ground: by named version, or that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import shapely
from django.db import models
from numpy.typing import NDArray

from qingshan.apps.land.models import Zone, ZoneLayer
from qingshan.apps.land.near import zones_near
from qingshan.apps.land.reads import county_boundaries
from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.overlay import pairs, pieces
from qingshan.core.geo.shape import from_wkb
from qingshan.core.kernel.zones import ZONE_KINDS

Shapes = NDArray[Any]
Flags = NDArray[np.bool_]
_Homes = list[tuple[dict[str, float], float]]

_SLIVER_M2 = 1.0
"""Ground that two providers' boundaries leave between counties by rounding; less is none."""

_PROVINCE, _PREFECTURE = "0000", "00"


@dataclass(frozen=True)
class ZoneAnswer:
    """What the layers of one kind say of some shapes.

    Attributes
    ----------
    kind : str
        One of ``kernel.zones.ZONE_KINDS``.
    layers : tuple of ZoneLayer
        Those consulted, newest first: each with name, version, publisher and date. Empty when no
        layer of the kind is entered: then nothing is known.
    covered : array of bool
        For each shape whether the layers tell all there is of the whole of it. Where False, a
        missing pair means *unknown*, never *clear*.
    zones : mapping
        The zones met, by their keys.
    pairs : frame
        ``shape`` (index), ``zone`` (key) and ``area_m2`` of the shared ground, by shape and zone.
    pieces : array
        The shared ground (EPSG:4490), row by row.
    """

    kind: str
    layers: tuple[ZoneLayer, ...]
    covered: Flags
    zones: Mapping[int, Zone]
    pairs: pl.DataFrame
    pieces: Shapes

    @property
    def layer(self) -> ZoneLayer | None:
        """The newest layer consulted; None when there is none."""
        return self.layers[0] if self.layers else None

    @property
    def is_known(self) -> bool:
        """Whether every shape is covered, so that no pair means no zone."""
        return bool(self.layers) and bool(self.covered.all())


def layers_in_force(kind: str, as_of: date) -> list[ZoneLayer]:
    """Layers of a kind that hold on a day, newest first.

    A layer holds from its own date until the date of the one that supersedes it; a withdrawn layer
    never held.
    """
    assert kind in ZONE_KINDS, f"unknown kind of zone: {kind}"
    found = (
        ZoneLayer.objects.filter(kind=kind, as_of__lte=as_of)
        .exclude(state="withdrawn")
        .select_related("superseded_by")
        .defer("footprint", "superseded_by__footprint")
        .order_by("-as_of", "-pk")
    )
    return [layer for layer in found if not _is_replaced(layer, as_of)]


def all_layers() -> list[dict[str, Any]]:
    """Every layer ever entered as plain facts, by kind and date, the newest first."""
    found = (
        ZoneLayer.objects.annotate(count=models.Count("zones"))
        .defer("footprint")
        .order_by("kind", "-as_of", "-pk")
    )
    return [
        {
            "kind": layer.kind,
            "kind_zh": ZONE_KINDS[layer.kind].label.zh,
            "name": layer.name,
            "version": layer.version,
            "publisher": layer.publisher,
            "document_number": layer.document_number,
            "source": layer.source,
            "as_of": layer.as_of.isoformat(),
            "coverage": layer.coverage,
            "zones": layer.count,
            "state": layer.state,
            "state_zh": layer.machine.label(layer.state).zh,
        }
        for layer in found
    ]


def covers(coverage: Sequence[str], county: str) -> bool:
    """Whether a list of codes of provinces, prefectures and counties holds a county."""
    return any(county.startswith(_stem(code)) for code in coverage)


def zones_meeting(shapes: Shapes, kind: str, as_of: date) -> ZoneAnswer:
    """The zones of a kind that share ground with each shape, and whether the answer is whole.

    In each county the newest layer that covers it speaks (of kinds with several series, the newest
    of each series); an older one speaks where the newer is silent.

    Parameters
    ----------
    shapes : array (n,)
        Longitude and latitude (EPSG:4490).
    kind : str
        One of ``kernel.zones.ZONE_KINDS``.
    as_of : date
        Layers published after it are not consulted.
    """
    return zones_by_kind(shapes, (kind,), as_of)[kind]


def zones_by_kind(shapes: Shapes, kinds: Sequence[str], as_of: date) -> dict[str, ZoneAnswer]:
    """``zones_meeting`` for several kinds at once: counties and zones are asked for together."""
    shapes = np.asarray(shapes, dtype=object)
    homes = _homes(shapes)
    grounds = {kind: _Ground(shapes, layers_in_force(kind, as_of), homes) for kind in kinds}
    asked = {layer.pk: kind for kind, ground in grounds.items() for layer in ground.layers}
    keys = zones_near(shapes, list(asked))
    stored = Zone.objects.in_bulk(keys)
    frame, cuts = pieces(shapes, from_wkb([stored[key].shape for key in keys]))
    spoken: dict[str, list[int]] = {kind: [] for kind in kinds}
    for at, (shape, zone, _) in enumerate(frame.iter_rows()):
        layer = stored[keys[zone]].layer_id
        if grounds[asked[layer]].speaks(shape, layer):
            spoken[asked[layer]].append(at)
    numbered = frame.select(
        pl.col("left").alias("shape"),
        pl.col("right").replace_strict(dict(enumerate(keys)), return_dtype=pl.Int64).alias("zone"),
        "area_m2",
    )
    return {
        kind: _answer(kind, grounds[kind], stored, (numbered[rows], cuts[rows]))
        for kind, rows in spoken.items()
    }


def _answer(
    kind: str, ground: _Ground, stored: Mapping[int, Zone], met: tuple[pl.DataFrame, Shapes]
) -> ZoneAnswer:
    pairs_met, cuts = met
    zones = {key: stored[key] for key in sorted(set(pairs_met["zone"]))}
    consulted = tuple(layer for layer in ground.layers if layer.pk in ground.consulted)
    return ZoneAnswer(kind, consulted, ground.covered, zones, pairs_met, cuts)


class _Ground:
    """In which counties some shapes lie, and which layer speaks for each of them there."""

    def __init__(self, shapes: Shapes, layers: list[ZoneLayer], homes: _Homes) -> None:
        self.layers = layers
        self._homes = homes
        self._spoken: dict[str, frozenset[int]] = {}
        self._within = _within_footprints(shapes, layers)
        self.covered = np.array(
            [
                bool(self._within[at]) or self._is_covered(homes, area)
                for at, (homes, area) in enumerate(self._homes)
            ],
            dtype=bool,
        )
        self.consulted = {key for at in range(len(shapes)) for key in self._speakers(at)}

    def speaks(self, shape: int, layer: int) -> bool:
        """Whether a layer is the one to ask for a shape."""
        return layer in self._speakers(shape)

    def _speakers(self, shape: int) -> set[int]:
        homes, _ = self._homes[shape]
        named = {layer for county in homes for layer in self._in_county(county)}
        # What a layer shows outside its own coverage is told as well: a zone there is a zone.
        return named | self._within[shape] or {layer.pk for layer in self.layers}

    def _in_county(self, county: str) -> frozenset[int]:
        if county not in self._spoken:
            newest: dict[str, int] = {}
            for layer in self.layers:
                series = "" if ZONE_KINDS[layer.kind].is_single else layer.name
                if covers(layer.coverage, county):
                    newest.setdefault(series, layer.pk)
            self._spoken[county] = frozenset(newest.values())
        return self._spoken[county]

    def _is_covered(self, homes: Mapping[str, float], area: float) -> bool:
        told = sum(share for county, share in homes.items() if self._in_county(county))
        return bool(homes) and area - told <= _SLIVER_M2


def _homes(shapes: Shapes) -> _Homes:
    """For each shape the m² in each county, and its whole area."""
    codes, counties = county_boundaries()
    areas = areas_m2(shapes)
    homes: list[dict[str, float]] = [{} for _ in shapes]
    if codes and len(shapes):
        at, county = shapely.STRtree(counties).query(shapes, predicate="within")
        for shape, home in zip(at.tolist(), county.tolist(), strict=True):
            homes[shape] = {codes[home]: float(areas[shape])}
        rest = [index for index, found in enumerate(homes) if not found]
        for left, right, area in pairs(shapes[rest], counties).iter_rows():
            homes[rest[left]][codes[right]] = area
    return [(home, float(area)) for home, area in zip(homes, areas, strict=True)]


def _within_footprints(shapes: Shapes, layers: list[ZoneLayer]) -> list[set[int]]:
    """For each shape the layers whose footprints hold the whole of it."""
    within: list[set[int]] = [set() for _ in shapes]
    kept = ZoneLayer.objects.filter(
        pk__in=[layer.pk for layer in layers], footprint__isnull=False
    ).values_list("pk", "footprint")
    for key, footprint in kept:
        (whole,) = from_wkb([footprint])
        shapely.prepare(whole)
        for at in np.flatnonzero(shapely.covers(whole, shapes)).tolist():
            within[at].add(key)
    return within


def _is_replaced(layer: ZoneLayer, as_of: date) -> bool:
    by = layer.superseded_by
    return layer.state == "superseded" and by is not None and by.as_of <= as_of


def _stem(code: str) -> str:
    """The part of a code that the codes of its counties begin with."""
    if code.endswith(_PROVINCE):
        return code[:2]
    return code[:4] if code.endswith(_PREFECTURE) else code
