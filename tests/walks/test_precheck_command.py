"""``qingshan precheck``: facts told beside the file are used, unknown words end it, at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.config.cli import main
from qingshan.core.geo.writing import write_geojson

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """One shape of which the file tells nothing."""
    path = tmp_path / "bare.geojson"
    shape = np.array([shapely.box(108.4, 26.6, 108.405, 26.605)], dtype=object)
    write_geojson(path, pl.DataFrame({"XIAO_BAN": ["1"]}), shape)
    return path


@pytest.fixture
def run(register: None, db: None) -> Callable[..., int]:
    """Run ``qingshan precheck`` in this process; answers the exit code."""

    def start(*arguments: str | Path) -> int:
        with pytest.raises(SystemExit) as ended:
            main(["precheck", *(str(argument) for argument in arguments)])
        return int(ended.value.code or 0)

    return start


def test_facts_told_beside_the_file_are_used(run, bare, capsys):
    told = ("--species", "220", "--origin", "人工", "--age-group", "2", "--activity", "4")
    assert run(bare, *told, "--shift", "none", "--json") in {0, 1}
    found = json.loads(capsys.readouterr().out)["precheck"]
    assert found["declared"] == {
        "species": "马尾松", "origin": "planted", "age_group": 2, "activity": "4",
    }  # fmt: skip
    assert found["estimate"]["path"] == "curve"
    assert run(bare, *told) in {0, 1}
    assert "曲线来自河北北部，仅作参考" in capsys.readouterr().out.replace("\n", "")


def test_words_that_no_table_knows_end_it_with_all_that_are_known(run, bare, capsys):
    assert run(bare, "--species", "月亮", "--activity", "飞行", "--lang", "en") == 2
    said = capsys.readouterr().err
    assert said.count("E-EL-13") == 2
    assert "forest_management" in said


def test_own_growth_curves_go_before_those_from_elsewhere(run, bare, tmp_path, capsys):
    """As ``qingshan growth fit`` writes them; a table that is none ends it."""
    curves = tmp_path / "curves.csv"
    rows = [f"马尾松|planted,{age},{6 * age}" for age in range(1, 41)]
    curves.write_text("\n".join(["curve,age,volume", *rows]), encoding="utf-8")
    told = ("--species", "220", "--origin", "人工", "--age-group", "2", "--shift", "none", "--json")
    assert run(bare, *told) in {0, 1}
    before = json.loads(capsys.readouterr().out)["precheck"]["estimate"]
    assert run(bare, *told, "--growth", curves) in {0, 1}
    found = json.loads(capsys.readouterr().out)["precheck"]["estimate"]
    assert "curves.csv" in found["basis"]["zh"]
    assert "河北" in before["basis"]["zh"]
    assert found["carbon"] != before["carbon"]
    curves.write_text("curve,age\n1,2\n", encoding="utf-8")
    assert run(bare, *told, "--growth", curves) == 2
    assert "E-FD-19" in capsys.readouterr().err
