"""The tree of the log out of its kept tiles: whatever a proof needs comes in three statements.

A full tile is kept with its row of hashes. One that is still growing is not: its row is the leaves
of the last entries, or above them the roots of the full tiles below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from django.db import connection

from qingshan.apps.log.models import TreeHead
from qingshan.apps.log.rows import logged_between
from qingshan.core.proof.merkle import HASHERS, Hasher, Node
from qingshan.core.proof.tiles import HEIGHT, WIDTH, nodes, unpack

Rows = dict[tuple[str, int, int], Sequence[bytes]]

Place = tuple[int, int]
"""Level and index of a tile."""

_FULL = """
select hasher, level, index, hashes
  from unnest(%s::int[], %s::bigint[]) as asked (level, index)
  join log_logtile using (level, index)
 where hasher = any(%s)"""

_ROOTS = """
select tile.hasher, asked.level + 1, asked.first / %s, tile.root
  from unnest(%s::int[], %s::bigint[]) as asked (level, first)
  join log_logtile as tile
    on tile.level = asked.level and tile.index >= asked.first and tile.index < asked.first + %s
 where tile.hasher = any(%s)
 order by tile.level, tile.index"""

_NAMES = [hasher.name for hasher in HASHERS]


class Tree:
    """The log as a tree under every hash function, as far as it was looked at."""

    def __init__(self) -> None:
        self._rows: Rows = {}

    @classmethod
    def around(cls, *places: int) -> Tree:
        """The tree with the tiles on the way from these places to the top already at hand."""
        found, height = cls(), max(places).bit_length()
        levels = range(max(height - 1, 0) // HEIGHT + 1)
        found.load((level, place >> HEIGHT * (level + 1)) for place in places for level in levels)
        return found

    @classmethod
    def under(cls, head: TreeHead, index: int) -> Tree:
        """The same for an entry under a signed head.

        The tiles at the edge of the head are read once for all proofs under it: they are known by
        its size and its roots, which no other tree can have.
        """
        found = cls()
        found._rows |= _edge(head.size, head.sha256, head.sm3)
        height = (head.size - 1).bit_length()
        places = [
            (level, index >> HEIGHT * (level + 1))
            for level in range(max(height - 1, 0) // HEIGHT + 1)
        ]
        found.load(place for place in places if (_NAMES[0], *place) not in found._rows)
        return found

    def node(self, hasher: Hasher) -> Node:
        """The subtrees under a hash function."""
        return nodes(lambda level, index: self.row(hasher, level, index), hasher)

    def row(self, hasher: Hasher, level: int, index: int) -> Sequence[bytes]:
        """The row of a tile, as far as the log has come."""
        if (hasher.name, level, index) not in self._rows:
            self.load([(level, index)])
        return self._rows[hasher.name, level, index]

    def load(self, places: Iterable[Place]) -> None:
        """Bring the rows of tiles, under every hash function."""
        asked = sorted(set(places))
        if not asked:
            return
        levels, indexes = [level for level, _ in asked], [index for _, index in asked]
        with connection.cursor() as cursor:
            cursor.execute(_FULL, [levels, indexes, _NAMES])
            for name, level, index, hashes in cursor.fetchall():
                self._rows[name, level, index] = unpack(bytes(hashes))
        growing = [place for place in asked if (_NAMES[0], *place) not in self._rows]
        for first, end in _runs([index for level, index in growing if level == 0]):
            self._leaves(first, end)
        self._roots([place for place in growing if place[0]])

    def _leaves(self, first: int, end: int) -> None:
        entries = logged_between(first * WIDTH, end * WIDTH - 1)
        for hasher in HASHERS:
            leaves = [hasher.leaf(entry.line) for entry in entries]
            for index in range(first, end):
                at = (index - first) * WIDTH
                self._rows[hasher.name, 0, index] = leaves[at : at + WIDTH]

    def _roots(self, growing: Sequence[Place]) -> None:
        if not growing:
            return
        rows: dict[tuple[str, int, int], list[bytes]] = {
            (name, *place): [] for name in _NAMES for place in growing
        }
        below, firsts = [level - 1 for level, _ in growing], [at * WIDTH for _, at in growing]
        with connection.cursor() as cursor:
            cursor.execute(_ROOTS, [WIDTH, below, firsts, WIDTH, _NAMES])
            for name, level, index, root in cursor.fetchall():
                rows[name, level, index].append(bytes(root))
        self._rows |= rows


@lru_cache(maxsize=4)
def _edge(size: int, *_roots: str) -> Rows:
    """The rows of the tiles on the way from the end of a tree to its top."""
    return Tree.around(size)._rows


def _runs(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow each other, as the first of them and the one behind the last."""
    start = 0
    for at in range(1, len(indexes) + 1):
        if at == len(indexes) or indexes[at] != indexes[at - 1] + 1:
            yield indexes[start], indexes[at - 1] + 1
            start = at
