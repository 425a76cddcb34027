"""Signing in through a provider of identities (OpenID Connect), where the settings name one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from qingshan.apps.parties.refusals import OUTSIDE_FAILED
from qingshan.core.kernel.errors import Refused

PATIENCE_S = 10


@dataclass(frozen=True)
class Provider:
    """What the settings say: ``QINGSHAN_OIDC_*``."""

    name: str
    issuer: str
    client: str
    secret: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is; ``issuer`` and ``subject`` together never change."""

    issuer: str
    subject: str
    name: str
    email: str


def provider() -> Provider | None:
    """The provider, if there is one."""
    told = settings.OIDC
    return Provider(**told) if told.get("issuer") else None


def leave(request: HttpRequest, told: Provider) -> HttpResponse:
    """Send the visitor to the provider, with state, nonce and PKCE kept in the session."""
    back = request.build_absolute_uri(reverse("outside_back"))
    try:
        answer: HttpResponse = _client(told).authorize_redirect(request, back)
    except (OAuthError, RequestException, ValueError):
        raise Refused.because(OUTSIDE_FAILED) from None
    return answer


def come_back(request: HttpRequest, told: Provider) -> Identity:
    """Who has come back, after state, code, signature, issuer, audience and nonce were checked.

    Raises
    ------
    Refused
        E-SI-10 when any of these does not fit or the provider does not answer.
    """
    try:
        token = _client(told).authorize_access_token(request)
    except (OAuthError, JoseError, RequestException, ValueError, KeyError):
        raise Refused.because(OUTSIDE_FAILED) from None
    claims: dict[str, Any] = token.get("userinfo") or {}
    if not claims.get("sub") or claims.get("iss") != told.issuer:
        raise Refused.because(OUTSIDE_FAILED)
    return Identity(
        issuer=told.issuer,
        subject=str(claims["sub"]),
        name=str(claims.get("name") or ""),
        email=str(claims["email"]) if claims.get("email_verified") else "",
    )


def _client(told: Provider) -> Any:
    registry = OAuth()
    registry.register(
        "outside",
        client_id=told.client,
        client_secret=told.secret,
        server_metadata_url=f"{told.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "timeout": PATIENCE_S,
        },
    )
    return registry.create_client("outside")
