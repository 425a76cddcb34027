"""Certificates are entered and projects given up by those whose they are, and by nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.models import Event
from qingshan.apps.land.models import TenureCertificate
from qingshan.apps.parties.models import User

pytestmark = pytest.mark.django_db
SQUARE = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
    '{"type":"Polygon","coordinates":[[[109.2,26.6],[109.21,26.6],[109.21,26.61],[109.2,26.6]]]}}]}'
)
TOLD = {
    "key": "one",
    "kind": "immovable",
    "number": "黔（2021）剑河县不动产权第０００１２３４号",
    "right": "tree_ownership",
    "county": "剑河",
    "area": "150",
    "area_unit": "mu",
    "issued_on": "2010-01-01",
    "is_perpetual": "on",
    "co_owners": "甲\n乙\n",
}


def sign_in(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def entered() -> TenureCertificate:
    return TenureCertificate.objects.get()


def test_a_holder_registers_a_certificate_and_sees_it(office) -> None:
    claim = office.claimed()
    farm = sign_in("farm")
    assert "还没有登记证件" in farm.get(reverse("certificates")).content.decode()
    outline = SimpleUploadedFile("宗地.geojson", SQUARE.encode())
    told = {**TOLD, "survey": str(claim.survey_id), "outline": outline}
    answer = farm.post(reverse("certify"), told)
    assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("certificates"))
    found = entered()
    assert found.number == "黔(2021)剑河县不动产权第1234号"
    assert (found.area_m2, found.county_code, found.is_perpetual) == (100_000, "522629", True)
    assert (found.holder_id, found.co_owners) == (office.party("farm"), ["甲", "乙"])
    assert found.issued_on == date(2010, 1, 1)
    assert found.compartments.count() == claim.survey.compartments.count() > 1
    assert found.shape is not None
    page = farm.get(reverse("certificates")).content.decode()
    assert found.number in page
    assert "150.00" in page
    assert "甲" not in page, "co-owners are persons"
    again = farm.post(reverse("certify"), {**TOLD, "key": "two", "area": "151", "survey": ""})
    assert again.status_code == 422
    assert "E-TN-01" in again.content.decode()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"county": "不存在"}, "E-TN-02"),
        ({"term_end": "2009-01-01"}, "E-TN-02"),
        ({"outline": SimpleUploadedFile("x.geojson", b"{}")}, "E-UP-"),
        ({"area": "", "number": ""}, "请填写面积"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_entered(office, wrong: Any, code: str) -> None:
    office.party("farm")
    answer = sign_in("farm").post(reverse("certify"), {**TOLD, **wrong})
    assert answer.status_code == 422
    assert code in answer.content.decode()
    assert not TenureCertificate.objects.exists()


def test_who_may_not_register_certificates(office) -> None:
    office.party("farm")
    buyer = sign_in("buyer")
    for answer in (buyer.get(reverse("certify")), buyer.post(reverse("certify"), TOLD)):
        assert answer.status_code == 403
        assert "E-AU-01" in answer.content.decode()
    assert "/login/" in Client().post(reverse("certify"), TOLD).headers["Location"]
    assert not TenureCertificate.objects.exists()
    sign_in("farm").post(reverse("certify"), TOLD)
    assert entered().number not in buyer.get(reverse("certificates")).content.decode()


def test_a_project_is_given_up_with_a_reason_and_only_by_its_holder(office) -> None:
    claim = office.claimed()
    address = reverse("withdraw", args=[claim.pk])
    farm, buyer = sign_in("farm"), sign_in("buyer")
    assert reverse("withdraw", args=[claim.pk]) in farm.get(reverse("desk")).content.decode()
    assert "不能恢复" in farm.get(address).content.decode()
    events = Event.objects.count()
    assert buyer.get(address).status_code == 404
    assert buyer.post(address, {"key": "k", "reason": "x", "agreed": "on"}).status_code == 404
    assert "/login/" in Client().post(address, {}).headers["Location"]
    page = farm.post(address, {"key": "k", "reason": " "})
    assert page.status_code == 422
    for words in ("请写明原因", "请先确认"):
        assert words in page.content.decode()
    assert Event.objects.count() == events
    answer = farm.post(address, {"key": "k", "reason": "面积重测", "agreed": "on"})
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.state == "withdrawn"
    assert Event.objects.get(name="project.withdrawn").facts == {"reason": "面积重测"}
    assert farm.get(address).status_code == 404, "it is given up already"
    assert address not in farm.get(reverse("desk")).content.decode()
    assert "已撤回" in farm.get(reverse("desk")).content.decode()


def test_a_reported_project_cannot_be_given_up(office) -> None:
    report = office.reported()
    claim = report.run.monitoring
    assert sign_in("farm").get(reverse("withdraw", args=[claim.pk])).status_code == 404
