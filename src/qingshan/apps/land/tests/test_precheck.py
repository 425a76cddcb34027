"""The pre-check against a register that holds claims and layers, and against an empty one."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.apps.land.declared import declared_of
from qingshan.apps.land.models import Claim
from qingshan.apps.land.precheck import MAY_APPLY, NEEDS_MORE, NOT_ELIGIBLE, precheck
from qingshan.core.doctor.card import Level
from qingshan.core.doctor.examine import Answers, examine
from qingshan.core.doctor.offset import GCJ02, NONE
from qingshan.core.geo.area import Plane
from qingshan.core.geo.gcj02 import wgs84_to_gcj02
from qingshan.core.geo.writing import write_geojson
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

pytestmark = pytest.mark.django_db

PLOT = 8
DAYS = Period(date(2019, 1, 1), date(2024, 1, 1))
LATER = Period(date(2024, 1, 1), date(2025, 1, 1))
TENURE = "黔（2021）字第008号"


@pytest.fixture
def card(office):
    shelf = open_shelf()
    return examine(office.file(plot=PLOT), shelf=shelf, as_of=office.as_of)


@pytest.fixture
def claim(office) -> Claim:
    return office.claimed(office.file(plot=PLOT), tenure_number=TENURE).land_claim


@pytest.fixture
def moved(office, card, tmp_path):
    """The same stands drawn some metres away."""

    def draw(east_m, north_m):
        layer = card.layer_read
        plane = Plane(layer.shapes)
        flat = shapely.transform(
            plane.project(layer.shapes), lambda points: points + np.array([east_m, north_m])
        )
        path = tmp_path / "moved.geojson"
        write_geojson(path, layer.frame.drop("row"), plane.unproject(flat))
        return examine(path, shelf=open_shelf(), as_of=office.as_of)

    return draw


def _verdicts(found):
    return {rule.code: rule.verdict.value for rule in found.rules}


def _checked(office, card, period=DAYS, **told):
    today = office.now.date()
    declared = declared_of(told, today)
    return precheck(card, period=period, method=office.method, as_of=today, declared=declared)


def test_without_layers_nothing_is_clear(office, card):
    found = _checked(office, card)
    told = _verdicts(found)
    assert (told["E8"], told["E13"], told["E15"]) == ("unknown", "unknown", "unknown")
    assert told["E1"] == told["E14"] == "unknown"
    assert told["E7"] == told["E10"] == "pass"
    assert all(layer.is_missing for layer in found.layers)
    assert found.verdict in {MAY_APPLY, NEEDS_MORE}
    assert found.estimate is not None
    assert found.estimate.by_method
    assert len(found.worth) == 3


def test_the_same_land_and_days_is_a_numbered_conflict(office, card, claim):
    found = _checked(office, card)
    (conflict,) = found.conflicts
    assert (conflict.number, conflict.kind, conflict.code) == (1, "claim", "E-EL-11")
    assert conflict.area_m2 == pytest.approx(card.area_m2, rel=1e-6)
    assert conflict.rows == (1, 2, 3, 4, 5, 6)
    assert conflict.period == DAYS
    assert _verdicts(found)["E7"] == "fail"
    assert found.title.zh == "可以申请，先解决一处冲突"
    assert found.verdict == NEEDS_MORE
    assert found.to_json()["conflicts"][0]["shape"]["type"].endswith("Polygon")


def test_other_days_do_not_meet_but_the_certificate_is_asked(office, card, claim, moved):
    assert _checked(office, card, LATER).conflicts == ()
    other = moved(20_000.0, 0.0)
    found = _checked(office, other, tenure_number="黔(2021)字第8号")
    assert [conflict.kind for conflict in found.conflicts] == ["tenure"]
    assert not found.conflicts[0].certain


def test_land_that_lies_elsewhere_by_one_way_is_recognised(office, claim, moved):
    found = _checked(office, moved(410.0, -390.0))
    (shifted,) = [c for c in found.conflicts if c.kind == "shifted_claim"]
    assert shifted.rows == (1, 2, 3, 4, 5, 6)
    assert "向西北平移 566 米" in shifted.says.zh
    assert "566 m north-west" in shifted.says.en
    assert "火星坐标" not in shifted.says.zh
    assert not shifted.certain
    assert _verdicts(found)["E7"] == "fail"
    assert "E-DR-12" not in {finding.code for finding in found.card.findings}


def test_land_drawn_on_an_offset_map_is_asked_about_and_moved_back(office, card, claim, tmp_path):
    """Suspected by the boundaries of the register; the answer makes it the plain conflict it is."""
    path = tmp_path / "mars.geojson"
    shapes = shapely.transform(
        card.layer_read.shapes, lambda p: np.column_stack(wgs84_to_gcj02(p[:, 0], p[:, 1]))
    )
    write_geojson(path, card.layer_read.frame.drop("row"), shapes)

    def asked(answer):
        answers = Answers(shift=answer)
        drawn = examine(path, answers=answers, shelf=open_shelf(), as_of=office.as_of)
        return _checked(office, drawn)

    suspected = asked(None)
    (shifted,) = [c for c in suspected.conflicts if c.kind == "shifted_claim"]
    assert "疑似火星坐标" in shifted.says.zh
    (question,) = [f for f in suspected.card.findings if f.level is Level.ASKS]
    assert [choice.value for choice in question.choices] == [GCJ02, NONE]
    assert question.choices[0].label.zh == "按 GCJ-02 纠偏后再查"
    undone = asked(GCJ02)
    (conflict,) = undone.conflicts
    assert (conflict.kind, conflict.certain) == ("claim", True)
    assert conflict.area_m2 == pytest.approx(card.area_m2, rel=1e-3)
    assert "纠偏" in " ".join(finding.says.zh for finding in undone.card.findings)
    denied = asked(NONE)
    assert not [f for f in denied.card.findings if f.level is Level.ASKS]
    assert "shifted_claim" in {c.kind for c in denied.conflicts}


def test_a_period_before_the_rule_is_not_eligible(office, card):
    found = _checked(office, card, Period(date(2012, 1, 1), date(2015, 1, 1)))
    assert _verdicts(found)["E10"] == "fail"
    assert found.verdict == NOT_ELIGIBLE


def test_a_core_zone_blocks_and_the_redline_is_noted(office, card, imported):
    west, south, east, north = shapely.total_bounds(card.layer_read.shapes)
    whole = shapely.box(west - 0.1, south - 0.1, east + 0.1, north + 0.1)
    code = card.counties[0].code if card.counties else "522629"
    imported([whole], {"name": ["演示红线"]}, coverage=[code], version="2024")
    found = _checked(office, card)
    assert _verdicts(found)["E13"] == "noted"
    (redline,) = [c for c in found.conflicts if c.kind == "redline"]
    assert not redline.blocks
    assert any(layer.kind == "redline" and layer.version == "2024" for layer in found.layers)


@pytest.fixture
def redlined(card, imported):
    """A redline over all of the file's land."""
    west, south, east, north = shapely.total_bounds(card.layer_read.shapes)
    whole = shapely.box(west - 0.1, south - 0.1, east + 0.1, north + 0.1)
    code = card.counties[0].code if card.counties else "522629"
    return imported([whole], {"name": ["演示红线"]}, coverage=[code], version="2024")


