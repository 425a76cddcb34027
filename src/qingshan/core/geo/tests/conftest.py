"""Layers made on the spot: twelve stands near Kaili, as shapefiles with every known illness."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.core.geo.writing import write_shapefile

COUNT = 12


@pytest.fixture
def stands() -> np.ndarray[Any, Any]:
    """Twelve squares of about a hundred metres that share edges, in degrees, in zone 36."""
    step = 0.001
    return np.array(
        [
            shapely.box(x, y, x + step, y + step)
            for y in 26.57 + step * np.arange(3)
            for x in 107.98 + step * np.arange(4)
        ],
        dtype=object,
    )


@pytest.fixture
def attributes() -> pl.DataFrame:
    """Codes with leading zeros, Chinese names, numbers with gaps."""
    return pl.DataFrame(
        {
            "LIN_BAN": [f"{n:04d}" for n in range(COUNT)],
            "XIANG": ["三棵树镇", "舟溪镇", "下司镇"] * 4,
            "MIAN_JI": [round(1.1 + n / 10, 1) for n in range(COUNT)],
            "NIAN_LING": [None if n == 5 else 20 + n for n in range(COUNT)],
        }
    )


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a shapefile and unpack it into a folder of its own, so that parts can be spoilt."""

    def make(
        frame: pl.DataFrame, shapes: np.ndarray[Any, Any], name: str = "xiaoban", **options: Any
    ) -> Path:
        folder = tmp_path / f"folder{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        packed = tmp_path / f"{name}.zip"
        write_shapefile(packed, frame, shapes, **options)
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(folder)
        packed.unlink()
        return folder

    return make


@pytest.fixture
def zip_of(tmp_path: Path) -> Callable[[Mapping[str, bytes]], Path]:
    """A zip with exactly these members."""

    def make(members: Mapping[str, bytes], name: str = "upload.zip") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        return path

    return make


@pytest.fixture
def members(
    folder_of: Callable[..., Path], attributes: pl.DataFrame, stands: np.ndarray[Any, Any]
) -> dict[str, bytes]:
    """The parts of a sound shapefile by member name."""
    folder = folder_of(attributes, stands)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
