"""Numbers of people are stored encrypted; the same number always gives the same seal.

So a seal can be looked for and compared, and its digest may stand in the journal: without the key
nobody can guess what was sealed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

KEY_BITS = 512


def seal(text: str) -> str:
    """Encrypt a text (AES-SIV, RFC 5297); an empty text stays empty."""
    return _cipher().encrypt(text.encode(), None).hex() if text else ""


def unseal(sealed: str) -> str:
    """The text again; the cipher itself refuses what was tampered with."""
    return _cipher().decrypt(bytes.fromhex(sealed), None).decode() if sealed else ""


def seal_bytes(data: bytes) -> bytes:
    """Encrypt the bytes of a paper."""
    return _cipher().encrypt(data, None)


def unseal_bytes(sealed: bytes) -> bytes:
    """The bytes again."""
    return _cipher().decrypt(sealed, None)


def fingerprint(text: str) -> str:
    """A keyed digest (HMAC-SHA256), from which the text cannot be had again."""
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def seal_fields(fields: Mapping[str, str]) -> str:
    """Encrypt the fields of a form as one."""
    return seal(json.dumps(dict(fields), ensure_ascii=False, sort_keys=True))


def unseal_fields(sealed: str) -> dict[str, str]:
    """The fields again."""
    return dict(json.loads(unseal(sealed))) if sealed else {}


def _cipher() -> AESSIV:
    return AESSIV(_key())


def _key() -> bytes:
    folder: Path = settings.DATA_FOLDER / "keys"
    path = folder / "personal.key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_bytes(AESSIV.generate_key(KEY_BITS))
        try:
            # Of two processes that begin at once, one key wins and both use it.
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_bytes()
