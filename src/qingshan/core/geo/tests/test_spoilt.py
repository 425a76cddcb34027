"""Files spoilt at random are read or refused; nothing else ever comes out."""

from __future__ import annotations

import random

import pytest

from qingshan.core.geo.shape import check_shapes
from qingshan.core.geo.vector import read_layer
from qingshan.core.geo.writing import write_geojson, write_geopackage, write_shapefile
from qingshan.core.kernel.errors import Refused

SEEDS = range(8)


def spoilt(data: bytes, dice: random.Random) -> bytes:
    wrong = bytearray(data)
    for _ in range(dice.choice([1, 2, 5])):
        at = dice.randrange(len(wrong))
        if dice.random() < 0.8:
            wrong[at : at + 4] = dice.choice([b"\xff" * 4, b"\0" * 4, dice.randbytes(4)])
        elif at:
            del wrong[at:]
    return bytes(wrong)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf", ".prj", "zip", "gpkg", "geojson"])
def test_spoilt_files(folder_of, attributes, stands, tmp_path, part):
    if part.startswith("."):
        path = folder_of(attributes, stands)
        target = path / f"xiaoban{part}"
    else:
        target = path = tmp_path / f"a.{part}"
        write = {"zip": write_shapefile, "gpkg": write_geopackage, "geojson": write_geojson}[part]
        write(path, attributes, stands)
    sound = target.read_bytes()
    outcomes = set()
    for seed in SEEDS:
        target.write_bytes(spoilt(sound, random.Random(f"{part} {seed}")))
        try:
            layer = read_layer(path)
        except Refused as refused:
            outcomes |= {refusal.code for refusal in refused.refusals}
            continue
        outcomes.add("read")
        check_shapes(layer.shapes, [str(row) for row in layer.frame["row"]])
    assert outcomes - {"read"}, f"nothing was refused of {part}"
