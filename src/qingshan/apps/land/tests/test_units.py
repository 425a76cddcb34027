"""Old codes and names lead to the unit of the day; an ambiguous one lists its candidates."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.conf import settings

from qingshan.apps.land.units import unit_of, units_on
from qingshan.apps.land.verbs.import_counties import BOUNDARIES
from qingshan.core.tables.shelf import open_shelf

NOW = date(2024, 3, 28)


def code(told: str, day: date = NOW, level: str | None = None) -> str | None:
    unit = unit_of(told, day, level=level).unit
    return unit.code if unit else None


@pytest.mark.parametrize(
    ("told", "now"),
    [
        ("520221", "520204"),  # 水城
        ("520522", "520581"),  # 黔西
        ("522423", "520581"),  # 黔西 before 2011: two steps
        ("522222", "520621"),  # 江口
        ("522121", "520304"),  # 遵义县: three codes
        ("522322", "522302"),
        ("520629", None),
    ],
)
def test_an_old_code_is_followed_to_todays(told, now):
    assert code(told) == now


def test_names_old_short_and_new():
    assert code("水城县") == code("水城") == code("水城区") == "520204"
    assert code("威宁") == code("威宁彝族回族苗族自治县") == "520526"
    assert code("小河区") == "520111"
    assert unit_of("", NOW).candidates == unit_of("不存在县", NOW).candidates == ()


def test_the_day_decides():
    assert code("520221", date(2020, 6, 30)) == "520221"
    assert code("520221", date(2020, 7, 1)) == "520204"
    # A code that came later is led back to what held the ground then.
    assert code("520204", date(2015, 1, 1)) == "520221"
    assert code("520581", date(2005, 1, 1)) == "522423"
    # Before the first row nobody knows.
    assert code("520221", date(1980, 1, 1)) is None


def test_an_ambiguous_name_lists_its_candidates():
    answer = unit_of("铜仁市", NOW)
    assert answer.unit is None
    assert [(unit.code, unit.name) for unit in answer.candidates] == [
        ("520600", "铜仁市"), ("520602", "碧江区"),
    ]  # fmt: skip
    assert code("铜仁市", level="prefecture") == "520600"
    assert code("铜仁市", level="county") == "520602"
    assert {unit.code for unit in unit_of("遵义", NOW).candidates} == {"520300", "520302", "520304"}


def test_the_table_agrees_with_the_boundaries():
    path = settings.VENDOR_FOLDER / BOUNDARIES
    if not path.exists():
        pytest.skip("the collected boundaries are absent; build the package once")
    drawn = {
        feature["properties"]["code"]: feature["properties"]["name"]
        for feature in json.loads(path.read_text())["features"]
    }
    assert {unit.code: unit.name for unit in units_on(NOW)} == drawn
    assert len(units_on(NOW, "prefecture")) == 9


def test_every_chain_ends_in_a_unit_of_today():
    keys = open_shelf().keys("land.unit_succession")
    assert [key for key in keys if code(key) is None] == []
    assert len(keys) > 88 + 9 + 40
