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
    ran = run("growth", "fit", file, "--out", out, "--json", "--as-of", "2026-07-01")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["stands"] == 240
    columns = {name: name for name in ("curve", "age", "volume")}
    table = read_curves(out, CurveUse("curves.csv", "QX", "NL", "start", columns, 1.0))
    assert set(table.curves) == {one["curve"] for one in told["curves"]}
    assert pl.read_csv(out).columns == ["curve", "age", "volume", "low", "high"]
    assert run("growth", "fit", file, "--out", out).returncode == 2
    shown = run("growth", "fit", file, "--out", tmp_path / "again.csv", "--lang", "en")
    assert "AICc" in shown.stdout


def test_a_file_is_projected_within_what_its_stands_tell(tmp_path) -> None:
    frame, shapes = generate_compartments(
        shapely.box(107.2, 26.4, 107.5, 26.7), Recipe(count=420, seed=7, county="522629")
    )
    file, out, drawn = (tmp_path / name for name in ("xiaoban.zip", "years.csv", "curves.svg"))
    write_shapefile(file, frame, shapes)
    day = ("--as-of", "2026-07-01")
    ran = run(
        "growth", "project", file, "--years", "2,4", "--out", out, "--plot", drawn, "--json", *day
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert [row["year"] for row in told["years"]] == [0, 2, 4]
    assert told["years"][2]["stock_low_m3"] < told["years"][2]["stock_m3"]
    assert all("residual_trend" in one for one in told["curves"]["curves"])
    assert set(pl.read_csv(out)["year"]) == {0, 2, 4}
    assert drawn.read_text(encoding="utf-8").startswith("<svg")
    shown = run("growth", "project", file, "--years", "4", "--lang", "en", *day)
    assert "stock m³" in shown.stdout
    far = run("growth", "project", file, "--years", "60", *day)
    assert (far.returncode, "E-GR-03" in far.stderr) == (1, True)
    for wrong in ("0", "soon", "5,,10"):
        assert run("growth", "project", file, "--years", wrong).returncode == 2


def test_published_curves_serve_a_file_too_small_for_its_own(tmp_path) -> None:
    frame, shapes = generate_compartments(
        shapely.box(107.2, 26.4, 107.5, 26.7), Recipe(count=6, seed=7, county="522629")
    )
    file = tmp_path / "xiaoban.zip"
    write_shapefile(file, frame, shapes)
    day = ("--as-of", "2026-07-01", "--json")
    few = run("growth", "project", file, "--years", "5", *day)
    assert (few.returncode, "E-GR-01" in few.stderr) == (1, True)
    ran = run("growth", "project", file, "--years", "5", "--reference", *day)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["curves"] is None
    assert told["published"]
    assert told["years"][1]["stock_low_m3"] is None
    assert told["years"][1]["removal_mid_t"] > 0
    drawn = run(
        "growth", "project", file, "--years", "5", "--reference", "--plot", tmp_path / "x.svg"
    )
    assert drawn.returncode == 2
