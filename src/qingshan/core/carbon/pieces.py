"""The digests of ``frames`` over columns that come in pieces, whatever the pieces."""

from __future__ import annotations

import hashlib
from tempfile import SpooledTemporaryFile
from typing import Any

import numpy as np
import polars as pl

from qingshan.core.carbon.frames import categories, kind_of, text_buffers, words
from qingshan.core.kernel.digest import CHUNK_BYTES, digest_of

SPOOL_BYTES = 64 << 20
"""What one column may hold back in memory before it goes to a temporary file."""


class ColumnDigest:
    """SHA-256 of one column, piece by piece in order of the key.

    The same as ``frames.column_digests`` over the whole column. What has to be known of the whole
    first (which names of a category occur, where values are absent, how long all texts are) makes
    some bytes wait; complete numbers are digested as they come.
    """

    def __init__(self, name: str, *, has_nulls: bool = False) -> None:
        self._name = name
        self._waits = has_nulls
        self._hasher = hashlib.sha256()
        self._kind = ""
        self._held: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(  # noqa: SIM115  closed by hexdigest
            SPOOL_BYTES
        )
        self._absent: list[np.ndarray[Any, Any]] = []
        self._numbers: list[np.ndarray[Any, Any]] = []
        self._names: list[str] = []

    def add(self, column: pl.Series) -> None:
        """The next piece; every piece has the same type."""
        if not self._kind:
            self._kind = kind_of(column)
            self._hasher.update(f"{self._name}:{self._kind}:".encode())
        if self._waits:
            self._absent.append(column.is_null().to_numpy())
        else:
            assert not column.null_count(), f"{self._name} was said to have no nulls"
        if self._kind == "category":
            self._codes(column)
        elif self._kind == "text":
            lengths, held = text_buffers(column)
            assert not self._waits, "texts are required columns"
            self._hasher.update(lengths)
            self._held.write(held)
        elif self._waits:
            self._held.write(words(column))
        else:
            self._hasher.update(words(column))

    def hexdigest(self) -> str:
        """The digest of all pieces; nothing may be added afterwards."""
        absent = np.concatenate(self._absent) if self._absent else np.zeros(0, dtype=bool)
        if absent.any():
            self._hasher.update(np.packbits(absent).tobytes())
        if self._kind == "category":
            self._ranks()
        self._held.seek(0)
        while block := self._held.read(CHUNK_BYTES):
            self._hasher.update(block)
        self._held.close()
        return self._hasher.hexdigest()

    def _codes(self, column: pl.Series) -> None:
        """Numbers of names in the order in which the names were first met; 0 is null."""
        used, numbers = categories(column)
        self._names += [name for name in used if name not in self._names]
        place = np.array([0, *(self._names.index(name) + 1 for name in used)], dtype=np.uint16)
        self._numbers.append(place[numbers])

    def _ranks(self) -> None:
        names = sorted(self._names)
        rank = np.array([0, *(names.index(name) + 1 for name in self._names)], dtype="<u4")
        self._hasher.update(digest_of(names).encode())
        for numbers in self._numbers:
            self._hasher.update(memoryview(rank[numbers]).cast("B"))
