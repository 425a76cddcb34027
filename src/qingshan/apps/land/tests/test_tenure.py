"""Tenure certificates: one number for one right, and terms that cover a period or not."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from qingshan.apps.land.models import TenureCertificate
from qingshan.apps.land.tenure import certificate, cover, normal_number, public_holder
from qingshan.apps.land.verbs.register_certificate import register_certificate
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period

pytestmark = pytest.mark.django_db

NUMBER = "黔（2021）剑河县不动产权第0001234号"
PERIOD = Period(date(2019, 1, 1), date(2024, 1, 1))


@pytest.fixture
def register(office):
    def enter(part: str = "county", **told):
        facts = {
            "kind": "immovable",
            "number": NUMBER,
            "right": "tree_ownership",
            "county": "剑河县",
            "area_m2": 120_000,
            "holder": office.party("farm"),
        }
        return register_certificate(office.call(part), **facts | told)

    return enter


@pytest.mark.parametrize(
    "spelt",
    [
        "黔(2021)剑河县不动产权第0001234号",
        "黔〔2021〕 剑河县不动产权第１２３４号",
        " 黔［2021］剑河县不动产权第 0001234 号\n",
    ],
)
def test_spellings_of_one_number(spelt):
    assert normal_number(spelt) == normal_number(NUMBER) == "黔(2021)剑河县不动产权第1234号"


def test_other_numbers_stay_other():
    assert normal_number(NUMBER) != normal_number(NUMBER.replace("1234", "12340"))
    assert normal_number("林证字B0010") == "林证字B0010"


def test_a_number_stands_for_one_right(register, office, kept, refuses):
    first = register(outline=kept([shapely.box(107.5, 26.5, 107.51, 26.51)]))
    assert first.county_code == "522629"
    assert first.bounds.west == pytest.approx(107.5)
    with pytest.raises(Refused) as caught:
        register(number="黔〔2021〕剑河县不动产权第1234号", area_m2=99, county="台江县")
    (refusal,) = caught.value.refusals
    assert refusal.code == "E-TN-01"
    assert refusal.facts["differs"] == Label("所在县、面积、宗地图形", "county, area, shape")
    with refuses("E-TN-01"):
        register()
    assert TenureCertificate.objects.count() == 1
    assert certificate(NUMBER) == first


def test_the_same_land_again_adds_its_sub_compartments(register, office):
    rows = list(office.accepted().compartments.order_by("row"))
    first = register(compartments=[rows[0].pk])
    again = register(compartments=[rows[1].pk])
    assert first == again
    assert set(first.compartments.all()) == set(rows[:2])


def test_all_wrong_fields_are_said_at_once(register):
    with pytest.raises(Refused) as caught:
        register(
            kind="deed", right="", number=" ", county="乌有县", area_m2=0, holder=None,
            issued_on=date(2020, 1, 1), term_end=date(2019, 1, 1),
        )  # fmt: skip
    assert [refusal.code for refusal in caught.value.refusals] == ["E-TN-02"] * 7


def test_an_applicant_enters_his_own_only(register, office, refuses):
    assert register("farm").holder_id == office.party("farm")
    with refuses("E-AU-02"):
        register("village", number="另证第1号")


@pytest.mark.parametrize(
    ("told", "covers"),
    [
        ({"issued_on": date(2010, 5, 1), "term_end": date(2060, 5, 1)}, True),
        ({"issued_on": date(2010, 5, 1), "is_perpetual": True}, True),
        ({"issued_on": date(2010, 5, 1), "term_end": date(2023, 12, 30)}, False),
        ({"issued_on": date(2010, 5, 1), "term_end": date(2023, 12, 31)}, True),
        ({"issued_on": date(2021, 5, 1), "term_end": date(2060, 5, 1)}, None),
        ({"term_end": date(2060, 5, 1)}, None),
        ({"issued_on": date(2010, 5, 1)}, None),
    ],
)
def test_whether_the_right_covers_the_period(register, told, covers):
    found = cover(register(**told), PERIOD)
    assert found.covers is covers
    assert found.says.zh
    assert found.says.en


def test_no_certificate_is_unknown():
    assert cover(certificate("没有的证"), PERIOD).covers is None


def test_a_person_is_masked(register, office):
    assert public_holder(register()) == "示例国有林场"
    assert (
        public_holder(register(number="第2号", holder=None, holder_name="欧阳山花")) == "欧某某某"
    )
