"""Handing a survey in at the workspace: read elsewhere, in one of the few places, or not at all."""

from __future__ import annotations

import resource
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Done
from threading import Semaphore
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.base import gate
from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import limit
from qingshan.apps.base.models import Event, KeptFile
from qingshan.apps.land.models import Survey
from qingshan.apps.parties.models import User
from qingshan.apps.projects.models import MonitoringPeriod

pytestmark = pytest.mark.django_db
PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TOLD = {"name": "集体林", "first_day": "2019-01-01", "last_day": "2023-12-31"}


@pytest.fixture(autouse=True)
def _plain_files() -> Iterator[None]:
    with override_settings(STORAGES=PLAIN_FILES):
        yield


def sign_in(part: str) -> Client:
    """A client signed in as a part of the cast."""
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def apply(client: Client, *paths: Path, **told: str) -> Any:
    parts = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return client.post(reverse("apply"), {**TOLD, **told, "file": parts})


def test_loose_parts_are_one_survey_and_read_in_another_process(office, tmp_path) -> None:
    with zipfile.ZipFile(office.file()) as archive:
        archive.extractall(tmp_path / "loose")
    parts = sorted((tmp_path / "loose").rglob("*.*"))
    assert len(parts) > 2
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    answer = apply(sign_in("farm"), *parts)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > before
    claim = MonitoringPeriod.objects.get()
    assert claim.survey.compartments.count() == claim.survey.layer["count"] > 1


def test_a_refused_file_leaves_nothing_behind(office, tmp_path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    before = Event.objects.count(), KeptFile.objects.count()
    answer = apply(sign_in("farm"), path)
    assert answer.status_code == 422
    assert "E-UP-" in answer.content.decode()
    assert (Event.objects.count(), KeptFile.objects.count()) == before
    assert not Survey.objects.exists()


def test_nothing_is_read_for_who_may_not_apply(office) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    answer = apply(sign_in("buyer"), office.file())
    assert answer.status_code == 403
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime == before
    assert apply(Client(), office.file()).headers["Location"].partition("?")[0] == reverse("login")


def test_an_application_waits_for_a_place_as_everybody(open_office, elsewhere, monkeypatch) -> None:
    monkeypatch.setattr(gate, "_PATIENCE_S", 0.0)
    arrived, done = Semaphore(0), Done()

    def hold() -> None:
        with gate.place(now().date()):
            arrived.release()
            assert done.wait(60)

    client, path = sign_in("farm"), open_office.file()
    holders = [elsewhere(hold) for _ in range(limit("gate", "at_once", "count", now().date()))]
    assert all(arrived.acquire(timeout=60) for _ in holders)
    answer = apply(client, path)
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (503, True)
    assert "E-PO-08" in answer.content.decode()
    done.set()
    assert apply(client, path).status_code == 302
