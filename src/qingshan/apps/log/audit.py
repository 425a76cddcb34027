"""The whole log held against the rows it covers, its tree and its signed heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from qingshan.apps.log.models import KINDS, LogTile, TreeHead
from qingshan.apps.log.reads import log_keys
from qingshan.apps.log.rows import Logged, logged_between, texts_between
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.proof.log import open_head
from qingshan.core.proof.merkle import HASHERS, SM3, Hasher, root_of
from qingshan.core.proof.tiles import WIDTH, pack, unpack

AT_ONCE = 64 * WIDTH
"""Entries looked at together: whole tiles."""

Progress = Callable[[int], None]
Leaves = Mapping[Hasher, list[bytes]]

CHANGED = Label("记录已被改动", "the row was changed")
REMOVED = Label("记录已被删除", "the row was removed")
PUSHED_IN = Label("记录是事后插入的，不在日志中", "the row was pushed in and is not in the log")
ENTRY_MISSING = Label("日志条目缺失", "an entry of the log is missing")
TILE_WRONG = Label("日志瓦片与条目不符", "the tile does not follow from its entries")
ROOT_WRONG = Label(
    "已签名的根与条目不符，历史被改写", "the signed root does not fit: the history was rewritten"
)
HEAD_WRONG = Label("日志头的签名或内容不成立", "the signature or statement of the head is wrong")
TOO_SHORT = Label("日志头覆盖的条目多于日志", "the head covers more entries than the log has")


@dataclass(frozen=True)
class Breach:
    """Something that no longer fits: where, and what is wrong with it."""

    place: str
    what: Label


@dataclass
class _Tree:
    """A growing tree of which only the peaks are kept: its complete subtrees, largest first."""

    hasher: Hasher
    peaks: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, subtree: bytes, leaves: int) -> None:
        while self.peaks and self.peaks[-1][0] == leaves:
            subtree = self.hasher.node(self.peaks.pop()[1], subtree)
            leaves *= 2
        self.peaks.append((leaves, subtree))

    def root_with(self, leaves: Sequence[bytes]) -> bytes:
        """The root when these leaves, fewer than a tile or just one, come behind."""
        found = root_of(leaves, self.hasher) if leaves else self.peaks[-1][1]
        for _, peak in reversed(self.peaks if leaves else self.peaks[:-1]):
            found = self.hasher.node(peak, found)
        return found


def breaches(progress: Progress = lambda _: None) -> Iterator[Breach]:
    """Everything that no longer fits, in the order of the log.

    Rows that were changed, removed or pushed in between, missing entries, tiles that do not follow
    from their entries, heads whose root or signature is wrong. Run it in a transaction of level
    REPEATABLE READ while others are at work.
    """
    trees = [_Tree(hasher) for hasher in HASHERS]
    reached = dict.fromkeys(KINDS, 0)
    heads = list(TreeHead.objects.order_by("size"))
    for head in heads:
        yield from _signature(head)
    size = 0
    while entries := logged_between(size, size + AT_ONCE - 1):
        if [entry.number for entry in entries] != list(range(size, size + len(entries))):
            yield Breach(f"log {size}", ENTRY_MISSING)
            return
        yield from _rows(entries, reached)
        yield from _growth(entries, trees, heads)
        size += len(entries)
        progress(len(entries))
    yield from (Breach(f"head {head.size}", TOO_SHORT) for head in heads if head.size > size)
    yield from _upper_tiles()


def _rows(entries: Sequence[Logged], reached: dict[str, int]) -> Iterator[Breach]:
    """The entries against the rows as they stand; every row up to the last logged must be in."""
    for kind in KINDS:
        logged = [entry for entry in entries if entry.kind == kind]
        if not logged:
            continue
        last = max(entry.row for entry in logged)
        rows = texts_between(kind, reached[kind] + 1, last)
        standing = {number: text.encode() for number, _, text in rows}
        for entry in logged:
            data = standing.pop(entry.row, None)
            if data is None:
                yield Breach(entry.place, REMOVED)
            elif sha256(data).digest() != entry.sha256 or SM3.of(data) != entry.sm3:
                yield Breach(entry.place, CHANGED)
        for number, name, _ in rows:
            if number in standing:
                yield Breach(f"{kind} {number} ({name})", PUSHED_IN)
        reached[kind] = last


def _growth(
    entries: Sequence[Logged], trees: Sequence[_Tree], heads: Iterable[TreeHead]
) -> Iterator[Breach]:
    """Grow the trees tile by tile; where a head was signed, compare the roots."""
    first = entries[0].number // WIDTH
    kept = _kept(first, first + AT_ONCE // WIDTH)
    for start in range(0, len(entries), WIDTH):
        part = entries[start : start + WIDTH]
        leaves = {tree.hasher: [tree.hasher.leaf(e.line) for e in part] for tree in trees}
        at = part[0].number
        for head in heads:
            if at < head.size <= at + len(part):
                yield from _root(head, leaves, head.size - at, trees)
        if len(part) < WIDTH:
            continue
        for tree in trees:
            name, row = tree.hasher.name, leaves[tree.hasher]
            root = root_of(row, tree.hasher)
            if kept.get((name, at // WIDTH)) != (pack(row), root):
                yield Breach(f"tile {name}/0/{at // WIDTH}", TILE_WRONG)
            tree.add(root, WIDTH)


def _kept(first: int, end: int) -> dict[tuple[str, int], tuple[bytes, bytes]]:
    """The kept tiles of the lowest level: their rows and roots."""
    tiles = LogTile.objects.filter(level=0, index__gte=first, index__lt=end)
    return {(t.hasher, t.index): (bytes(t.hashes), bytes(t.root)) for t in tiles}


def _upper_tiles() -> Iterator[Breach]:
    """Tiles above the lowest level against the roots of the tiles below them."""
    hashers = {hasher.name: hasher for hasher in HASHERS}
    for tile in LogTile.objects.filter(level__gt=0).order_by("hasher", "level", "index"):
        below = LogTile.objects.filter(
            hasher=tile.hasher, level=tile.level - 1, index__gte=tile.index * WIDTH
        ).order_by("index")[:WIDTH]
        row = tuple(bytes(root) for root in below.values_list("root", flat=True))
        fits = unpack(bytes(tile.hashes)) == row
        if not fits or bytes(tile.root) != root_of(row, hashers[tile.hasher]):
            yield Breach(f"tile {tile}", TILE_WRONG)


def _root(head: TreeHead, leaves: Leaves, cut: int, trees: Sequence[_Tree]) -> Iterator[Breach]:
    found = {tree.hasher.name: tree.root_with(leaves[tree.hasher][:cut]).hex() for tree in trees}
    if found != {"sha256": head.sha256, "sm3": head.sm3}:
        yield Breach(f"head {head.size}", ROOT_WRONG)


def _signature(head: TreeHead) -> Iterator[Breach]:
    try:
        signed = open_head(head.text, log_keys())
    except Refused:
        yield Breach(f"head {head.size}", HEAD_WRONG)
        return
    if (signed.size, signed.roots) != (head.size, {"sha256": head.sha256, "sm3": head.sm3}):
        yield Breach(f"head {head.size}", HEAD_WRONG)
