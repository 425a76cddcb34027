"""Zones are answered by a named version, and a missing layer or uncovered ground is unknown."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
import shapely

from qingshan.apps.base.call import Call
from qingshan.apps.land.models import Zone, ZoneLayer
from qingshan.apps.land.tests.conftest import JIANHE, TAIJIANG
from qingshan.apps.land.verbs.restore_layer import restore_layer
from qingshan.apps.land.verbs.withdraw_layer import withdraw_layer
from qingshan.apps.land.zones import layers_in_force, zones_meeting
from qingshan.apps.walks.cast import FOUNDER
from qingshan.core.geo.area import areas_m2
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

pytestmark = pytest.mark.django_db

NOW = date(2024, 3, 28)
PARCEL = shapely.box(107.50, 26.50, 107.52, 26.52)
ELSEWHERE = shapely.box(107.80, 26.80, 107.81, 26.81)
IN_EAST = shapely.box(108.50, 26.50, 108.52, 26.52)
ACROSS = shapely.box(107.99, 26.50, 108.01, 26.52)
HALF = shapely.box(107.51, 26.40, 107.60, 26.60)
TOUCHING = shapely.box(107.52, 26.50, 107.53, 26.52)


def ask(*shapes, kind="redline", day=NOW):
    return zones_meeting(np.array(shapes, dtype=object), kind, day)


def call(office, key):
    return Call(FOUNDER, office.now, key)


def test_no_layer_is_unknown_not_clear(counties):
    answer = ask(PARCEL)
    assert answer.layers == ()
    assert answer.layer is None
    assert answer.covered.tolist() == [False]
    assert not answer.is_known


def test_the_shared_ground_is_exact_and_the_version_is_named(counties, imported):
    layer = imported([HALF, TOUCHING], {"name": ["一号", "二号"]}, version="2024")
    answer = ask(PARCEL, ELSEWHERE)
    assert (answer.layer, answer.is_known) == (layer, True)
    assert str(answer.layer) == "生态保护红线（2024 版）"
    (row,) = answer.pairs.iter_rows(named=True)
    assert row["shape"] == 0
    assert answer.zones[row["zone"]].name == "一号"
    shared = shapely.intersection(PARCEL, HALF)
    assert row["area_m2"] == pytest.approx(areas_m2(np.array([shared]))[0], rel=1e-4)
    apart = shapely.symmetric_difference(answer.pieces[0], shared)
    assert shapely.area(apart) < 1e-4 * shapely.area(shared)


def test_ground_outside_the_coverage_is_unknown(counties, imported):
    imported([HALF])
    answer = ask(PARCEL, IN_EAST, ACROSS)
    assert answer.covered.tolist() == [True, False, False]
    # Ground in no county at all, and a whole prefecture or province as coverage.
    assert ask(shapely.box(110, 26, 110.1, 26.1)).covered.tolist() == [False]
    imported([HALF], coverage=["522600"])
    assert ask(PARCEL, IN_EAST, ACROSS).covered.tolist() == [True] * 3
    assert ask(shapely.box(110, 26, 110.1, 26.1)).covered.tolist() == [False]


def test_a_footprint_covers_where_no_unit_is_named(counties, imported, kept):
    imported([HALF], coverage=[], footprint=kept([shapely.box(107.4, 26.4, 107.6, 26.6)]))
    assert ask(PARCEL, ELSEWHERE).covered.tolist() == [True, False]


def test_a_newer_version_supersedes_and_the_older_answers_of_its_days(counties, imported):
    old = imported([PARCEL], version="2018", as_of=date(2018, 6, 27))
    new = imported([ELSEWHERE], version="2024", as_of=date(2024, 1, 1))
    old.refresh_from_db()
    assert (old.state, old.superseded_by, new.state) == ("superseded", new, "current")
    assert Zone.objects.filter(layer=old).count() == 1
    assert ask(PARCEL, ELSEWHERE).pairs["shape"].to_list() == [1]
    then = ask(PARCEL, ELSEWHERE, day=date(2023, 12, 31))
    assert (then.layer, then.pairs["shape"].to_list()) == (old, [0])
    assert ask(PARCEL, day=date(2018, 6, 26)).layer is None


def test_a_version_of_one_county_speaks_there_alone(counties, imported):
    wide = imported([PARCEL, IN_EAST], version="2018", coverage=["520000"])
    narrow = imported([ELSEWHERE], version="2024", coverage=[JIANHE])
    wide.refresh_from_db()
    assert wide.state == "current"
    answer = ask(PARCEL, ELSEWHERE, IN_EAST)
    assert answer.layers == (narrow, wide)
    assert answer.pairs["shape"].to_list() == [1, 2]
    assert answer.is_known


def test_an_old_publication_entered_late_steps_back(counties, imported):
    new = imported([ELSEWHERE], as_of=date(2024, 1, 1))
    old = imported([PARCEL], as_of=date(2018, 1, 1))
    new.refresh_from_db()
    assert (old.state, old.superseded_by, new.state) == ("superseded", new, "current")


def test_layers_of_several_series_stand_side_by_side(counties, imported):
    for name, shape in (("国家公园", PARCEL), ("自然保护区", HALF)):
        imported([shape], {"grade": ["核心保护区"]}, kind="protected_area", name=name)
    answer = ask(PARCEL, kind="protected_area")
    assert {zone.layer.name for zone in answer.zones.values()} == {"国家公园", "自然保护区"}
    assert {zone.grade for zone in answer.zones.values()} == {"core"}
    assert ask(PARCEL).layer is None


def test_what_is_withdrawn_is_not_asked_and_the_older_can_be_restored(
    counties, imported, office, refuses
):
    old, new = imported([PARCEL]), imported([ELSEWHERE])
    with refuses("E-ZL-06"):
        restore_layer(call(office, "too early"), layer=old.pk)
    withdraw_layer(call(office, "wrong"), layer=new.pk, reason="范围有误")
    assert ask(PARCEL).layer is None
    assert not ask(PARCEL).covered.any()
    restore_layer(call(office, "back"), layer=old.pk)
    assert ask(PARCEL).layer == old
    assert [layer.pk for layer in layers_in_force("redline", NOW)] == [old.pk]


def test_without_provenance_a_layer_is_refused(counties, imported, office):
    with pytest.raises(Refused) as caught:
        imported([PARCEL], publisher=" ", version="", source="", as_of=None, coverage=[])
    assert [refusal.code for refusal in caught.value.refusals] == ["E-ZL-01"] * 5
    assert not ZoneLayer.objects.exists()


def test_unknown_words_are_refused_with_those_that_are_known(counties, imported, refuses, office):
    with refuses("E-ZL-02"):
        imported([PARCEL], kind="red line")
    with pytest.raises(Refused) as caught:
        imported([PARCEL], coverage=["铜仁市", "贵州"])
    (refusal,) = caught.value.refusals
    named = "520600 铜仁市、520602 碧江区"
    assert refusal.facts["known"] == Label(named, named)
    with refuses("E-ZL-04"):
        imported([PARCEL], as_of=office.now.date() + timedelta(days=1))
    imported([PARCEL], version="2024")
    with refuses("E-ZL-03"):
        imported([PARCEL], version="2024")


def test_old_codes_of_the_coverage_are_followed(counties, imported):
    assert imported([PARCEL], coverage=["520221", "台江县"]).coverage == ["520204", TAIJIANG]


def test_wrong_rows_are_said_at_once(counties, imported):
    columns = {
        "编号": ["1", "1", "3"],
        "grade": ["核心保护区", "最高级", ""],
        "start": ["2020-01-01", "2020年13月1日", "2021-01-01"],
        "end": ["2019-12-31", "", "20301231"],
        "备注": ["甲", None, "丙"],
    }
    shapes = [PARCEL, ELSEWHERE, IN_EAST]
    with pytest.raises(Refused) as caught:
        imported(shapes, columns)
    assert [refusal.code for refusal in caught.value.refusals] == ["E-ZL-05"] * 4
    assert {refusal.place for refusal in caught.value.refusals} == {
        Label("第 1 行", "row 1"),
        Label("第 2 行", "row 2"),
    }
    fine = columns | {
        "编号": ["1", "2", "3"],
        "grade": ["", "core", ""],
        "start": ["", "", "20210101"],
    }
    layer = imported(shapes, fine, kind="other_programme", name="演示项目")
    third = layer.zones.get(key="3")
    assert (third.start, third.end) == (date(2021, 1, 1), date(2031, 1, 1))
    assert third.facts == {"备注": "丙"}


def test_crossing_shapes_are_mended_and_noted(counties, imported):
    bow = shapely.Polygon([(107.5, 26.5), (107.6, 26.6), (107.6, 26.5), (107.5, 26.6)])
    layer = imported([bow])
    assert "1 个图斑" in layer.notes[-1]["zh"]
    assert ask(shapely.box(107.5, 26.5, 107.6, 26.6)).pairs["area_m2"][0] > 0
