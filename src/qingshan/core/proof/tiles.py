"""A tree cut into tiles: stacks of eight levels, of which only the lowest row is kept.

A million entries are four thousand tiles of eight kilobytes; any proof reads a handful of them. A
tile that is full never changes again, so it can be kept, copied and cached for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from qingshan.core.proof.merkle import Hasher, Node, root_of

HEIGHT = 8
WIDTH = 1 << HEIGHT
HASH_BYTES = 32

Load = Callable[[int, int], Sequence[bytes]]
"""``load(level, index)``: the row of a tile; of level 0 leaf hashes, above roots of full tiles."""


def nodes(load: Load, hasher: Hasher) -> Node:
    """Any complete subtree out of tiles; each tile is loaded once."""
    kept = lru_cache(maxsize=None)(load)

    def node(level: int, index: int) -> bytes:
        tile, height = divmod(level, HEIGHT)
        start = index << height
        row = kept(tile, start // WIDTH)
        at = start % WIDTH
        inside = row[at : at + (1 << height)]
        assert len(inside) == 1 << height, "the subtree is complete"
        return root_of(inside, hasher)

    return node


def pack(row: Sequence[bytes]) -> bytes:
    """A row of hashes as bytes."""
    return b"".join(row)


def unpack(data: bytes) -> tuple[bytes, ...]:
    """The hashes of a packed row."""
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))
