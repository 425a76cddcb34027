"""The signature of a call: HMAC-SHA256 over moment and body, as ``qingshan.client`` checks it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

HEADER = "Qingshan-Signature"
PREFIX = "whsec_"
_HEAD = 10


def new_secret() -> str:
    """A secret that nobody can guess; shown once, kept sealed."""
    return PREFIX + secrets.token_urlsafe(32)


def secret_of(key: str) -> str:
    """A secret that follows from the key of an act, so that the same act tells the same one."""
    told = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{key}".encode(), hashlib.sha256)
    return PREFIX + base64.urlsafe_b64encode(told.digest()).decode().rstrip("=")


def head_of(secret: str) -> str:
    """Its first letters."""
    return secret[:_HEAD]


def signature(secret: str, body: bytes, seconds: int) -> str:
    """``t=1700000000,v1=…``: the moment is signed too, so an old call cannot be played again."""
    signed = f"{seconds}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
