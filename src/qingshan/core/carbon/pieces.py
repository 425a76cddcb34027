"""The digests of ``frames`` over columns that come in pieces, whatever the pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
import polars as pl

from qingshan.core.carbon.frames import kind_of, occurring, text_buffers, words
from qingshan.core.kernel.digest import CHUNK_BYTES, digest_of

HELD_BYTES = 256 << 20
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
        self._held = _Held()
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
            self._held.add(held)
        elif self._waits:
            self._held.add(words(column))
        else:
            self._hasher.update(words(column))

    def hexdigest(self) -> str:
        """The digest of all pieces; nothing may be added afterwards."""
        absent = np.concatenate(self._absent) if self._absent else np.zeros(0, dtype=bool)
        if absent.any():
            self._hasher.update(np.packbits(absent).tobytes())
        if self._kind == "category":
            self._ranks()
        for block in self._held.blocks():
            self._hasher.update(block)
        return self._hasher.hexdigest()

    def _codes(self, column: pl.Series) -> None:
        """Numbers of names in the order in which the names were first met; 0 is null."""
        names, codes, used = occurring(column)
        self._names += [name for name in used if name not in self._names]
        place = np.zeros(len(names) + 1, dtype=np.uint16)
        for name in used:
            place[names.index(name)] = self._names.index(name) + 1
        self._numbers.append(place.take(codes))

    def _ranks(self) -> None:
        names = sorted(self._names)
        rank = np.array([0, *(names.index(name) + 1 for name in self._names)], dtype="<u4")
        self._hasher.update(digest_of(names).encode())
        for numbers in self._numbers:
            self._hasher.update(memoryview(rank[numbers]).cast("B"))


class _Held:
    """Bytes held back, in memory as long as they are few."""

    def __init__(self) -> None:
        self._views: list[memoryview] = []
        self._bytes = 0
        self._file: IO[bytes] | None = None

    def add(self, data: memoryview) -> None:
        """The next of them."""
        self._views.append(data)
        self._bytes += len(data)
        if self._bytes > HELD_BYTES:
            self._file = self._file or TemporaryFile()  # noqa: SIM115  closed by blocks
            for view in self._views:
                self._file.write(view)
            self._views, self._bytes = [], 0

    def blocks(self) -> Iterator[bytes | memoryview]:
        """All of them, once."""
        if self._file is not None:
            self._file.seek(0)
            while block := self._file.read(CHUNK_BYTES):
                yield block
            self._file.close()
        yield from self._views
