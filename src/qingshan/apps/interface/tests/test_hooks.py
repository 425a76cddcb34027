"""Webhooks by programs: registered, given a new secret, ended; calls listed and sent again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.test import override_settings
from django.urls import reverse

from qingshan.apps.base.models import Event
from qingshan.apps.interface.tests.test_acting import ask, codes
from qingshan.apps.interface.tests.test_client import token_of
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import unseal
from qingshan.apps.webhooks.models import Webhook, WebhookCall
from qingshan.apps.webhooks.verbs.renew_webhook_secret import renew_webhook_secret

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:9/hook"


@pytest.fixture(autouse=True)
def _loopback() -> Any:
    with override_settings(WEBHOOK_LOOPBACK=True):
        yield


@pytest.fixture
def token(office: Any) -> str:
    return token_of(office, "webhooks:write")


def registered(token: str, key: str = "hook-0001", **told: Any) -> Any:
    return ask("own/webhooks", token, key, **{"name": "财务系统", "url": HERE, **told})


def test_an_address_is_registered_once_and_its_secret_told_to_its_maker(token: str) -> None:
    first = registered(token, topics=["tickets", "cases"])
    assert first.status_code == 201, first.content
    told = first.json()
    assert told["secret"].startswith("whsec_")
    assert registered(token, topics=["tickets", "cases"]).json() == told, "the same key"
    hook = Webhook.objects.get()
    assert unseal(hook.secret_sealed) == told["secret"]
    assert told["secret"] not in str(list(Event.objects.values_list("facts", flat=True)))
    [row] = ask("own/webhooks", token).json()["items"]
    assert "secret" not in row
    assert row["secret_head"] == told["secret"][:10]
    other = registered(token, topics=["market"])
    assert (other.status_code, codes(other)) == (409, ["E-MC-02"])


def test_what_is_wrong_is_refused_with_its_code(token: str, office: Any) -> None:
    for wrong in ({"topics": []}, {"topics": ["everything"]}, {"topics": ["tickets"], "x": 1}):
        assert registered(token, **wrong).status_code == 422
    inner = registered(token, topics=["tickets"], url="https://10.0.0.1/")
    assert codes(inner) == ["E-WH-01"]
    assert codes(ask("own/webhooks", token_of(office, "holdings:read"))) == ["E-IF-02"]
    assert ask("own/webhooks").status_code == 401
    assert not Webhook.objects.exists()


def test_a_new_secret_signs_and_an_ended_address_takes_none(token: str, office: Any) -> None:
    told = registered(token, topics=["tickets"]).json()
    path = f"own/webhooks/{told['id']}"
    renewed = ask(f"{path}/secret", token, "renew-0001").json()
    assert renewed["secret"] != told["secret"]
    assert ask(f"{path}/secret", token, "renew-0001").json() == renewed
    assert unseal(Webhook.objects.get().secret_sealed) == renewed["secret"]
    stranger = token_of(office, "webhooks:write", part="village")
    for act in ("secret", "end"):
        assert ask(f"{path}/{act}", stranger, "stranger-1").status_code == 404
    assert ask(f"{path}/end", token, "ended-0001").json()["ended"]
    assert codes(ask(f"{path}/secret", token, "renew-0002")) == ["E-WH-04"]
    assert codes(ask(f"{path}/end", token, "ended-0002")) == ["E-WH-04"]


def test_calls_are_listed_and_sent_again(token: str, office: Any) -> None:
    hook = Webhook.objects.get(pk=registered(token, topics=["tickets"]).json()["id"])
    for event, state in ((1, "delivered"), (2, "dead")):
        WebhookCall.objects.create(
            webhook=hook, event=event, type="ticket.issued", body="{}", state=state, due=office.now
        )
    dead = hook.calls.get(state="dead")
    dead.attempts.create(when=office.now, status=500, took_ms=12)
    path = f"own/webhooks/{hook.pk}/deliveries"
    assert [row["event"] for row in ask(path, token).json()["items"]] == ["evt_2", "evt_1"]
    [row] = ask(f"{path}?state=dead", token).json()["items"]
    assert row["attempts"][0]["status"] == 500
    assert ask(f"{path}?state=lost", token).status_code == 422
    again = ask(f"own/deliveries/{dead.pk}/again", token, "again-0001").json()
    assert (again["state"], again["tries"]) == ("waiting", 0)
    assert codes(ask(f"own/deliveries/{dead.pk}/again", token, "again-0002")) == ["E-WH-05"]
    assert ask(f"own/deliveries/{dead.pk + 9}/again", token, "again-0003").status_code == 404


def test_a_page_renews_the_secret_as_well(token: str, office: Any, refuses: Any) -> None:
    hook = Webhook.objects.get(pk=registered(token, topics=["tickets"]).json()["id"])
    browser = Browser()
    browser.force_login(User.objects.get(username="farm"))
    assert (
        reverse("webhook_renew", args=[hook.pk])
        in browser.get(reverse("webhook", args=[hook.pk])).content.decode()
    )
    page = browser.post(reverse("webhook_renew", args=[hook.pk]), {"key": "page-0001"})
    assert "webhooks/renewed.html" in {used.name for used in page.templates}
    hook.refresh_from_db()
    assert unseal(hook.secret_sealed) in page.content.decode()
    with refuses("E-WH-04"):
        renew_webhook_secret(
            office.call("village"), webhook=hook.pk, secret_sealed="x", head="whsec_x"
        )
