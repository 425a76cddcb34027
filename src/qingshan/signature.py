"""The signature of a webhook's call, checked by who is called; ``qingshan.client`` hands it on."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

Row = dict[str, Any]


class WrongSignature(ValueError):
    """A call of a webhook that this site did not sign, or not just now."""


def verify_webhook(
    secret: str, header: str, body: bytes, *, at: float | None = None, tolerance_s: int = 300
) -> Row:
    """The event of a call, once its signature is good.

    Parameters
    ----------
    secret
        The secret shown when the address was registered (``whsec_…``).
    header
        The header ``Qingshan-Signature`` of the call.
    body
        The bytes of the call as they came, before anything read them.
    at
        The moment in seconds since 1970; now where none is given.
    tolerance_s
        How old or how far ahead a call may be.

    Raises
    ------
    WrongSignature
        For a header that is not whole, another secret, a changed body or an old call.
    """
    told = dict(part.partition("=")[::2] for part in header.split(","))
    moment, given = told.get("t", ""), told.get("v1", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 13):
        raise WrongSignature("the header is not whole")
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signed.encode(), given.encode()):
        raise WrongSignature("signed by another secret, or changed on its way")
    if abs((time.time() if at is None else at) - int(moment)) > tolerance_s:
        raise WrongSignature("signed too long ago")
    event: Row = json.loads(body)
    return event
