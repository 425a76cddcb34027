"""Enter a published version of a layer of zones, with its provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked_all
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.bundle import unpacked
from qingshan.apps.land.models import Zone, ZoneLayer
from qingshan.apps.land.provenance import Provenance
from qingshan.apps.land.zone_rows import zone_rows
from qingshan.apps.land.zones import covers
from qingshan.core.geo.area import bounds, mended
from qingshan.core.geo.confined import read_confined
from qingshan.core.geo.shape import from_wkb, to_wkb
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.zones import ZONE_KINDS

_BATCH = 2_000


@verb(
    event="layer.imported",
    label=Label("导入图层", "import a layer of zones"),
    roles=("administrator",),
)
def import_layer(  # noqa: PLR0913  the provenance form
    call: Call,
    *,
    file: int,
    kind: str,
    version: str,
    publisher: str,
    source: str,
    as_of: date | None,
    coverage: Sequence[str] = (),
    footprint: int | None = None,
    name: str = "",
    document_number: str = "",
    licence: str = "",
    crs: str = "",
    columns: Mapping[str, str] | None = None,
) -> Done[ZoneLayer]:
    """Enter a kept bundle as a layer.

    A version whose coverage lies wholly in this one's is superseded, not erased; a version older
    than one that stands is entered as superseded. ``coverage`` are codes or names of units in which
    the layer tells all there is; ``footprint`` a kept bundle whose shapes say the same.

    Raises
    ------
    Refused
        E-ZL-01 to 04 for the provenance, all at once; E-ZL-05 for rows; whatever reading finds.
    """
    told = Provenance(
        kind, name, version, publisher, source, as_of, tuple(coverage),
        footprint is not None, document_number, licence,
    )  # fmt: skip
    today = call.when.date()
    refuse_all(told.faults(today))
    assert as_of is not None
    kept = KeptFile.objects.get(pk=file)
    read = _read(kept.digest, crs)
    rows = zone_rows(read.frame, columns or {})
    shapes = mended(read.shapes)
    was_mended = int((~shapely.is_valid(read.shapes)).sum())
    layer = ZoneLayer.objects.create(
        kind=kind,
        name=told.title,
        version=version.strip(),
        publisher=publisher.strip(),
        document_number=document_number,
        source=source.strip(),
        licence=licence,
        as_of=as_of,
        entered=call.when,
        coverage=told.codes(today),
        footprint=_footprint(footprint),
        file=kept,
        notes=_notes(read, was_mended),
    )
    stored = zip(rows, to_wkb(shapes), bounds(shapes), strict=True)
    Zone.objects.bulk_create(
        (
            Zone(layer=layer, shape=wkb, bounds=Box(*(float(s) for s in box)), **vars(row))
            for row, wkb, box in stored
        ),
        batch_size=_BATCH,
    )
    superseded = _supersede(layer, call)
    facts = {"zones": len(rows), "file": kept.digest, "superseded": superseded}
    return Done(layer, {**facts, "mended": was_mended})


def _read(digest: str, crs: str) -> Layer:
    with unpacked(files.read(digest)) as bundle:
        return read_confined(bundle.data, crs=crs or None)


def _footprint(file: int | None) -> bytes | None:
    if file is None:
        return None
    shapes = mended(_read(KeptFile.objects.get(pk=file).digest, "").shapes)
    (wkb,) = to_wkb(np.array([shapely.union_all(shapes)], dtype=object))
    return wkb


def _notes(read: Layer, was_mended: int) -> list[dict[str, str]]:
    notes = [Label(note.say("zh"), note.say("en")) for note in read.notes]
    if was_mended:
        zh, en = (
            f"{was_mended} 个图斑自相交，已修复。",
            f"{was_mended} crossing shapes were mended.",
        )
        notes.append(Label(zh, en))
    return [{"zh": note.zh, "en": note.en} for note in notes]


def _supersede(layer: ZoneLayer, call: Call) -> list[int]:
    """Let the new version take the place of those it covers, or of a newer one step back."""
    series = ZoneLayer.objects.filter(kind=layer.kind, state="current").exclude(pk=layer.pk)
    if not ZONE_KINDS[layer.kind].is_single:
        series = series.filter(name=layer.name)
    others = locked_all(ZoneLayer, series.values_list("pk", flat=True))
    newer = [other for other in others if other.as_of > layer.as_of and _lies_in(layer, other)]
    if newer:
        _replace(layer, min(newer, key=lambda other: other.as_of), call)
        return []
    older = [other for other in others if other.as_of <= layer.as_of and _lies_in(other, layer)]
    for other in older:
        _replace(other, layer, call)
    return [other.pk for other in older]


def _replace(older: ZoneLayer, newer: ZoneLayer, call: Call) -> None:
    advance(older, "import_layer", call)
    older.superseded_by = newer
    older.save(update_fields=["state", "superseded_by"])


def _lies_in(inner: ZoneLayer, outer: ZoneLayer) -> bool:
    """Whether everything that one layer covers is covered by the other."""
    if not all(covers(outer.coverage, code) for code in inner.coverage):
        return False
    return inner.footprint is None or _holds(outer.footprint, inner.footprint)


def _holds(outer: Any, inner: Any) -> bool:
    if outer is None:
        return False
    whole, part = from_wkb([outer, inner])
    return bool(shapely.covers(whole, part))
