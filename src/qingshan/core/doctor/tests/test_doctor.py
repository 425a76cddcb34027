"""What the zoo does not show: refusals of repairing, gaps that are meant, words and counties."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.core.doctor.card import Card, Finding, Level
from qingshan.core.doctor.county import Counties, counties_of_vendor
from qingshan.core.doctor.drawing import gaps, is_safe_to_mend
from qingshan.core.doctor.examine import Answers, Reading, examine
from qingshan.core.doctor.fields import dictionary, field_findings, fields_found
from qingshan.core.doctor.picture import card_html
from qingshan.core.doctor.repair import repaired, write_repaired
from qingshan.core.geo.writing import write_geopackage, write_shapefile
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 1, 1)
SQUARE = shapely.box(107.98, 26.57, 107.981, 26.571)


def card_of(path: Path, **answers: str) -> Card:
    return examine(
        path,
        answers=Answers(**answers),
        shelf=open_shelf(),
        as_of=AS_OF,
        reading=Reading(confined=False),
    )


def one_stand(folder: Path) -> Path:
    path = folder / "a.gpkg"
    write_geopackage(path, pl.DataFrame({"LIN_BAN": ["1"], "XIAO_BAN": ["2"]}), np.array([SQUARE]))
    return path


def test_a_repair_replaces_no_file(tmp_path, refuses) -> None:
    repair = repaired(card_of(one_stand(tmp_path)))
    with refuses("E-DR-10"):
        write_repaired(repair, tmp_path / "a.gpkg")


def test_what_was_not_read_is_not_repaired(tmp_path, refuses) -> None:
    card = card_of(tmp_path / "absent.zip")
    assert card.verdict == "blocked"
    with refuses("E-DR-11"):
        repaired(card)


def test_codes_met_in_the_zoo_are_said_in_both_languages(tmp_path) -> None:
    """E-UP-04, E-DR-01, E-DR-02 … E-DR-09 are raised by the cases of the zoo; here by fields."""
    frame = pl.DataFrame(
        {
            "LIN_BAN": [12, 12],
            "XIAO_BAN": ["1", "1"],
            "DI_LEI": ["0111", "99"],
            "PINGJUN_XJ": ["12", "约 14"],
            "PINGJUN_SG": [0.0, 9.5],
            "GXSJ": ["2023/5/1", "2023/5/1"],
        }
    )
    found = field_findings(frame, dictionary(open_shelf(), AS_OF))
    codes = [finding.code for finding in found]
    assert codes == ["E-DR-02", "E-DR-03", "E-DR-07", "E-DR-04", "E-DR-06", "E-DR-05"]
    assert found[0].rows == (1, 2)
    assert all(finding.says.zh and finding.says.en for finding in found)
    assert "E-DR-08" in {f.code for f in field_findings(frame.drop("LIN_BAN"), _book())}


def test_chinese_names_and_aliases_stand_for_the_standard_fields() -> None:
    frame = pl.DataFrame({"row": [0], "地类": ["0111"], "xbmj": [1.1], "ABC": ["x"]})
    found = fields_found(frame, _book())
    assert [field.standard for field in found] == ["DI_LEI", "MIAN_JI", None]
    assert found[0].sample == ("0111 乔木林地",)
    assert found[0].means == Label("地类", found[0].means.en)


def test_a_hole_of_one_shape_is_meant_and_a_wide_one_is_open_land() -> None:
    ring = SQUARE.difference(shapely.box(107.9804, 26.5704, 107.9806, 26.5706))
    assert gaps(np.array([ring]), 5000) == []
    halves = [
        shapely.box(107.98, 26.57, 107.9805, 26.571),
        shapely.box(107.9805, 26.57, 107.981, 26.571),
    ]
    split = np.array([ring.intersection(half) for half in halves])
    assert [finding.code for finding in gaps(split, 5000)] == ["E-DR-01"]
    assert gaps(split, 10) == []


def test_only_what_keeps_its_area_is_mended_by_itself() -> None:
    bow = shapely.Polygon([(107.98, 26.57), (107.981, 26.571), (107.981, 26.57), (107.98, 26.571)])
    assert not is_safe_to_mend(bow, 0.01)
    assert is_safe_to_mend(SQUARE, 0.01)


def test_without_boundaries_the_county_is_unknown(tmp_path) -> None:
    card = card_of(one_stand(tmp_path), county="522601")
    assert card.counties == ()
    assert any("县未知" in note.zh for note in card.notes)


def test_a_county_that_no_one_knows_is_never_met(tmp_path) -> None:
    counties = Counties(("520204",), ("水城区",), np.array([shapely.box(104, 26, 105, 27)]))
    card = examine(
        one_stand(tmp_path),
        answers=Answers(county="水城区"),
        counties=counties,
        shelf=open_shelf(),
        as_of=AS_OF,
        reading=Reading(confined=False),
    )
    assert [f.code for f in card.findings if f.code == "E-UP-04"] == ["E-UP-04"]
    assert card.verdict == "blocked"


def test_the_boundaries_of_a_collection_are_read(tmp_path) -> None:
    shape = json.loads(shapely.to_geojson(SQUARE))
    facts = {"code": "522601", "name": " 凯里市", "city": "黔东南州"}
    told = {"features": [{"properties": facts, "geometry": shape}]}
    (tmp_path / "c.json").write_text(json.dumps(told), encoding="utf-8")
    counties = counties_of_vendor(tmp_path / "c.json")
    assert counties.name("522601") == "黔东南州凯里市"
    assert counties.label("522601").en == "黔东南州凯里市 (522601)"
    assert counties.label("520204") == Label("520204", "county 520204")
    assert counties.shapes[0].equals(SQUARE)


def test_areas_of_web_mercator_are_known_by_their_ratio(tmp_path) -> None:
    frame = pl.DataFrame({"LIN_BAN": ["1"], "XIAO_BAN": ["2"], "MIAN_JI": [1.1039 * 1.2505]})
    write_shapefile(tmp_path / "m.zip", frame, np.array([SQUARE]))
    assert "E-DR-09" in {finding.code for finding in card_of(tmp_path / "m.zip").findings}


def test_faults_of_fields_are_said_once_with_their_rows(tmp_path) -> None:
    frame = pl.DataFrame(
        {
            "LIN_BAN": ["1"] * 4,
            "XIAO_BAN": ["1", "2", "3", "4"],
            "DI_LEI": ["9999", "0111", "9998", None],
        }
    )
    shapes = np.array(
        [shapely.box(107.98 + n / 1e3, 26.57, 107.981 + n / 1e3, 26.571) for n in range(4)]
    )
    write_geopackage(tmp_path / "f.gpkg", frame, shapes)
    found = {finding.code: finding for finding in card_of(tmp_path / "f.gpkg").findings}
    assert "E-DR-07" not in found
    assert (found["E-FD-14"].rows, found["E-FD-14"].place) == ((1, 3), "DI_LEI #1、#3")
    assert "同类问题共 2 行" in found["E-FD-14"].says.zh
    assert (found["E-FD-02"].rows, found["E-FD-02"].level) == ((4,), Level.WARNS)
    assert found["E-FD-01"].level is Level.TELLS


def test_rows_without_shape_leave_the_others_alone(tmp_path) -> None:
    other = shapely.box(107.982, 26.57, 107.983, 26.571)
    shapes = np.array([SQUARE, None, shapely.box(300, 1, 301, 2), other], dtype=object)
    frame = pl.DataFrame(
        {"LIN_BAN": ["1"] * 4, "XIAO_BAN": ["1", "2", "3", "4"], "MIAN_JI": [1.1, 1.1, 1.1, 1.9]}
    )
    write_geopackage(tmp_path / "r.gpkg", frame, shapes)
    card = card_of(tmp_path / "r.gpkg")
    said = [(finding.code, finding.rows) for finding in card.findings if finding.rows]
    assert said == [("E-GE-01", (2,)), ("E-GE-03", (3,)), ("E-UP-07", (4,))]
    assert (card.verdict, card.count) == ("blocked", 4)
    assert card.area_m2 == pytest.approx(2 * 11_039, abs=5)
    assert len(card.fields) == 3
    assert "<svg" in card_html(card)
    assert len(repaired(card).layer.shapes) == 4


@pytest.mark.parametrize(
    ("levels", "verdict"),
    [((), "good"), ((Level.WARNS, Level.TELLS), "good"), ((Level.ASKS, Level.WARNS), "asks"),
     ((Level.ASKS, Level.BLOCKS), "blocked")],
)  # fmt: skip
def test_the_verdict_is_the_gravest_finding(levels, verdict) -> None:
    findings = tuple(Finding("x", level, "", Label("一", "one")) for level in levels)
    assert Card("a", 1, findings=findings).verdict == verdict


def _book():
    return dictionary(open_shelf(), AS_OF)
