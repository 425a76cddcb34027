"""Who asks: a token after ``Authorization: Bearer``, good for what the operation needs."""

from __future__ import annotations

import re

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.reads import borne
from qingshan.apps.interface.refusals import (
    FACTOR_MISSING,
    KEY_MISSING,
    READ_OFTEN,
    SCOPE_MISSING,
)
from qingshan.apps.portal.visits import count_visit
from qingshan.core.kernel.errors import Refusal

KEY_HEADER = "Idempotency-Key"
FORBIDDEN, WRONG = 403, 422
_KEY = re.compile(r"[A-Za-z0-9_-]{8,60}")


class Bearer(HttpBearer):
    """A token with a scope; ``request.auth`` is the token."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The good token, None for any other.

        Raises
        ------
        TurnedAway
            E-IF-02 with status 403 where the scope is missing, E-IF-20 where the roles of the
            owner ask for a second factor that was never entered.
        """
        found = borne(token, now())
        if found is None:
            return None
        scopes = found.token.scopes
        if self._scope not in scopes:
            facts = {"scopes": ", ".join(scopes) or "—"}
            raise TurnedAway(Refusal(SCOPE_MISSING, self._scope, facts), status=FORBIDDEN)
        if found.lacks_factor:
            raise TurnedAway(Refusal(FACTOR_MISSING), status=FORBIDDEN)
        request.borne_by = found.actor  # type: ignore[attr-defined]
        return found.token


class Reading(BaseThrottle):
    """Readers of public lists are counted by address; the same count for all processes."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this address may ask once more."""
        try:
            count_visit(request, now(), kind="reads", refusal=READ_OFTEN)
        except TurnedAway as turned:
            request.turned_away = turned  # type: ignore[attr-defined]
            return False
        return True


def called(request: HttpRequest) -> Call:
    """The act that a request with a token is: its key makes a second sending harmless.

    Raises
    ------
    TurnedAway
        E-IF-03, status 422.
    """
    token: Token = request.auth  # type: ignore[attr-defined]
    key = request.headers.get(KEY_HEADER, "")
    if not _KEY.fullmatch(key):
        raise TurnedAway(Refusal(KEY_MISSING), status=WRONG)
    actor: Actor = request.borne_by  # type: ignore[attr-defined]
    return Call(actor, now(), f"api/{token.pk}/{key}")
