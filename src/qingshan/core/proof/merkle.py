"""Merkle trees of an append-only log: roots, and proofs that need only a few hashes.

The tree of RFC 6962 and RFC 9162, section 2.1: a leaf is hashed behind a zero byte, an inner node
behind a one, and a tree of any size splits at the largest power of two below it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

LEAF, NODE = b"\x00", b"\x01"

Node = Callable[[int, int], bytes]
"""``node(level, index)``: the hash of the complete subtree of ``2**level`` leaves at that index."""


@dataclass(frozen=True)
class Hasher:
    """A hash function by the name under which it is published."""

    name: str
    of: Callable[[bytes], bytes]

    def leaf(self, entry: bytes) -> bytes:
        """The hash of an entry as a leaf of the tree."""
        return self.of(LEAF + entry)

    def node(self, left: bytes, right: bytes) -> bytes:
        """The hash of an inner node."""
        return self.of(NODE + left + right)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    begun = _SM3.copy()
    begun.update(data)
    return begun.digest()


_SM3 = hashlib.new("sm3")
"""Fresh and never written to: a copy of it is begun in half the time of a name looked up."""


SHA256 = Hasher("sha256", _sha256)
SM3 = Hasher("sm3", _sm3)
"""GB/T 32905-2016."""

HASHERS = (SHA256, SM3)


def root_of(leaves: Sequence[bytes], hasher: Hasher) -> bytes:
    """The root over leaf hashes; the root of an empty tree is the hash of nothing.

    Pairs are joined level by level; a node without a partner rises as it is, which gives the same
    root as the split of RFC 9162, section 2.1.1.
    """
    if not leaves:
        return hasher.of(b"")
    level = list(leaves)
    while len(level) > 1:
        level = join_pairs(level, hasher)
    return level[0]


def join_pairs(level: Sequence[bytes], hasher: Hasher) -> list[bytes]:
    """The level above a row of nodes; a last one without a partner rises unchanged."""
    of = hasher.of
    joined = [of(NODE + a + b) for a, b in zip(level[::2], level[1::2], strict=False)]
    if len(level) % 2:
        joined.append(level[-1])
    return joined


def tree_root(node: Node, size: int, hasher: Hasher) -> bytes:
    """The root of the first ``size`` leaves."""
    return _range_hash(node, 0, size, hasher) if size else hasher.of(b"")


def inclusion_proof(node: Node, index: int, size: int, hasher: Hasher) -> list[bytes]:
    """The hashes that lead from leaf ``index`` to the root of ``size`` leaves, lowest first.

    Source: RFC 9162, section 2.1.3.1.
    """
    assert 0 <= index < size, "the leaf lies in the tree"
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_hash(node, middle, high, hasher))
            high = middle
        else:
            path.append(_range_hash(node, low, middle, hasher))
            low = middle
    return path[::-1]


def consistency_proof(node: Node, first: int, second: int, hasher: Hasher) -> list[bytes]:
    """The hashes that show that the tree of ``first`` leaves begins the tree of ``second``.

    Source: RFC 9162, section 2.1.4.1.
    """
    assert 0 < first <= second, "the smaller tree is not empty"
    path: list[bytes] = []
    low, high, is_whole = 0, second, True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            path.append(_range_hash(node, middle, high, hasher))
            high = middle
        else:
            path.append(_range_hash(node, low, middle, hasher))
            low, is_whole = middle, False
    if not is_whole:
        path.append(_range_hash(node, low, high, hasher))
    return path[::-1]


def includes(
    entry: bytes, index: int, size: int, proof: Iterable[bytes], root: bytes, hasher: Hasher
) -> bool:
    """Whether the proof leads from the entry at ``index`` to the root of ``size`` leaves.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, hasher.leaf(entry)
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = hasher.node(step, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = hasher.node(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes], hasher: Hasher
) -> bool:
    """Whether the proof shows that the tree of the first size begins that of the second.

    Source: RFC 9162, section 2.1.4.2.
    """
    first, second = sizes
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and roots[0] == roots[1]
    steps = list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, roots[0])
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            older, newer = hasher.node(step, older), hasher.node(step, newer)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = hasher.node(newer, step)
        at, last = at >> 1, last >> 1
    return last == 0 and (older, newer) == roots


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(node: Node, low: int, high: int, hasher: Hasher) -> bytes:
    """The hash over the leaves from ``low`` to ``high``, a range that a split can leave over."""
    count = high - low
    if count & (count - 1) == 0:
        return node(count.bit_length() - 1, low // count)
    middle = low + _split(count)
    left = _range_hash(node, low, middle, hasher)
    return hasher.node(left, _range_hash(node, middle, high, hasher))
