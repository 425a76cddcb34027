"""The field map is strict, and what it says goes before the standard codes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.core.carbon.fieldmap import parse_fieldmap, read_fieldmap
from qingshan.core.geo.writing import write_shapefile
from qingshan.core.kernel.errors import Refused

EXAMPLES = sorted((Path(__file__).parents[5] / "examples").glob("*/fields.toml"))

FOREIGN = """
[key]
columns = ["STAND"]
[area]
column = "ACRE"
unit = "ha"
[land_class]
value = "0111"
[species]
column = "SP"
map = {SX = "云杉", PL = "290"}
[volume_t1]
column = "V0"
unit = "m3/ha"
[volume_t2]
column = "V1"
unit = "m3"
"""


def foreign() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "STAND": ["a", "b"],
            "ACRE": [2.0, 4.0],
            "SP": ["SX", "PL"],
            "V0": [100.0, 50.0],
            "V1": [240.0, 240.0],
        }
    )


def test_a_foreign_file_by_its_map(fitted):
    frame = fitted(foreign(), FOREIGN, shapes=False).frame
    assert frame["compartment"].to_list() == ["a", "b"]
    assert frame["group"].to_list() == ["云杉", "其他松类"]
    assert frame["group_t1"].to_list() == ["云杉", "其他松类"]
    assert set(frame["level"]) == {"map"}
    assert frame["volume_t2_m3_ha"].to_list() == [120.0, 60.0]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("[aera]\ncolumn = 'A'\nunit = 'ha'", "aera"),
        ("[area]\ncolum = 'A'\nunit = 'ha'", "area.colum"),
        ("[key]\nrows = 'x'", "key.rows"),
        ("[curve]\nages = 'x'", "curve.ages"),
        ("[earlier.volume_t2]\ncolumn = 'V'", "earlier.volume_t2"),
    ],
)
def test_an_unknown_entry_is_refused_by_name(refuses, words, key):
    with refuses("E-FD-16"):
        parse_fieldmap(words)
    with pytest.raises(Refused) as caught:
        parse_fieldmap(words)
    assert key in {r.facts.get("key") for r in caught.value.refusals}


@pytest.mark.parametrize(
    "words",
    [
        "[area]\ncolumn = 'A'",
        "[area]\ncolumn = 'A'\nunit = 'acre'",
        "[area]\ncolumn = 'A'\nvalue = 3\nunit = 'ha'",
        "[area]\nunit = 'ha'",
        "[species]\ncolumn = 'S'\nunit = 'ha'",
        "[species]\ncolumn = 'S'\nmap = 3",
        "area = 3",
        "key = {columns = 'x'}",
        "[curve]\ntable = 'c.csv'\ncurve = 'c'\nage = 'a'\nage_at = 'now'\nunit = 'm3/ha'",
        "[curve]\ntable = 'c.csv'\ncurve = 'c'\nage = 'a'\nage_at = 'start'\nunit = 'ft3/ac'",
        "[earlier]\nfile = 3",
        "this is no toml",
    ],
)
def test_what_is_not_understood_is_refused(refuses, words):
    with refuses("E-FD-17"):
        parse_fieldmap(words)


def test_everything_wrong_in_a_map_is_said_at_once(refuses):
    with refuses("E-FD-16", "E-FD-17"):
        parse_fieldmap("[aera]\ncolumn = 'A'\n[area]\ncolumn = 'A'")


def test_a_map_that_is_not_there_or_no_text(refuses, tmp_path):
    with refuses("E-FD-17"):
        read_fieldmap(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"\xff\xfe\x00")
    with refuses("E-FD-17"):
        read_fieldmap(broken)


def test_a_column_the_data_lacks(fitted, refuses):
    with refuses("E-FD-18"):
        fitted(foreign().rename({"ACRE": "AREA"}), FOREIGN, shapes=False)
    with refuses("E-FD-18"):
        fitted(foreign().rename({"STAND": "ID"}), FOREIGN, shapes=False)


def test_a_meaning_that_does_not_exist(fitted, refuses):
    with refuses("E-FD-08"):
        fitted(foreign(), FOREIGN.replace("云杉", "云山"), shapes=False)


def test_units_of_the_map(rows, fitted):
    mu = (
        '[area]\ncolumn = "MIAN_JI"\nunit = "mu"\n'
        '[volume_t2]\ncolumn = "HUO_LMGQXJ"\nunit = "m3/mu"'
    )
    frame = fitted(rows(HUO_LMGQXJ=[4.0] * 3, Q_ZXJ=[5.0, 10.0, 15.0]), mu, shapes=False).frame
    assert frame["area_ha"].to_list() == pytest.approx([0.1, 0.2, 0.3])
    assert frame["volume_t2_m3_ha"].to_list() == pytest.approx([60.0] * 3)


def test_closure_in_per_cent_when_the_map_says_so(rows, fitted):
    frame = rows(YU_BI_DU=[70, 65, 80])
    words = '[canopy]\ncolumn = "YU_BI_DU"\nunit = "%"'
    assert fitted(frame, words).frame["canopy"].to_list() == pytest.approx([0.7, 0.65, 0.8])


def test_rows_as_keys(rows, fitted):
    frame = fitted(rows(12), '[key]\nrow = "x"').frame
    assert frame["compartment"][0] == "x-01"
    assert frame["compartment"][11] == "x-12"


def test_emission_of_the_period(rows, fitted, refuses):
    words = '[emission]\ncolumn = "FIRE"\nunit = "t"'
    known = rows().with_columns(pl.Series("FIRE", [0.0, 1.5, 0.25]))
    assert fitted(known, words).frame["emission_t"].to_list() == [0.0, 1.5, 0.25]
    with refuses("E-FD-02"):
        fitted(rows().with_columns(pl.Series("FIRE", [0.0, 1.5, None])), words)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_are_read(path):
    assert read_fieldmap(path).title


def test_the_example_in_mu(rows, fitted):
    words = next(path for path in EXAMPLES if path.parent.name == "mu_layer").read_text()
    frame = rows(
        MIAN_JI=[22.5, 45.0, 67.5],
        Q_MJ=[22.5, 45.0, 67.5],
        HUO_LMGQXJ=None,
        XIAO_BAN_X=[127.5, 255.0, 382.5],
        YU_BI_DU=[70, 70, 70],
    )
    result = fitted(frame, words, shapes=False).frame
    assert result["area_ha"].to_list() == pytest.approx([1.5, 3.0, 4.5])
    assert result["volume_t2_m3_ha"].to_list() == pytest.approx([85.0] * 3)


def test_the_earlier_survey_that_the_map_names(rows, fitted, tmp_path):
    words = next(path for path in EXAMPLES if path.parent.name == "two_surveys").read_text()
    now = rows(Q_MJ=None, Q_SZ=None, Q_ZXJ=None)
    boxes = shapely.box(np.arange(3) * 0.01 + 108.0, 26.5, np.arange(3) * 0.01 + 108.005, 26.505)
    write_shapefile(tmp_path / "stands_2015.zip", rows(HUO_LMGQXJ=[60.0, 61.0, 62.0]), boxes)
    frame = fitted(now, words, folder=tmp_path).frame
    assert frame["volume_t1_m3_ha"].to_list() == [60.0, 61.0, 62.0]
