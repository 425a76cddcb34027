"""The code beside a receipt number that lets its holder look without signing in."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No sign that is taken for another when read from paper."""

_LENGTH = 8


def check_code(number: str) -> str:
    """Eight signs that follow from the number and the secret of this house: ``7F3K-Q2MN``."""
    key = settings.SECRET_KEY.encode()
    told = int.from_bytes(hmac.new(key, f"receipt:{number}".encode(), hashlib.sha256).digest())
    signs = []
    for _ in range(_LENGTH):
        told, at = divmod(told, len(_LETTERS))
        signs.append(_LETTERS[at])
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def is_code(number: str, code: str) -> bool:
    """Whether a code, typed in any case and with or without hyphen, is that of the number."""
    plain = code.upper().replace("-", "").replace(" ", "")
    return hmac.compare_digest(check_code(number).replace("-", "").encode(), plain.encode())
