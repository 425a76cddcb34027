"""A reader in a process of its own answers as the plain one does, and cannot outgrow its budget."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import polars as pl
import pytest
import shapely

from qingshan.core.geo.confined import ORDER, Budget, read_confined
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.vector import read_layer
from qingshan.core.geo.writing import write_geopackage
from qingshan.core.kernel.errors import Refused


def refusals_of(path, **options):
    with pytest.raises(Refused) as caught:
        read_confined(path, **options)
    return caught.value.refusals


def long_text(tmp_path, pairs):
    """A million boundary points in one parcel: cheap to write, dear to read."""
    path = tmp_path / "long.txt"
    lines = [f"{36_498_000 + n % 1000},{2_940_000 + n // 1000}" for n in range(1000)]
    path.write_text("\n".join(lines * (pairs // 1000)), encoding="ascii")
    return path


def test_same_answer_as_without(folder_of, attributes, stands):
    folder = folder_of(attributes, stands, crs="EPSG:4545")
    (folder / "xiaoban.prj").unlink()
    options = {"crs": "4545", "encoding": "gbk", "limits": Limits(shapes=12)}
    plain, confined = read_layer(folder, **options), read_confined(folder, **options)
    assert confined.frame.equals(plain.frame)
    assert shapely.equals_exact(confined.shapes, plain.shapes).all()
    for name in ("name", "crs", "encoding", "digest", "driver", "notes"):
        assert getattr(confined, name) == getattr(plain, name)


def test_refusals_come_back_whole(folder_of, attributes, stands, refuses):
    stands[4] = None
    folder = folder_of(attributes, stands, crs="EPSG:4545")
    (folder / "xiaoban.prj").unlink()
    with refuses("E-GE-01", "E-UP-03"):
        read_confined(folder)
    assert refusals_of(folder)[0].place == "#5"
    with refuses("E-UP-13"):
        read_confined(folder, limits=Limits(shapes=3))


def test_values_of_every_kind_come_back(tmp_path, attributes, stands):
    path = tmp_path / "kinds.gpkg"
    frame = attributes.with_columns(DAY=pl.date(2024, 4, 16), FLAG=pl.lit(value=True))
    write_geopackage(path, frame, stands)
    assert read_confined(path).frame.equals(read_layer(path).frame)


def many_rings(tmp_path):
    """One parcel of 30,000 rings, each to be sought in all others: minutes of work in 3 MB."""
    path = tmp_path / "rings.txt"
    corners = ((0, 0), (0, 1), (1, 1))
    lines = [
        f"J{at},{ring},{2_940_000 + north},{36_400_000 + 2 * ring + east}"
        for ring in range(30_000)
        for at, (north, east) in enumerate(corners)
    ]
    path.write_text("[地块坐标]\n一,@\n" + "\n".join(lines), encoding="utf-8")
    return path


def test_time_is_limited(tmp_path, refuses, monkeypatch):
    path = many_rings(tmp_path)
    # A folder of our own: other readers work beside this one.
    workplace = tmp_path / "workplace"
    workplace.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(workplace))
    with refuses("E-UP-25"):
        read_confined(path, budget=Budget(seconds=4))
    assert not list(workplace.iterdir()), "nothing is left behind"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no limits of time here")
def test_processor_time_is_limited(tmp_path):
    """A reader stops by itself, even when nobody is left to watch the clock."""
    order = {"path": str(many_rings(tmp_path)), "limits": {}, "budget": asdict(Budget(seconds=1))}
    (tmp_path / ORDER).write_text(json.dumps(order), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    reader = [sys.executable, "-m", "qingshan.core.geo.reader", str(tmp_path)]
    ended = subprocess.run(reader, env=environment, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGXCPU


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no limits of memory here")
def test_memory_is_limited(tmp_path, refuses):
    path = long_text(tmp_path, 1_000_000)
    with refuses("E-UP-26"):
        read_confined(path, budget=Budget(memory_bytes=96 << 20))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no limits of files here")
def test_a_reader_that_breaks_down_is_a_refusal(folder_of, attributes, stands, refuses):
    """A reader that may write nothing cannot even answer."""
    folder = folder_of(attributes, stands)
    with refuses("E-UP-27"):
        read_confined(folder, budget=Budget(file_bytes=1000))
    with pytest.raises(Refused) as caught:
        read_confined(folder, budget=Budget(file_bytes=1000))
    assert isinstance(caught.value.__cause__, ChildProcessError)
    assert "Traceback" in str(caught.value.__cause__)
