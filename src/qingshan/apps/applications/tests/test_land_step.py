"""The forest of a draft: read elsewhere, in one of the few places, or not at all."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import date
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.applications.lands import from_register, under_drawing
from qingshan.apps.applications.models import Application
from qingshan.apps.base.models import Event, KeptFile
from qingshan.apps.land.models import Compartment, County, Survey
from qingshan.apps.land.verbs.register_certificate import register_certificate
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.warm import Copy, Warm
from qingshan.core.kernel.period import Period
from tests import applying

pytestmark = pytest.mark.django_db
METHOD = {"method": "gz_ticket_v1", "period": Period(date(2019, 1, 1), date(2024, 1, 1))}


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are started to read, by their numbers."""
    started: list[int] = []
    start = Warm.copy

    def noted(self: Warm, *told: Any) -> Copy | None:
        copy = start(self, *told)
        started.extend([copy.leader] if copy else [])
        return copy

    monkeypatch.setattr(Warm, "copy", noted)
    return started


def test_loose_parts_are_one_survey_read_in_another_process(
    office, sign_in, tmp_path, readers
) -> None:
    with zipfile.ZipFile(office.file()) as archive:
        archive.extractall(tmp_path / "loose")
    parts = sorted((tmp_path / "loose").rglob("*.*"))
    assert len(parts) > 2
    client = sign_in("farm")
    draft = applying.filled(client, parts)
    assert readers
    assert os.getpid() not in readers
    assert applying.hand_in(client, draft).status_code == 302
    claim = MonitoringPeriod.objects.get()
    assert claim.survey.compartments.count() == claim.survey.layer["count"] > 1
    assert len(Application.objects.get().told["land"]["plots"]) == claim.survey.layer["count"]


def test_a_refused_file_is_not_kept(sign_in, tmp_path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    client = sign_in("farm")
    draft = applying.started(client)
    before = Event.objects.filter(name="paper.attached").count(), KeptFile.objects.count()
    answer = applying.post_land(client, draft, [path])
    assert answer.status_code == 422
    assert "E-UP-" in answer.content.decode()
    after = Event.objects.filter(name="paper.attached").count(), KeptFile.objects.count()
    assert after == before
    assert not Survey.objects.exists()
    draft.refresh_from_db()
    assert draft.answers["name"] == applying.TOLD["land"]["name"], "the rest is saved"


def test_nothing_is_read_for_who_may_not_apply(office, sign_in, readers) -> None:
    told = {"draft": "1", "numbers": "1"}
    assert sign_in("buyer").post(reverse("apply"), told).status_code == 403
    sent = {"file": SimpleUploadedFile("a.zip", b"x")}
    answer = Client().post(reverse("apply"), sent)
    assert answer.headers["Location"].partition("?")[0] == reverse("login")
    assert readers == []


def test_numbers_of_the_register_bring_their_facts(office, sign_in) -> None:
    survey = office.accepted()
    keys = list(survey.compartments.order_by("row").values_list("pk", flat=True))[:2]
    client = sign_in("farm")
    draft = applying.started(client, numbers=",".join(map(str, keys)))
    land = draft.attachments.get(kind="land")
    assert land.facts["count"] == 2
    stated = sum(Compartment.objects.filter(pk__in=keys).values_list("stated_area_m2", flat=True))
    assert float(land.facts["area_mu"]) == pytest.approx(stated * 15 / 10_000, abs=0.02)


def test_sub_compartments_are_chosen_by_village_without_script(office, sign_in) -> None:
    survey = office.accepted()
    one = survey.compartments.order_by("row")[0]
    Compartment.objects.filter(survey=survey).update(county_code="522629")
    county = County.objects.create(
        code="522629", name="剑河县", prefecture="黔东南州", shape=one.shape, bounds=one.bounds,
        source="test",
    )  # fmt: skip
    client = sign_in("farm")
    draft = applying.started(client)
    address = reverse("apply_step", kwargs={"draft": draft.pk, "step": "land"})
    page = client.get(f"{address}?in_county={county.code}&in_township={one.township}")
    assert f'name="pick" value="{one.pk}"' in page.content.decode()
    assert applying.post_step(client, draft, "land", pick=[one.pk]).status_code == 302
    assert draft.attachments.get(kind="land").facts["count"] == 1


def test_a_certificate_that_is_entered_needs_no_photo(office, sign_in) -> None:
    right = register_certificate(
        office.call("farm"), kind="forest", number="黔林证字第77号", right="land_use",
        county="522629", area_m2=1_000_000, holder=office.party("farm"),
        issued_on=date(2010, 1, 1), term_end=date(2022, 12, 31),
    )  # fmt: skip
    client = sign_in("farm")
    draft = applying.filled(client, [office.file()], certificate=str(right.pk), tenure_number="")
    assert draft.answers["tenure_number"] == right.number
    assert not draft.attachments.filter(kind="certificate").exists()
    page = client.get(reverse("apply_step", kwargs={"draft": draft.pk, "step": "submit"}))
    assert "早于监测期末" in page.content.decode()
    assert applying.hand_in(client, draft).status_code == 302
    assert right.compartments.count() == 6


def test_numbers_of_two_surveys_do_not_mix(office, refuses) -> None:
    keys = [office.accepted().compartments.first().pk, office.accepted().compartments.first().pk]
    with refuses("E-AP-07"):
        from_register(keys, as_of=office.as_of, **METHOD)


def test_a_drawing_takes_the_sub_compartments_under_it(office, sign_in, refuses, tmp_path) -> None:
    survey = office.accepted()
    whole = shapely.box(*shapely.total_bounds(from_wkb(
        list(survey.compartments.values_list("shape", flat=True)))))  # fmt: skip
    code = survey.compartments.first().county_code
    path = tmp_path / "drawing.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(whole)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    if not code:
        with refuses("E-AP-08"):
            keys = under_drawing({"features": [feature]}, office.as_of)
            from_register(keys, as_of=office.as_of, **METHOD)
        return
    client = sign_in("farm")
    draft = applying.started(client)
    assert applying.post_land(client, draft, [path]).status_code == 302
    assert draft.attachments.get(kind="land").facts["count"] == survey.compartments.count()


def test_a_drawing_over_nothing_is_refused(office, refuses) -> None:
    area = shapely.geometry.mapping(shapely.box(100.0, 20.0, 100.1, 20.1))
    with refuses("E-AP-08"):
        keys = under_drawing({"features": [{"geometry": area}]}, office.as_of)
        from_register(keys, as_of=office.as_of, **METHOD)
