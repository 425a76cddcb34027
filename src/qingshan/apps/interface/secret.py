"""Secrets of tokens: made at random, told once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

PREFIX = "qs_"
"""So that a token left in a public file is recognised as one."""

_BYTES, _HEAD = 32, 8


@dataclass(frozen=True)
class Secret:
    """A new secret; ``text`` is shown to its owner once and never stored."""

    text: str

    @property
    def head(self) -> str:
        """Its first letters."""
        return self.text[:_HEAD]

    @property
    def digest(self) -> str:
        """What is stored of it."""
        return digest_of_secret(self.text)


def new_secret() -> Secret:
    """A secret that nobody can guess."""
    return Secret(PREFIX + secrets.token_urlsafe(_BYTES))


def digest_of_secret(text: str) -> str:
    """The stored form; long random secrets need no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()
