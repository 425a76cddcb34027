"""What a stranger can check offline: an entry under a head, a head after a head."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from qingshan.core.kernel.digest import canonical
from qingshan.core.proof.envelope import seal_json
from qingshan.core.proof.log import (
    Entry,
    check_consistency,
    check_proof,
    consistency_document,
    open_head,
    proof_document,
    sign_head,
)
from qingshan.core.proof.merkle import (
    HASHERS,
    consistency_proof,
    inclusion_proof,
    root_of,
    tree_root,
)
from qingshan.core.proof.signer import Ed25519Signer, published
from qingshan.core.proof.tiles import WIDTH, nodes

SIGNER = Ed25519Signer.from_seed(b"l" * 32)
KEYS = published(SIGNER)
WHEN = datetime(2026, 4, 16, 1, 2, 3, tzinfo=UTC)
ROWS = [f'["chain", {number}, "issue:{number}"]' for number in range(300)]
ENTRIES = [Entry.of("chain", at, "issue", WHEN, row) for at, row in enumerate(ROWS)]


def node_of(entries, hasher):
    leaves = [hasher.leaf(entry.line) for entry in entries]
    full = [root_of(leaves[:WIDTH], hasher)]
    return nodes(lambda level, at: full if level else leaves[at * WIDTH : (at + 1) * WIDTH], hasher)


def head_of(entries, *, log="青山", signer=SIGNER):
    size = len(entries)
    roots = {h.name: tree_root(node_of(entries, h), size, h) for h in HASHERS}
    return sign_head(log, size, roots, signer, WHEN)


def proof_of(index, *, content=None):
    paths = {h.name: inclusion_proof(node_of(ENTRIES, h), index, len(ENTRIES), h) for h in HASHERS}
    return proof_document(ENTRIES[index], index, head_of(ENTRIES), paths, content)


def growth(first, entries):
    paths = {
        h.name: consistency_proof(node_of(entries, h), first, len(entries), h) for h in HASHERS
    }
    return consistency_document(head_of(ENTRIES[:first]), head_of(entries), paths)


def changed(document, **facts):
    return canonical({**json.loads(document), **facts}) + b"\n"


def test_a_line_comes_back_as_it_was():
    assert Entry.parse(ENTRIES[7].line.decode()) == ENTRIES[7]


def test_a_proof_says_what_stands_where_and_shows_the_row():
    found = check_proof(proof_of(260, content=ROWS[260]), KEYS)
    assert (found.entry, found.index, found.head.size) == (ENTRIES[260], 260, 300)
    assert found.content == ROWS[260]


@pytest.mark.parametrize(
    "damaged",
    [b"{", b"[]", changed(proof_of(3), index="3"), changed(proof_of(3), paths={}),
     changed(proof_of(3), paths={"sha256": ["00"], "sm3": []}),
     changed(proof_of(3), entry="event 1 x"), changed(proof_of(3), format="other"),
     changed(proof_of(3), head=seal_json({"kind": "ticket"}, SIGNER, signed_at=WHEN).decode())],
)  # fmt: skip
def test_what_is_no_proof_is_said_to_be_none(refuses, damaged):
    with refuses("E-PF-14"):
        check_proof(damaged, KEYS)


@pytest.mark.parametrize(
    "forged",
    [changed(proof_of(3), entry=ENTRIES[4].line.decode()), changed(proof_of(3), index=4),
     changed(proof_of(3), index=-1), proof_of(3, content=ROWS[4])],
)  # fmt: skip
def test_a_forged_entry_place_or_row_is_found(refuses, forged):
    with refuses("E-PF-15"):
        check_proof(forged, KEYS)


def test_a_head_of_another_key_is_not_believed(refuses):
    stranger = Ed25519Signer.from_seed(b"s" * 32)
    with refuses("E-PF-05"):
        open_head(head_of(ENTRIES, signer=stranger), KEYS)


def test_a_log_that_grows_is_consistent():
    older, newer = check_consistency(growth(270, ENTRIES), KEYS)
    assert (older.size, newer.size) == (270, 300)


def test_a_rewritten_history_is_found(refuses):
    rewritten = [*ENTRIES[:5], ENTRIES[6], *ENTRIES[6:]]
    with refuses("E-PF-17"):
        check_consistency(growth(270, rewritten), KEYS)


def test_a_log_that_shrank_is_found_against_what_the_witness_remembers(refuses):
    remembered = open_head(head_of(ENTRIES), KEYS)
    with refuses("E-PF-16"):
        check_consistency(growth(200, ENTRIES[:270]), KEYS, first=remembered)
