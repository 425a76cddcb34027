"""A tree cut into tiles: stacks of eight levels, of which only the lowest row is kept.

A million entries are four thousand tiles of eight kilobytes; any proof reads a handful of them. A
tile that is full never changes again, so it can be kept, copied and cached for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from qingshan.core.proof.merkle import Hasher, Node, join_pairs

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
        stack = levels_above(tuple(kept(tile, start // WIDTH)), hasher)
        at = start % WIDTH >> height
        assert height < len(stack), "the subtree is complete"
        assert at < len(stack[height]), "the subtree is complete"
        return stack[height][at]

    return node


@lru_cache(maxsize=64)
def levels_above(row: tuple[bytes, ...], hasher: Hasher) -> list[list[bytes]]:
    """The levels of a tile from its row upwards, complete subtrees only.

    Kept by content, so that what was once hashed is never wrong: the tiles near the top, and those
    at the growing edge, are the same for every proof under a head.
    """
    levels = [list(row)]
    while len(levels[-1]) > 1:
        whole = len(levels[-1]) // 2 * 2
        levels.append(join_pairs(levels[-1][:whole], hasher))
    return levels


def pack(row: Sequence[bytes]) -> bytes:
    """A row of hashes as bytes."""
    return b"".join(row)


def unpack(data: bytes) -> tuple[bytes, ...]:
    """The hashes of a packed row."""
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))
