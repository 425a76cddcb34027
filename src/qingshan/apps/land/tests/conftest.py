"""Layers of zones and counties, made up, entered by the real verbs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.apps.base import files
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Call
from qingshan.apps.land import reads
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.bundle import Source, pack
from qingshan.apps.land.models import County, ZoneLayer
from qingshan.apps.land.verbs.import_layer import import_layer
from qingshan.apps.walks.cast import FOUNDER
from qingshan.core.geo.writing import write_geojson

WEST, EAST = shapely.box(107.0, 26.0, 108.0, 27.0), shapely.box(108.0, 26.0, 109.0, 27.0)
JIANHE, TAIJIANG = "522629", "522630"


@pytest.fixture
def counties(db: None) -> Iterator[None]:
    """Two square counties side by side: 剑河 in the west, 台江 in the east."""
    reads._counties.cache_clear()
    for code, shape in ((JIANHE, WEST), (TAIJIANG, EAST)):
        County.objects.create(
            code=code, name=code, prefecture="", source="test", bounds=Box(*shape.bounds),
            shape=shapely.to_wkb(shape),
        )  # fmt: skip
    yield
    reads._counties.cache_clear()


@pytest.fixture
def kept(tmp_path) -> Callable[..., int]:
    """Keep shapes with columns as a bundle; answers its key."""
    count = itertools.count(1)

    def keep(shapes: Sequence[Any], **columns: Sequence[Any]) -> int:
        path = tmp_path / f"layer_{next(count)}.geojson"
        frame = pl.DataFrame(columns or {"key": [f"{at}" for at in range(len(shapes))]})
        write_geojson(path, frame, np.array(shapes, dtype=object))
        bundle = pack(Source(path))
        key: int = files.keep(bundle, name=path.name, media_type=ZIP).pk
        return key

    return keep


@pytest.fixture
def imported(office, kept) -> Callable[..., ZoneLayer]:
    """Import a layer; provenance as given, otherwise complete."""
    count = itertools.count(1)

    def enter(shapes: Sequence[Any], columns: dict[str, Any] | None = None, **told: Any) -> Any:
        number = next(count)
        facts = {
            "file": kept(shapes, **(columns or {})),
            "kind": "redline",
            "version": f"{number}",
            "publisher": "省自然资源厅（演示）",
            "source": "测试数据",
            "as_of": date(2023, 12, number),
            "coverage": [JIANHE],
        }
        return import_layer(Call(FOUNDER, office.now, f"layer-{number}"), **facts | told)

    return enter
