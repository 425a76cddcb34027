"""Spoilt files of the other formats are read or refused; nothing else ever comes out."""

from __future__ import annotations

import random
import zipfile

import numpy as np
import pyogrio.raw
import pytest
import shapely

from qingshan.core.geo.vector import read_layer
from qingshan.core.kernel.errors import Refused

SEEDS = range(12)
CORNERS = [(107.98, 26.57), (107.981, 26.57), (107.981, 26.571), (107.98, 26.57)]
TEXTS = {
    "kml": "<kml><Placemark><name>㵲阳</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    + " ".join(f"{x},{y}" for x, y in CORNERS)
    + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>",
    "gpx": "<gpx><trk><trkseg>"
    + "".join(f'<trkpt lon="{x}" lat="{y}"/>' for x, y in CORNERS)
    + "</trkseg></trk></gpx>",
    "txt": "[属性描述]\n坐标系=2000国家大地坐标系\n带号=36\n[地块坐标]\n3,1,1,一,@\n"
    + "".join(f"J{n},1,{2_940_000 + n * n},{36_498_000 + n}\n" for n in range(5)),
}


def spoilt(data: bytes, dice: random.Random) -> bytes:
    wrong = bytearray(data)
    for _ in range(dice.choice([1, 2, 5])):
        at = dice.randrange(len(wrong) - 4)
        wrong[at : at + 4] = dice.choice([b"<&]]", b"\0" * 4, b"9e99", b",,,,", dice.randbytes(4)])
    return bytes(wrong) if dice.random() < 0.8 else bytes(wrong[: len(wrong) // 2])


def outcome(path) -> str:
    try:
        read_layer(path)
    except Refused as refused:
        for refusal in refused.refusals:
            assert "?" not in refusal.what("zh")
        return refused.refusals[0].code
    return "read"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("suffix", list(TEXTS))
def test_spoilt_texts(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    sound = TEXTS[suffix].encode()
    path.write_bytes(sound)
    assert outcome(path) == "read"
    outcomes = set()
    for seed in SEEDS:
        path.write_bytes(spoilt(sound, random.Random(f"{suffix} {seed}")))
        outcomes.add(outcome(path))
    assert outcomes - {"read"}, "nothing was refused"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_spoilt_geodatabases(tmp_path, stands):
    folder = tmp_path / "a.gdb"
    pyogrio.raw.write(
        folder,
        geometry=shapely.to_wkb(stands),
        field_data=[np.arange(len(stands))],
        fields=["N"],
        geometry_type="Polygon",
        driver="OpenFileGDB",
        crs="EPSG:4490",
        layer="a",
    )
    sound = {each.name: each.read_bytes() for each in sorted(folder.iterdir())}
    outcomes = set()
    for seed in SEEDS:
        dice = random.Random(f"gdb {seed}")
        which = dice.choice([name for name in sound if "gdbtable" in name])
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name, data in sound.items():
                wrong = spoilt(data, dice) if name == which else data
                archive.writestr(f"a.gdb/{name}", wrong)
        outcomes.add(outcome(tmp_path / "a.zip"))
    assert outcomes - {"read"}, "nothing was refused"
