"""What the log shows: entries, heads, and the proofs between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.keys import LOG, signer
from qingshan.apps.log import refusals
from qingshan.apps.log.models import LogEntry, TreeHead
from qingshan.apps.log.rows import row_of
from qingshan.apps.log.tree import Tree
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.log import Entry, consistency_document, proof_document
from qingshan.core.proof.merkle import HASHERS, consistency_proof, inclusion_proof, tree_root
from qingshan.core.proof.signer import Keys, published

PUBLIC_KIND = "chain"
"""Rows that a proof may show to anyone: chains name accounts by number, never people. Events can
hold names; their proofs show the digests alone."""


class Line(NamedTuple):
    """An entry at its place."""

    number: int
    entry: Entry


def log_name() -> str:
    """The name of this log, which its heads carry: the address of the house."""
    return str(settings.SITE_URL)


def log_keys() -> Keys:
    """The public key by which tree heads are checked."""
    return published(signer(LOG))


def size() -> int:
    """How many entries the log has."""
    newest = LogEntry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if newest is None else newest + 1


def lines(first: int, count: int) -> list[Line]:
    """Entries in their order from a place on."""
    found = LogEntry.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
    return [Line(kept.index, entry_of(kept)) for kept in found]


def line_of(kind: str, row: int) -> Line | None:
    """The entry of a row, once it was logged."""
    kept = LogEntry.objects.filter(kind=kind, row=row).first()
    return None if kept is None else Line(kept.index, entry_of(kept))


def places_of(kind: str, rows: Sequence[int]) -> dict[int, int]:
    """At which place of the log rows of a kind stand; those not yet logged are left out."""
    return dict(_PLACES.rows(kind, list(rows)))


def _places(kind: str, rows: list[int]) -> QuerySet[LogEntry, tuple[Any, ...]]:
    return LogEntry.objects.filter(kind=kind, row__in=rows).values_list("row", "index")


_PLACES = Fixed(_places, str, list[int])


def heads(*, limit: int = 30) -> list[TreeHead]:
    """Signed heads, newest first."""
    return list(TreeHead.objects.order_by("-size")[:limit])


def latest_head() -> TreeHead | None:
    """The newest signed head."""
    return next(iter(_NEWEST.objects()), None)


_NEWEST = Fixed(lambda: TreeHead.objects.order_by("-size")[:1])


def head_at(size: int) -> TreeHead:
    """The signed head of a size.

    Raises
    ------
    Refused
        E-LO-02 when none was signed at that size.
    """
    found = TreeHead.objects.filter(size=size).first()
    if found is None:
        newest = latest_head()
        raise Refused.because(
            refusals.HEAD_UNKNOWN, f"{size}", size=size, newest=newest.size if newest else 0
        )
    return found


def roots(size: int) -> dict[str, bytes]:
    """The root of the first ``size`` entries under each hash function."""
    tree = Tree.around(size)
    return {hasher.name: tree_root(tree.node(hasher), size, hasher) for hasher in HASHERS}


def proof(index: int) -> bytes:
    """The proof of an entry under the newest signed head, as a file for strangers.

    Raises
    ------
    Refused
        E-LO-01 when there is no such entry; E-LO-03 when no head covers it yet.
    """
    kept: LogEntry | None = next(iter(_ENTRY.objects(index)), None)
    if kept is None:
        raise Refused.because(refusals.ENTRY_UNKNOWN, f"{index}", index=index, size=size())
    head = latest_head()
    if head is None or head.size <= index:
        raise Refused.because(refusals.NOT_SIGNED_YET, f"{index}", index=index)
    tree = Tree.under(head, index)
    paths = {
        hasher.name: inclusion_proof(tree.node(hasher), index, head.size, hasher)
        for hasher in HASHERS
    }
    row = row_of(kept.kind, kept.row) if kept.kind == PUBLIC_KIND else None
    return proof_document(
        entry_of(kept), index, head.text, paths, None if row is None else row.content
    )


_ENTRY = Fixed(lambda index: LogEntry.objects.filter(index=index), int)


def growth(first: int, second: int) -> bytes:
    """The proof that the head of one size goes on to that of another.

    Raises
    ------
    Refused
        E-LO-02 when one of the sizes has no signed head; E-LO-04 when the first is the larger.
    """
    older, newer = head_at(first), head_at(second)
    if first > second:
        raise Refused.because(refusals.SIZES_TURNED, f"{first}", first=first, second=second)
    tree = Tree.around(first, second)
    paths = {
        hasher.name: consistency_proof(tree.node(hasher), first, second, hasher)
        for hasher in HASHERS
    }
    return consistency_document(older.text, newer.text, paths)


def entry_of(kept: LogEntry) -> Entry:
    """The line of a kept entry."""
    digests = bytes(kept.sha256), bytes(kept.sm3)
    return Entry.kept(kept.kind, kept.row, kept.name, kept.when, *digests)
