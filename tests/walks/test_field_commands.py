"""``qingshan fieldwork`` and ``qingshan growth`` as people run them: exit codes and files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import shapely

from qingshan.core.carbon.curves import read_curves
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.carbon.fieldmap import CurveUse
from qingshan.core.geo.writing import write_shapefile

SOURCE = Path(__file__).parents[2] / "src"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "qingshan.config.cli", *map(str, arguments)]
    told = os.environ | {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=told)


def test_a_list_of_trees_comes_back_with_its_problems(tmp_path) -> None:
    trees = tmp_path / "trees.csv"
    header = "样地号,树号,树种,胸径（cm）,树高（m）\n"
    trees.write_text(header + "P1,1,杉木,20,14.2\nP1,2,杉木,21.5,70\n", encoding="utf-8")
    out = tmp_path / "checked.xlsx"
    ran = run("fieldwork", trees, "--out", out, "--json")
    assert ran.returncode == 1, ran.stderr
    told = json.loads(ran.stdout)
    assert told["verdict"] == "blocked"
    assert [one["code"] for one in told["findings"] if one["level"] == "blocks"] == ["E-FW-05"]
    assert out.is_file()
    shown = run("fieldwork", trees, "--lang", "en")
    assert "E-FW-05" in shown.stdout
    assert "to be corrected first" in shown.stdout
    assert run("fieldwork", trees, "--out", out).returncode == 2
    trees.write_text(header + "P1,1,杉木,20,14.2\n", encoding="utf-8")
    assert run("fieldwork", trees).returncode == 0


def test_curves_of_a_file_are_written_for_a_measurement(tmp_path) -> None:
    frame, shapes = generate_compartments(
        shapely.box(107.2, 26.4, 107.5, 26.7), Recipe(count=240, seed=7, county="522629")
    )
    file, out = tmp_path / "xiaoban.zip", tmp_path / "curves.csv"
    write_shapefile(file, frame, shapes)
    ran = run("growth", file, "--out", out, "--json", "--as-of", "2026-07-01")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["stands"] == 240
    columns = {name: name for name in ("curve", "age", "volume")}
    table = read_curves(out, CurveUse("curves.csv", "QX", "NL", "start", columns, 1.0))
    assert set(table.curves) == {one["curve"] for one in told["curves"]}
    assert pl.read_csv(out).columns == ["curve", "age", "volume", "low", "high"]
    assert run("growth", file, "--out", out).returncode == 2
    shown = run("growth", file, "--out", tmp_path / "again.csv", "--lang", "en")
    assert "AICc" in shown.stdout
