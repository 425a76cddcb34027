"""Security keys and passkeys (Web Authentication, level 2), bound to the name of this site."""

from __future__ import annotations

import ipaddress
from typing import Any, cast

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from qingshan.apps.base.frame import HOUSE
from qingshan.apps.parties import factors
from qingshan.apps.parties.models import SecondFactor, User
from qingshan.apps.parties.refusals import KEY_WRONG
from qingshan.apps.parties.sealing import fingerprint
from qingshan.core.kernel.errors import Refused

STATE = "key_state"
"""Where the session keeps the challenge; it is used once."""


def is_possible(request: HttpRequest) -> bool:
    """Keys belong to a name: they work on https or localhost, never on a bare address."""
    host = host_of(request)
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def host_of(request: HttpRequest) -> str:
    """The name under which this site was asked for, without its port."""
    return request.get_host().rsplit(":", 1)[0] if ":" in request.get_host() else request.get_host()


def registering(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser needs to make a new credential for a person."""
    # The handle must tell nothing of its owner (level 2, 14.6.1).
    handle = bytes.fromhex(fingerprint(f"webauthn:{user.pk}"))
    entity = PublicKeyCredentialUserEntity(
        id=handle, name=user.username, display_name=user.display_name or user.username
    )
    options, state = _server(request).register_begin(
        entity, _known(user), user_verification=UserVerificationRequirement.DISCOURAGED
    )
    request.session[STATE] = state
    return cast("dict[str, Any]", dict(options))


def registered(request: HttpRequest, answer: dict[str, Any]) -> tuple[str, int]:
    """The public part of a new credential and its counter (E-SI-08 when it does not fit)."""
    try:
        found = _server(request).register_complete(request.session.pop(STATE), answer)
    except (ValueError, KeyError, TypeError):
        raise Refused.because(KEY_WRONG) from None
    if found.credential_data is None:
        raise Refused.because(KEY_WRONG)
    return bytes(found.credential_data).hex(), found.counter


def asking(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser needs to use one of a person's credentials."""
    options, state = _server(request).authenticate_begin(
        _known(user), user_verification=UserVerificationRequirement.DISCOURAGED
    )
    request.session[STATE] = state
    return cast("dict[str, Any]", dict(options))


def answered(request: HttpRequest, user: User, answer: dict[str, Any]) -> SecondFactor:
    """The key that signed the challenge; its counter must have grown where it counts at all.

    Runs in a transaction. E-SI-08 for anything else: an unknown or copied key, another site.
    """
    rows = {_data(row).credential_id: row for row in factors.standing(user, "key")}
    try:
        state = request.session.pop(STATE)
        used = _server(request).authenticate_complete(state, _known(user), answer)
        counter = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError):
        raise Refused.because(KEY_WRONG) from None
    row = SecondFactor.objects.select_for_update().get(pk=rows[used.credential_id].pk)
    if counter <= row.used and (counter or row.used):
        raise Refused.because(KEY_WRONG)
    row.used = counter
    row.save(update_fields=["used"])
    return row


def _server(request: HttpRequest) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host_of(request), name=HOUSE.en))


def _known(user: User) -> list[AttestedCredentialData]:
    return [_data(row) for row in factors.standing(user, "key")]


def _data(row: SecondFactor) -> AttestedCredentialData:
    return AttestedCredentialData(bytes.fromhex(row.secret))
