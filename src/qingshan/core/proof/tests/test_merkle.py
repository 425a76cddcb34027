"""The tree of RFC 9162: known roots, and proofs that hold for the truth and for nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.proof.merkle import (
    HASHERS,
    SHA256,
    Hasher,
    consistency_proof,
    includes,
    inclusion_proof,
    is_consistent,
    root_of,
    tree_root,
)
from qingshan.core.proof.tiles import WIDTH, nodes, pack, unpack

ENTRIES = [f"event {number}".encode() for number in range(70)]
RFC_INPUTS = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
RFC_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
"""Root of the eight inputs that the reference implementation of the log publishes."""


def split_root(entries: list[bytes], hasher: Hasher) -> bytes:
    """The root as section 2.1.1 writes it, word for word: the slow way that proofs are held to."""
    if not entries:
        return hasher.of(b"")
    if len(entries) == 1:
        return hasher.leaf(entries[0])
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hasher.node(split_root(entries[:split], hasher), split_root(entries[split:], hasher))


def tiled(entries: list[bytes], hasher: Hasher) -> tuple[bytes, ...]:
    return tuple(hasher.leaf(entry) for entry in entries)


def node_of(entries: list[bytes], hasher: Hasher) -> object:
    leaves = tiled(entries, hasher)

    def load(level: int, index: int) -> tuple[bytes, ...]:
        row = leaves
        for _ in range(level):
            full = range(0, len(row) - len(row) % WIDTH, WIDTH)
            row = tuple(root_of(row[at : at + WIDTH], hasher) for at in full)
        return row[index * WIDTH : (index + 1) * WIDTH]

    return nodes(load, hasher)


def test_the_known_tree_has_the_known_root() -> None:
    leaves = [SHA256.leaf(entry) for entry in RFC_INPUTS]
    assert root_of(leaves, SHA256).hex() == RFC_ROOT
    assert root_of([], SHA256).hex() == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize("hasher", HASHERS, ids=lambda hasher: hasher.name)
def test_tiles_and_pairs_give_the_root_of_the_definition(hasher: Hasher) -> None:
    for size in (*range(1, 20), 63, 64, 65, 70):
        entries = ENTRIES[:size]
        expected = split_root(entries, hasher)
        assert root_of(tiled(entries, hasher), hasher) == expected
        assert tree_root(node_of(entries, hasher), size, hasher) == expected


@pytest.mark.parametrize("size", [255, 256, 257, 511, 513, 70_000])
def test_a_tree_larger_than_a_tile(size: int) -> None:
    entries = [b"%d" % number for number in range(size)]
    node = node_of(entries, SHA256)
    root = tree_root(node, size, SHA256)
    assert root == root_of(tiled(entries, SHA256), SHA256)
    for index in {0, 1, size // 3, size - 1}:
        proof = inclusion_proof(node, index, size, SHA256)
        assert includes(entries[index], index, size, proof, root, SHA256)


@given(st.integers(1, 70), st.data())
def test_an_entry_is_included_and_no_other_is(size: int, data: st.DataObject) -> None:
    entries = ENTRIES[:size]
    index = data.draw(st.integers(0, size - 1))
    node = node_of(entries, SHA256)
    root = tree_root(node, size, SHA256)
    proof = inclusion_proof(node, index, size, SHA256)
    assert includes(entries[index], index, size, proof, root, SHA256)
    assert not includes(b"forged", index, size, proof, root, SHA256)
    assert not includes(entries[index], index, size, [*proof, root], root, SHA256)
    assert not includes(entries[index], size, size, proof, root, SHA256)
    if proof:
        assert not includes(entries[index], index, size, proof[:-1], root, SHA256)
        other = data.draw(st.integers(0, size - 1).filter(lambda at: at != index))
        assert not includes(entries[index], other, size, proof, root, SHA256)


@given(st.integers(1, 70), st.data())
def test_a_smaller_tree_begins_the_larger_one(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    node = node_of(ENTRIES[:second], SHA256)
    roots = tree_root(node, first, SHA256), tree_root(node, second, SHA256)
    proof = consistency_proof(node, first, second, SHA256)
    assert is_consistent((first, second), roots, proof, SHA256)
    forged = tree_root(node_of([b"x", *ENTRIES[1:second]], SHA256), first, SHA256)
    assert not is_consistent((first, second), (forged, roots[1]), proof, SHA256)
    assert not is_consistent((second, first), roots[::-1], proof, SHA256) or first == second
    if first < second:
        assert not is_consistent((first, second), (roots[1], roots[1]), proof, SHA256)
        assert not is_consistent((first, second), roots, [*proof, roots[0]], SHA256)
        assert not is_consistent((first, second), roots, [], SHA256) or not proof


def test_packed_rows_come_back() -> None:
    row = tiled(ENTRIES[:9], SHA256)
    assert unpack(pack(row)) == row
