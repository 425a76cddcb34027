"""A survey and all that reads it, as one file whose bytes are always the same."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from qingshan.apps.land.bundle import Source, pack, unpacked

FIELDS = """
[curve]
table = "curves.csv"
curve = "curve"
age = "age"
age_at = "start"
unit = "m3/ha"
"""


@pytest.fixture
def shapefile(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("Stands.shp", "Stands.shx", "stands.DBF", "Stands.prj", "other.shp", "notes.txt"):
        (folder / name).write_bytes(name.encode())
    return folder / "Stands.shp"


def names(bundle: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(bundle)).namelist()


def test_a_shapefile_takes_its_siblings_along(shapefile):
    bundle = pack(Source(shapefile))
    assert names(bundle) == [
        "data/Stands.prj", "data/Stands.shp", "data/Stands.shx", "data/stands.DBF",
    ]  # fmt: skip


def test_the_same_files_give_the_same_bytes_whenever_they_are_packed(shapefile):
    first = pack(Source(shapefile))
    for path in shapefile.parent.iterdir():
        os.utime(path, (1, 1))
    assert pack(Source(shapefile)) == first
    (shapefile.parent / "Stands.prj").write_bytes(b"changed")
    assert pack(Source(shapefile)) != first


@pytest.mark.parametrize("shape", ["shp", "zip", "folder"])
def test_it_comes_out_as_it_went_in(shapefile, tmp_path, shape):
    data = shapefile
    if shape == "folder":
        data = shapefile.parent
    if shape == "zip":
        data = tmp_path / "stands.zip"
        with zipfile.ZipFile(data, "w") as archive:
            archive.write(shapefile, "Stands.shp")
    bundle = pack(Source(data))
    with unpacked(bundle) as source:
        assert source.fields is None
        assert source.data.read_bytes() == (shapefile if shape != "zip" else data).read_bytes() or (
            shape == "folder"
        )
        again = Source(source.data.parent if shape == "folder" else source.data)
        assert pack(again) == bundle
        folder = source.data.parent
    assert not folder.exists()


def test_map_and_curves_go_with_it_from_beside_the_map_or_the_data(shapefile, tmp_path):
    told = tmp_path / "any name.toml"
    told.write_text(FIELDS)
    (shapefile.parent / "curves.csv").write_text("beside the data")
    bundle = pack(Source(shapefile, told))
    assert names(bundle)[-2:] == ["fields/curves.csv", "fields/fields.toml"]
    (tmp_path / "curves.csv").write_text("beside the map")
    assert pack(Source(shapefile, told)) != bundle
    with unpacked(bundle) as source:
        assert source.field_map().curve.table == "curves.csv"
        found = source.field_map().find_file("curves.csv", source.folder)
        assert found.read_text() == "beside the data"
        assert pack(source) == bundle


def test_a_table_that_is_nowhere_is_refused(shapefile, tmp_path, refuses):
    told = tmp_path / "fields.toml"
    told.write_text(FIELDS)
    with refuses("E-FD-17"):
        pack(Source(shapefile, told))