@pytest.mark.parametrize(
    ("activity", "verdict", "says"),
    [
        ("", "noted", "是否属于允许的有限人为活动未知"),
        ("measuring", "noted", "第一类有限人为活动"),
        ("forest_management", "noted", "有条件允许：抚育和树种更新限人工商品林"),
        ("8", "noted", "第八类有限人为活动“生态修复”"),
        ("other", "fail", "不属于自然资发〔2022〕142号所列十类有限人为活动"),
    ],
)
def test_within_the_redline_the_activity_decides(office, card, redlined, activity, verdict, says):
    found = _checked(office, card, activity=activity)
    (rule,) = [rule for rule in found.rules if rule.code == "E13"]
    (redline,) = [c for c in found.conflicts if c.kind == "redline"]
    assert rule.verdict.value == verdict
    assert says in rule.says.zh
    assert redline.blocks is (verdict == "fail")
    assert (found.verdict == NEEDS_MORE) or not redline.blocks


def test_outside_the_redline_an_activity_changes_nothing(office, card):
    told = _checked(office, card, activity="other")
    assert _verdicts(told) == _verdicts(_checked(office, card))


def test_declared_facts_choose_the_figures(office, tmp_path):
    """A bare shape: bamboo, pine of an age group, or nothing at all, each by its own path."""
    path = tmp_path / "bare.geojson"
    shape = np.array([shapely.box(108.2, 26.4, 108.205, 26.405)], dtype=object)
    write_geojson(path, pl.DataFrame({"XIAO_BAN": ["1"]}), shape)
    bare = examine(path, shelf=open_shelf(), as_of=office.as_of)
    paths = {
        key: _checked(office, bare, **told).estimate
        for key, told in (
            ("nothing", {}),
            ("bamboo", {"species": "竹林"}),
            ("pine", {"species": "220", "origin": "人工", "age_group": "2"}),
        )
    }
    assert [one.path for one in paths.values()] == ["published", "published", "curve"]
    assert paths["bamboo"].carbon.high < paths["nothing"].carbon.high
    assert "仅作参考" in paths["pine"].basis.zh
    told = _checked(office, bare, species="竹林", tenure_number=TENURE).to_json()
    assert told["declared"]["species"] == "竹林"
    assert TENURE not in str(told)
