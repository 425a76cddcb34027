"""The pre-check against a register that holds claims and layers, and against an empty one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely

from qingshan.apps.land.models import Claim
from qingshan.apps.land.precheck import MAY_APPLY, NEEDS_MORE, NOT_ELIGIBLE, Declared, precheck
from qingshan.core.doctor.examine import examine
from qingshan.core.geo.area import Plane
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
    return precheck(
        card, period=period, method=office.method, as_of=today, declared=Declared(**told)
    )


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


def test_land_moved_as_by_an_offset_map_is_recognised(office, claim, moved):
    found = _checked(office, moved(410.0, -390.0))
    (shifted,) = [c for c in found.conflicts if c.kind == "shifted_claim"]
    assert shifted.rows == (1, 2, 3, 4, 5, 6)
    assert "平移 566 米" in shifted.says.zh
    assert "火星坐标" in shifted.says.zh
    assert not shifted.certain
    assert _verdicts(found)["E7"] == "fail"


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
