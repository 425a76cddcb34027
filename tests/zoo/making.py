"""What the zoo is made of: four stands near Kaili and ways to write and spoil them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from qingshan.core.geo.writing import write_geopackage, write_shapefile

COUNTY, WEST, SOUTH, STEP = "522601", 107.98, 26.57, 0.001
AREA_M2 = 44_154.1925
"""The four stands together, on the ellipsoid."""


@dataclass(frozen=True)
class Expected:
    """Facts that the card of a case must show; None is not compared. ``codes`` must be among the
    findings, ``never`` must not."""

    verdict: str
    codes: frozenset[str] = frozenset()
    count: int | None = 4
    area_m2: float | None = AREA_M2
    crs: str | None = None
    encoding: str | None = None
    never: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """One animal: ``make`` writes it into a folder and answers its path."""

    name: str
    make: Callable[[Path], Path]
    expected: Expected
    answers: Mapping[str, str] = field(default_factory=dict)


CASES: list[Case] = []


def case(verdict: str, *codes: str, answers: Mapping[str, str] | None = None, **facts: Any) -> Any:
    """Enter a maker as a case under its own name."""

    def enter(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
        never = frozenset(facts.pop("never", ()))
        expected = Expected(verdict, frozenset(codes), never=never, **facts)
        CASES.append(Case(make.__name__, make, expected, answers or {}))
        return make

    return enter


def unread(verdict: str, *codes: str, answers: Mapping[str, str] | None = None) -> Any:
    """As ``case``, for a file that no layer is read from."""
    return case(verdict, *codes, answers=answers, count=0, area_m2=None)


def stands(west: float = WEST, south: float = SOUTH, step: float = STEP) -> np.ndarray[Any, Any]:
    """Four squares of about a hundred metres that share edges, row by row from the south."""
    corners = [(west + x * step, south + y * step) for y in range(2) for x in range(2)]
    return array(*(shapely.box(x, y, x + step, y + step) for x, y in corners))


def array(*shapes: Any) -> np.ndarray[Any, Any]:
    """Shapes in an array, None among them too."""
    held = np.empty(len(shapes), dtype=object)
    held[:] = shapes
    return held


def frame(count: int = 4, **columns: Any) -> pl.DataFrame:
    """Attributes by the standard fields; ``columns`` replace or add."""
    told = {
        "XIAN": [COUNTY] * count,
        "XIANG": ["三棵树镇"] * count,
        "LIN_BAN": ["0012"] * count,
        "XIAO_BAN": [f"{340 + at:05d}" for at in range(count)],
        "DI_LEI": ["0111"] * count,
        "MIAN_JI": [1.1] * count,
    }
    return pl.DataFrame({**told, **columns})


def shapefile(
    folder: Path, table: pl.DataFrame | None = None, shapes: Any = None, **options: Any
) -> Path:
    """A zipped shapefile, as county software makes it: zone 36, GBK, no .cpg."""
    path = folder / "xiaoban.zip"
    table = frame() if table is None else table
    write_shapefile(path, table, stands() if shapes is None else shapes, **options)
    return path


def geopackage(folder: Path, table: pl.DataFrame | None = None, shapes: Any = None) -> Path:
    """A GeoPackage in degrees of CGCS2000."""
    path = folder / "xiaoban.gpkg"
    table = frame() if table is None else table
    write_geopackage(path, table, stands() if shapes is None else shapes)
    return path


def members(path: Path) -> dict[str, bytes]:
    """What a zip holds."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezipped(path: Path, held: Mapping[str, bytes], *, flags: int = 0) -> Path:
    """A zip with exactly these members under its old name."""
    path.write_bytes(zipped(held, flags=flags))
    return path


def zipped(held: Mapping[str, bytes], *, flags: int = 0) -> bytes:
    """The bytes of a zip with fixed dates; ``flags`` are set in every local and central header."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, 8)
    raw = bytearray(buffer.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while flags and start >= 0:
            raw[start + at] |= flags
            start = raw.find(mark, start + 4)
    return bytes(raw)


def without(path: Path, *suffixes: str) -> Path:
    """The zip without some parts."""
    kept = {n: d for n, d in members(path).items() if not n.endswith(suffixes)}
    return rezipped(path, kept)


def replaced(path: Path, suffix: str, data: bytes) -> Path:
    """The zip with other bytes for the part of this suffix, or with that part added."""
    held = {n: d for n, d in members(path).items() if not n.endswith(suffix)}
    return rezipped(path, {**held, f"xiaoban{suffix}": data})


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
