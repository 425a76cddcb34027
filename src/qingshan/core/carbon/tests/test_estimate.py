"""An estimate is a trial run where the data suffice, else a published range, never a zero."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.core.carbon.compartment import fit
from qingshan.core.carbon.estimate import estimate
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.carbon.run import measure
from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.vector import Layer, read_layer
from qingshan.core.geo.writing import write_geojson
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

DAY = date(2026, 7, 1)
PERIOD = Period(date(2019, 1, 1), date(2024, 1, 1))
METHOD = "gz_ticket_v1"
PLACE = shapely.box(109.18, 26.62, 109.24, 26.68)


def _layer(path: Path, frame: pl.DataFrame, shapes: np.ndarray) -> Layer:
    write_geojson(path, frame, shapes)
    return read_layer(path)


def test_full_data_give_the_methods_own_result_in_the_middle(tmp_path: Path) -> None:
    layer = _layer(
        tmp_path / "a.geojson",
        *generate_compartments(PLACE, Recipe(count=6, seed=3, county="522628")),
    )
    shelf = open_shelf()
    area = float(areas_m2(layer.shapes).sum())
    found = estimate(layer, area, period=PERIOD, method=METHOD, shelf=shelf, as_of=DAY)
    fitted = fit(layer, shelf=shelf, as_of=DAY, period=PERIOD, method=METHOD)
    run = measure(fitted, method=METHOD, period=PERIOD, as_of=DAY)
    assert found.by_method
    assert found.carbon.mid == run.removal > 0
    assert found.carbon.low == pytest.approx(0.8 * run.removal, abs=1)
    assert found.carbon.high == pytest.approx(1.2 * run.removal, abs=1)


def test_bare_ground_gives_a_published_range_and_says_so(tmp_path: Path) -> None:
    frame = pl.DataFrame({"XIAO_BAN": ["1"]})
    layer = _layer(tmp_path / "b.geojson", frame, np.array([PLACE], dtype=object))
    found = estimate(layer, 10_000.0, period=PERIOD, method=METHOD, shelf=open_shelf(), as_of=DAY)
    assert not found.by_method
    # One hectare over five years at 5.85, 11.94 and 20 t/(ha yr).
    assert found.carbon == (292_500, 597_000, 1_000_000)
    assert "公开报道" in found.basis.zh
    assert "published" in found.basis.en
    assert any("E-FD" in one.zh for one in found.assumptions)
