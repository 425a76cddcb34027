"""Positions, photos and two occasions, and the whole report with the file that goes back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest
import shapely
from PIL import Image

from qingshan.core.doctor.sheets import specification_of
from qingshan.core.fieldwork.checking import Handed, Rules, check_field
from qingshan.core.fieldwork.finding import PLOTS, TREES, Listed
from qingshan.core.fieldwork.limits import limits_on, statuses_on
from qingshan.core.fieldwork.occasions import Comparison
from qingshan.core.fieldwork.positions import Places, degrees_of
from qingshan.core.fieldwork.shifts import check_units
from qingshan.core.kernel.level import Level
from qingshan.core.sheets.reading import Sheet
from qingshan.core.tables.shelf import open_shelf

DAY = date(2026, 7, 1)
SHELF = open_shelf()
LIMITS, STATUSES = limits_on(SHELF, DAY), statuses_on(SHELF, DAY)
RULES = Rules(
    specification_of("trees", SHELF, DAY), specification_of("plots", SHELF, DAY), LIMITS, STATUSES,
    DAY,
)  # fmt: skip
TREE_HEADER = "样地号,树号,树种,胸径（cm）,树高（m）,检尺类型\n"
PLOT_HEADER = (
    "样地号,经度（度）,纬度（度）,设计经度（度）,设计纬度（度）,样地面积（m²）,树种,层,调查日期\n"
)


def listed(frame: pl.DataFrame, source: str = TREES) -> Listed:
    places = dict(zip(frame.columns[1:], "ABCDEFGHIJK", strict=False))
    return Listed(Sheet("list.xlsx", "0" * 64, "数据", 1, frame, places), source)


def trees(rows) -> pl.DataFrame:
    names = ("plot", "tree", "species", "dbh_cm", "height_m", "status")
    schema = dict(zip(names, (pl.String,) * 3 + (pl.Float64,) * 2 + (pl.String,), strict=True))
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("row", 2)


def compared(before, after, years=5.0) -> tuple[dict[str, list[tuple[int, ...]]], Comparison]:
    spans = {} if years is None else {"P1": years}
    told = Comparison(
        listed(trees(after)), trees(before), years=spans, statuses=STATUSES, limits=LIMITS
    )
    found: dict[str, list[tuple[int, ...]]] = {}
    for finding in told.findings():
        found.setdefault(finding.code, []).append(finding.rows)
    return found, told


def write(path: Path, header: str, rows: list[str]) -> Path:
    path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def tree_rows(plots=("P1", "P2"), each=5) -> list[str]:
    draw = np.random.default_rng(4)
    return [
        f"{plot},{n},杉木,{draw.uniform(8, 30):.1f},{draw.uniform(10, 14):.1f},11"
        for plot in plots for n in range(1, each + 1)
    ]  # fmt: skip


def picture(path: Path, seed: int, *, taken="2024:03:05 10:00:00", place=(107.9, 26.5)) -> Path:
    """A scene of blurred noise with the notes of a camera."""
    draw = np.random.default_rng(seed)
    grey = draw.integers(0, 255, (12, 12), dtype=np.uint8)
    image = Image.fromarray(grey).resize((640, 480), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if place:
        told = {1: "N", 3: "E"}
        for tag, value in ((2, place[1]), (4, place[0])):
            degrees, minutes = int(value), (value % 1) * 60
            told[tag] = (float(degrees), float(int(minutes)), round((minutes % 1) * 60, 3))
        exif.get_ifd(0x8825).update(told)
    path.parent.mkdir(exist_ok=True)
    image.save(path, quality=90, exif=exif)
    return path


def by_code(report) -> dict[str, list]:
    found: dict[str, list] = {}
    for finding in report.findings:
        found.setdefault(finding.code, []).append(finding)
    return found


def test_a_survey_with_everything_in_order_is_good(tmp_path) -> None:
    plots = [f"P{n},107.9,26.5,107.9,26.5,600,杉木,A,2024-03-05" for n in (1, 2)]
    handed = Handed(
        write(tmp_path / "t.csv", TREE_HEADER, tree_rows()),
        write(tmp_path / "p.csv", PLOT_HEADER, plots),
    )
    report = check_field(handed, RULES, Places((shapely.box(107, 26, 108, 27),), ("A",)))
    assert report.verdict == "good", [one.refusal.what() for one in report.findings]
    assert report.count == 10
    assert {one.code for one in report.findings} == {"E-FW-09"}


def test_plots_far_outside_or_unknown_are_found(tmp_path) -> None:
    plots = [
        "P1,107.9020,26.5,107.9,26.5,600,杉木,A,2024-03-05",
        "P2,108.2,26.5,108.2,26.5,600,杉木,A,2024-03-05",
        "P3,107.5,26.5,,,600,杉木,A,2024-03-05",
    ]
    handed = Handed(
        write(tmp_path / "t.csv", TREE_HEADER, tree_rows(("P1", "P9"))),
        write(tmp_path / "p.csv", PLOT_HEADER, plots),
    )
    places = Places.of_wkb({"A": shapely.to_wkb(shapely.box(107, 26, 108, 27))})
    report = check_field(handed, RULES, places)
    found = by_code(report)
    assert [f.refusal.facts["plot"] for f in found["E-FW-01"]] == ["P9"]
    assert [int(f.refusal.facts["distance_m"]) for f in found["E-FW-02"]] == [199]
    assert [f.refusal.facts["plot"] for f in found["E-FW-03"]] == ["P2"]
    assert int(found["E-FW-03"][0].refusal.facts["distance_m"]) == pytest.approx(19_930, rel=0.01)
    assert [f.refusal.facts["count"] for f in found["E-FW-04"]] == [1]
    assert report.verdict == "blocked"


def test_metres_with_a_zone_number_tell_degrees() -> None:
    """The central meridian of zone 36 is 108 degrees; without the number the zone is unknown."""
    lon, lat = degrees_of({"x_m": 2_932_000.0, "y_m": 36_500_000.0}) or (0, 0)
    assert (round(lon, 9), round(lat, 1)) == (108.0, 26.5)
    assert degrees_of({"x_m": 2_932_000.0, "y_m": 500_000.0}) is None


def test_photos_are_compared_with_their_plots(tmp_path) -> None:
    folder = tmp_path / "photos"
    picture(folder / "P1_1.jpg", 1)
    with Image.open(folder / "P1_1.jpg") as image:
        image.resize((320, 240)).save(folder / "P2_1.jpg", quality=60)
    picture(folder / "P1_2.jpg", 2, taken="2024:04:09 10:00:00")
    picture(folder / "P2_2.jpg", 3, place=(107.95, 26.5))
    picture(folder / "other.jpg", 4)
    (folder / "P1_3.jpg").write_bytes(b"no picture")
    plots = [f"P{n},107.9,26.5,107.9,26.5,600,杉木,A,2024-03-05" for n in (1, 2)]
    handed = Handed(
        write(tmp_path / "t.csv", TREE_HEADER, tree_rows()),
        write(tmp_path / "p.csv", PLOT_HEADER, plots),
        photos=folder,
    )
    found = by_code(check_field(handed, RULES))
    wanted = {"E-FW-12", "E-FW-13", "E-FW-14", "E-FW-15", "E-FW-16", "E-FW-26"}
    named = {c: [f.refusal.facts["photo"] for f in found.get(c, [])] for c in sorted(wanted)}
    assert named == {
        "E-FW-12": ["P2_1.jpg"], "E-FW-13": ["P1_2.jpg"], "E-FW-14": ["P2_2.jpg"],
        "E-FW-15": ["P2_1.jpg", "P2_1.jpg"], "E-FW-16": ["P1_3.jpg"], "E-FW-26": ["other.jpg"],
    }  # fmt: skip
    assert "P1、P2" in found["E-FW-12"][0].refusal.why()


def test_what_cannot_have_happened_between_two_occasions() -> None:
    before = [
        ("P1", "1", "310", 20.0, None, "11"), ("P1", "2", "310", 20.0, None, "13"),
        ("P1", "3", "310", 20.0, None, "11"), ("P1", "4", "310", 10.0, None, "11"),
        ("P1", "5", "310", 20.0, None, "11"), ("P1", "6", "310", 20.0, None, "11"),
        ("P2", "1", "310", 20.0, None, "11"),
    ]  # fmt: skip
    after = [
        ("P1", "1", "310", 18.0, None, "11"), ("P1", "2", "310", 21.0, None, "11"),
        ("P1", "3", "220", 21.0, None, "11"), ("P1", "4", "310", 32.0, None, "11"),
        ("P1", "6", "310", 20.0, None, "13"), ("P1", "7", "310", 30.0, None, "12"),
        ("P1", "8", "310", 30.0, None, "16"), ("P1", "9", "310", 6.0, None, "12"),
    ]  # fmt: skip
    found, told = compared(before, after)
    assert found == {
        "E-FW-25": [()], "E-FW-18": [()], "E-FW-20": [(2,)], "E-FW-19": [(3,)],
        "E-FW-22": [(4,)], "E-FW-21": [(5,)], "E-FW-24": [(7,)],
    }  # fmt: skip
    change = told.change()
    assert (change.living_before, change.survived, change.died, change.vanished) == (5, 3, 1, 1)
    assert (change.ingrowth, change.other_new, change.resurrected) == (2, 1, 1)
    assert change.living_before == change.survived + change.died + change.felled + change.vanished


def test_codes_of_status_excuse_what_they_name() -> None:
    before = [
        ("P1", n, "310", 20.0, None, s) for n, s in zip("123", ("11", "11", "13"), strict=True)
    ]
    after = [
        ("P1", "1", "310", 15.0, None, "18"),
        ("P1", "2", "220", 20.0, None, "19"),
        ("P1", "3", "310", 20.0, None, "20"),
    ]
    assert compared(before, after)[0] == {}


def test_without_years_growth_is_said_to_be_untested() -> None:
    tree = ("P1", "1", "310", 20.0, None, "11")
    assert compared([tree], [tree], years=None)[0] == {"E-FW-09": [()]}


def test_species_recoded_as_a_whole_are_said_once() -> None:
    before = [("P1", str(n), "410", 20.0, None, "11") for n in range(20)]
    after = [("P1", str(n), "412" if n else "420", 21.0, None, "11") for n in range(20)]
    assert compared(before, after)[0] == {"E-FW-23": [()], "E-FW-22": [(2,)]}


def test_a_silent_change_of_unit_in_a_real_inventory(reference) -> None:
    """forestat: mean dbh in mm, then cm; mean height in dm, then m; the stock stays per plot."""
    folder = reference / "data" / "forest" / "forestat"
    second, third = (
        pl.read_csv(folder / f"plot_{n}.csv").select(
            pl.int_range(2, pl.len() + 2).alias("row"),
            pl.col("plot_id").cast(pl.String).alias("plot"),
            pl.col("average_diameter_at_breast_height").alias("mean_dbh_cm"),
            pl.col("average_tree_height").alias("mean_height_m"),
            pl.col("standing_stock").alias("stock_m3"),
            pl.lit(666.7).alias("area_m2"),
        )
        for n in (2, 3)
    )
    found = list(check_units(listed(third, PLOTS), second, LIMITS))
    assert [(f.code, f.refusal.facts["column"], f.refusal.facts["factor"]) for f in found] == [
        ("E-FW-17", "mean_dbh_cm", "0.1"), ("E-FW-17", "mean_height_m", "0.1"),
    ]  # fmt: skip
    per_hectare = third.with_columns(pl.col("stock_m3") / 0.06667)
    (stock,) = [f for f in check_units(listed(per_hectare, PLOTS), second, LIMITS)
                if f.refusal.facts["column"] == "stock_m3"]  # fmt: skip
    assert "每公顷" in stock.refusal.what("zh")


def test_recoded_species_and_risen_dead_in_a_real_inventory(reference) -> None:
    folder = reference / "data" / "forest" / "forestat"
    second, third = (
        pl.read_csv(folder / f"tree_{n}.csv").select(
            pl.int_range(2, pl.len() + 2).alias("row"),
            pl.col("plot_id").cast(pl.String).alias("plot"),
            pl.col("tree_number").cast(pl.String).alias("tree"),
            pl.col("tree_species_code").cast(pl.String).alias("species"),
            pl.lit(None, pl.Float64).alias("dbh_cm"),
            pl.col("inspection_type").cast(pl.String).alias("status"),
        )
        for n in (2, 3)
    )
    compare = Comparison(listed(third), second, years={}, statuses=STATUSES, limits=LIMITS)
    found = list(compare.findings())
    recoded = {
        f.refusal.facts["before"]: f.refusal.facts["after"] for f in found if f.code == "E-FW-23"
    }
    assert recoded["410"] == "412"
    assert recoded["420"] == "423"
    change = compare.change()
    assert change.survived > 3_500
    assert change.died > 150
    assert change.plots > 50


def test_the_file_comes_back_with_its_problems(tmp_path) -> None:
    rows = [*tree_rows(), "P1,99,杉木,30,60.5,11", "P1,98,杉木,2,79,11"]
    report = check_field(Handed(write(tmp_path / "t.csv", TREE_HEADER, rows)), RULES)
    assert report.to_json()["findings"][0]["code"] == "E-FW-05"
    book = openpyxl.load_workbook(io.BytesIO(report.marked(tmp_path / "t.csv")))
    sheet = book["t.csv"] if "t.csv" in book.sheetnames else book.worksheets[-1]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("E-FW-05" in text for text in texts)


def test_a_list_that_cannot_be_read_blocks(tmp_path) -> None:
    report = check_field(Handed(write(tmp_path / "t.csv", "甲,乙\n", ["1,2"])), RULES)
    assert report.verdict == "blocked"
    assert report.findings[0].level is Level.BLOCKS
