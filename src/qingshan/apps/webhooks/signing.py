"""The signature of a call: HMAC-SHA256 over moment and body, as ``qingshan.client`` checks it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

HEADER = "Qingshan-Signature"
PREFIX = "whsec_"
_HEAD = 10


def new_secret() -> str:
    """A secret that nobody can guess; shown once, kept sealed."""
    return PREFIX + secrets.token_urlsafe(32)


def head_of(secret: str) -> str:
    """Its first letters."""
    return secret[:_HEAD]


def signature(secret: str, body: bytes, seconds: int) -> str:
    """``t=1700000000,v1=…``: the moment is signed too, so an old call cannot be played again."""
    signed = f"{seconds}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
