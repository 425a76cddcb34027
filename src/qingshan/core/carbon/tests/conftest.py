"""Sub-compartments for the tests of this room, and the tables they are judged by."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from qingshan.core.carbon.compartment import Compartments, Survey, fit
from qingshan.core.carbon.fieldmap import parse_fieldmap
from qingshan.core.carbon.run import Run, measure
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import DATA, Shelf, open_shelf

AS_OF = date(2026, 7, 1)
FIVE_YEARS = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return open_shelf()


@pytest.fixture
def own_shelf(tmp_path: Path) -> Callable[[str, str, str], Shelf]:
    """The project's tables with one piece of text of one table changed."""

    def make(table: str, old: str, new: str) -> Shelf:
        folder = tmp_path / "tables"
        shutil.copytree(DATA, folder)
        path = folder / table
        words = path.read_text(encoding="utf-8")
        assert old in words
        path.write_text(words.replace(old, new), encoding="utf-8")
        return Shelf(folder)

    return make


@pytest.fixture
def rows() -> Callable[..., pl.DataFrame]:
    """A standard layer of ``count`` rows; keyword arguments replace whole columns, None drops
    one."""

    def make(count: int = 3, **columns: Any) -> pl.DataFrame:
        numbers = np.arange(1, count + 1)
        data: dict[str, Any] = {
            "SHENG": ["52"] * count,
            "XIAN": ["520122"] * count,
            "XIANG": ["101"] * count,
            "CUN": ["003"] * count,
            "LIN_BAN": ["0012"] * count,
            "XIAO_BAN": [f"{n:05d}" for n in numbers],
            "MIAN_JI": numbers * 1.5,
            "DI_LEI": ["0111"] * count,
            "YOU_SHI_SZ": ["220"] * count,
            "QI_YUAN": ["21"] * count,
            "LING_ZU": ["2"] * count,
            "PINGJUN_NL": [15] * count,
            "YU_BI_DU": [0.7] * count,
            "HUO_LMGQXJ": [85.0] * count,
            "Q_MJ": numbers * 1.5,
            "Q_SZ": ["220"] * count,
            "Q_ZXJ": numbers * 1.5 * 62.0,
        }
        data |= columns
        return pl.DataFrame({name: value for name, value in data.items() if value is not None})

    return make


@pytest.fixture
def fitted(shelf: Shelf) -> Callable[..., Compartments]:
    """Fit a frame; by default the drawn areas are 1.5 ha, 3 ha, … as ``rows`` states them."""

    def make(
        frame: pl.DataFrame,
        toml: str = "",
        *,
        shapes: bool = True,
        earlier: pl.DataFrame | None = None,
        folder: Path | None = None,
        period: Period | None = FIVE_YEARS,
    ) -> Compartments:
        drawn = np.arange(1, len(frame) + 1) * 1.5 if shapes else None
        survey = Survey(frame, drawn, folder, earlier)
        return fit(survey, shelf=shelf, as_of=AS_OF, fields=parse_fieldmap(toml), period=period)

    return make


@pytest.fixture
def measured(shelf: Shelf) -> Callable[..., Run]:
    """Measure by the ticket method over five years."""

    def make(
        compartments: Compartments | pl.DataFrame, shelf: Shelf = shelf, **options: Any
    ) -> Run:
        return measure(
            compartments,
            method="gz_ticket_v1",
            period=FIVE_YEARS,
            as_of=AS_OF,
            options=options,
            shelf=shelf,
        )

    return make


@pytest.fixture
def stands() -> Callable[..., pl.DataFrame]:
    """Seeded sub-compartments as a fitted survey has them."""

    def make(count: int = 200, seed: int = 1, **columns: Any) -> pl.DataFrame:
        random = np.random.default_rng(seed)
        earlier = random.uniform(20.0, 150.0, count).round(1)
        names = np.array(["马尾松", "杉木", "柏木", "栎类"])
        group = names[random.integers(0, 4, count)]
        data = {
            "compartment": [f"520122-{n:05d}" for n in range(count)],
            "group": group,
            "group_t1": group,
            "area_ha": random.uniform(0.5, 30.0, count).round(4),
            "volume_t1_m3_ha": earlier,
            "volume_t2_m3_ha": (earlier + random.uniform(-10.0, 50.0, count)).round(1),
        }
        return pl.DataFrame({**data, **columns})

    return make
