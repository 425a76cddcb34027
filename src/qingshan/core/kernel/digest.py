"""Digests that do not depend on order of keys, platform or file system."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

CHUNK_BYTES = 1 << 20


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON-like value: sorted keys, no spaces, UTF-8, ISO dates.

    Floats are refused: a digest over floats would depend on how they were computed.
    """
    _refuse_floats(value)
    return _ENCODER.encode(value).encode()


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal characters."""
    return sha256(canonical(value))


def sha256(data: bytes) -> str:
    """SHA-256 of bytes, as 64 hexadecimal characters."""
    return hashlib.sha256(data).hexdigest()


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905-2016) of bytes, as 64 hexadecimal characters."""
    return hashlib.new("sm3", data).hexdigest()


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, read in blocks of one mebibyte."""
    hasher = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(CHUNK_BYTES):
            hasher.update(block)
    return hasher.hexdigest()


def digest_of_parts(parts: Iterable[str]) -> str:
    """SHA-256 over already computed digests, in the order given."""
    return sha256("\n".join(parts).encode())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        # The same moment has one form, in whichever time zone it was handed over.
        return value.astimezone(UTC).isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form; pass an integer or a text")
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list | tuple | set | frozenset):
        for item in inner:
            # Most items are leaves, and to ask that here is quicker than to call for it.
            if type(item) not in _LEAVES:
                _refuse_floats(item)


_LEAVES = {str, int, bool, type(None)}
_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
)
