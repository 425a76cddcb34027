"""``qingshan layer``: a layer is entered with its provenance or not at all, and listed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.core.geo.writing import write_geojson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register", "db")]

TOLD = (
    "--kind", "redline", "--version", "2024", "--publisher", "演示数据", "--source", "演示数据",
    "--as-of", "2024-01-01", "--coverage", "剑河", "--coverage", "520221",
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "redline.geojson"
    zones = np.array([shapely.box(108.4, 26.6, 108.5, 26.7)], dtype=object)
    write_geojson(path, pl.DataFrame({"编码": ["甲-1"]}), zones)
    return path


def test_a_layer_is_imported_and_listed(run, file, capsys):
    assert run("layer", "import", file, *TOLD, "--column", "key=编码") == 0
    assert "生态保护红线（2024 版）：1 个图斑" in capsys.readouterr().out
    assert run("layer", "list", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["version"], row["as_of"]) == ("redline", "2024", "2024-01-01")
    assert (row["coverage"], row["zones"], row["state"]) == (["520204", "522629"], 1, "current")
    assert run("layer", "list") == 0
    assert "演示数据" in capsys.readouterr().out


def test_without_provenance_the_command_fails_and_says_all(run, file, capsys):
    assert run("layer", "import", file, "--kind", "redline") == 1
    said = capsys.readouterr().err
    assert said.count("✕ E-ZL-01") == 5
    assert run("layer", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_missing_file_is_a_usage_error(run, tmp_path):
    assert run("layer", "import", tmp_path / "none.zip", *TOLD) == 2
