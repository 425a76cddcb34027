"""Signing in through a provider: a small real one runs beside the test."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import RSAKey

from qingshan.apps.parties.models import ExternalIdentity, SignIn, User
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.parties.verbs.take_identity import take_identity
from qingshan.apps.parties.views.joining import VISITOR

pytestmark = pytest.mark.django_db


class Provider:
    """Discovery, keys and tokens of OpenID Connect Core 1.0, for one client and one person."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signing = self.key
        self.nonces: dict[str, str] = {}
        self.changes: dict[str, Any] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(provider.published(self.path))

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                told = parse_qs(self.rfile.read(length).decode())
                self.answer(provider.token(told))

            def answer(self, content: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def published(self, path: str) -> dict[str, Any]:
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self, told: dict[str, list[str]]) -> dict[str, Any]:
        assert told["code_verifier"], "PKCE"
        claims = {
            "iss": self.issuer,
            "sub": "person-1",
            "aud": "qingshan",
            "exp": int(time.time()) + 60,
            "iat": int(time.time()),
            "nonce": self.nonces[told["code"][0]],
            "name": "外来者",
            "email": "farm@example.org",
            "email_verified": True,
        } | self.changes
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing)
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def provider() -> Iterator[Provider]:
    running = Provider()
    told = {"name": "省统一认证", "issuer": running.issuer, "client": "qingshan", "secret": "s"}
    with override_settings(OIDC=told):
        yield running
    running.server.shutdown()


def sent(client: Client, provider: Provider) -> dict[str, str]:
    """Go to the provider, who signs the person in and answers a code."""
    answer = client.get(reverse("outside") + "?next=/account/")
    address = urlsplit(answer["Location"])
    asked = {name: value[0] for name, value in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}" == provider.issuer
    assert asked["code_challenge_method"] == "S256"
    provider.nonces["c"] = asked["nonce"]
    return {"code": "c", "state": asked["state"]}


def test_a_stranger_becomes_a_person_and_is_known_again(office, provider):
    assert "用省统一认证登录" in Client().get(reverse("login")).content.decode()
    User.objects.filter(username="farm").update(email="farm@example.org")
    for _ in range(2):
        client = Client()
        answer = client.get(reverse("outside_back"), sent(client, provider))
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        assert answer["Location"] == "/account/"
        assert client.get(reverse("account")).status_code == 200
    identity = ExternalIdentity.objects.get()
    assert identity.user.display_name == "外来者"
    assert identity.user.username != "farm", "an e-mail address takes no account over"
    assert actor_of(identity.user).roles == frozenset()
    assert SignIn.objects.latest("pk").way == "oidc"


@pytest.mark.parametrize(
    "change",
    [{"nonce": "other"}, {"aud": "other"}, {"iss": "http://other"}, {"exp": 1}, {"sub": ""}],
    ids=lambda change: next(iter(change)),
)
def test_a_token_for_others_is_refused(office, provider, change):
    provider.changes = change
    client = Client()
    answer = client.get(reverse("outside_back"), sent(client, provider))
    assert "E-SI-10" in answer.content.decode()
    assert not ExternalIdentity.objects.exists()


def test_a_token_by_another_key_is_refused(office, provider):
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})
    client = Client()
    answer = client.get(reverse("outside_back"), sent(client, provider))
    assert "E-SI-10" in answer.content.decode()


def test_a_state_of_another_browser_is_refused(office, provider):
    told = sent(Client(), provider)
    answer = Client().get(reverse("outside_back"), told)
    assert "E-SI-10" in answer.content.decode()


def test_a_provider_that_is_away_is_said_so(office, provider):
    provider.server.shutdown()
    provider.server.server_close()
    answer = Client().get(reverse("outside"))
    assert "E-SI-10" in answer.content.decode()


def test_without_a_provider_there_is_no_door(office):
    for name in ("outside", "outside_back"):
        assert Client().get(reverse(name))["Location"] == reverse("login")


def test_a_locked_person_stays_outside(office, provider):
    client = Client()
    client.get(reverse("outside_back"), sent(client, provider))
    User.objects.filter(identities__subject="person-1").update(is_active=False)
    other = Client()
    answer = other.get(reverse("outside_back"), sent(other, provider))
    assert answer["Location"] == reverse("login")


def test_an_identity_has_one_account(office, refuses):
    call = office.call("farm")
    told = {"issuer": "https://id.example", "subject": "s", "name": "甲", "email": ""}
    take_identity(type(call)(VISITOR, call.when, "one"), **told)
    with refuses("E-SI-11"):
        take_identity(type(call)(VISITOR, call.when, "two"), **told)
