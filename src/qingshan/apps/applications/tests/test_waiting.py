"""The forest of an application waits for a place among all heavy work, as everybody's does."""

from __future__ import annotations

from threading import Event as Done
from threading import Semaphore

from django.test import Client

from qingshan.apps.applications.models import Attachment
from qingshan.apps.base import gate
from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import limit
from qingshan.apps.parties.models import User
from tests import applying


def test_an_application_waits_for_a_place_as_everybody(open_office, elsewhere, monkeypatch) -> None:
    monkeypatch.setattr(gate, "_PATIENCE_S", 0.0)
    arrived, done = Semaphore(0), Done()

    def hold() -> None:
        with gate.place(now().date()):
            arrived.release()
            assert done.wait(60)

    client, path = Client(), open_office.file()
    client.force_login(User.objects.get(username="farm"))
    draft = applying.started(client)
    holders = [elsewhere(hold) for _ in range(limit("gate", "at_once", "count", now().date()))]
    assert all(arrived.acquire(timeout=60) for _ in holders)
    answer = applying.post_land(client, draft, [path])
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (503, True)
    assert "E-PO-08" in answer.content.decode()
    done.set()
    assert applying.post_land(client, draft, [path]).status_code == 302
    assert Attachment.objects.get().kind == "land"
