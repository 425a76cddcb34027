"""The public log as a stranger holds it: lines, signed tree heads, and proofs checked offline."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from qingshan.core.kernel.digest import canonical, sha256, sm3
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.envelope import Sealed, open_json, seal_json
from qingshan.core.proof.merkle import HASHERS, Hasher, includes, is_consistent
from qingshan.core.proof.refusals import (
    LOG_ENTRY_NOT_INCLUDED,
    LOG_FORKED,
    LOG_SHRUNK,
    PROOF_UNREADABLE,
)
from qingshan.core.proof.signer import Keys, Signer

HEAD_KIND = "log-head"
PROOF_FORMAT = "qingshan-log-proof-1"
CONSISTENCY_FORMAT = "qingshan-log-consistency-1"

_LINE = re.compile(
    r"(?P<kind>[a-z]+) (?P<row>[0-9]+) (?P<name>[a-z0-9_.]+) (?P<when>[0-9T:.+-]+Z) "
    r"sha256:(?P<sha256>[0-9a-f]{64}) sm3:(?P<sm3>[0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: which row of which kind, what it was, when, and its two digests.

    The row itself stays in the register, for it may name people; whoever holds the row can check
    it against the digests.
    """

    kind: str
    row: int
    name: str
    when: str
    sha256: str
    sm3: str

    @property
    def line(self) -> bytes:
        """The bytes that are hashed as a leaf."""
        text = f"{self.kind} {self.row} {self.name} {self.when} sha256:{self.sha256} sm3:{self.sm3}"
        return text.encode()

    @classmethod
    def of(cls, kind: str, row: int, name: str, when: datetime, text: str) -> Entry:
        """The entry of a row whose one written form is ``text``."""
        data = text.encode()
        return cls(kind, row, name, moment(when), sha256(data), sm3(data))

    @classmethod
    def kept(
        cls, kind: str, row: int, name: str, when: datetime, of_sha256: bytes, of_sm3: bytes
    ) -> Entry:
        """The entry of digests that were kept as bytes."""
        return cls(kind, row, name, moment(when), of_sha256.hex(), of_sm3.hex())

    @classmethod
    def parse(cls, line: str) -> Entry:
        """Read a line back.

        Raises
        ------
        Refused
            E-PF-14 when it is not in its one written form.
        """
        found = _LINE.fullmatch(line)
        if found is None:
            raise Refused.because(PROOF_UNREADABLE, "entry", problem="line")
        return cls(
            found["kind"], int(found["row"]), found["name"], found["when"], found["sha256"],
            found["sm3"],
        )  # fmt: skip


def moment(when: datetime) -> str:
    """A moment in its one written form: UTC with six decimals."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class Head:
    """The root of the log at a size, under both hash functions; ``text`` is the signed form."""

    log: str
    size: int
    roots: Mapping[str, str]
    when: datetime
    text: str

    def root(self, hasher: Hasher) -> bytes:
        """The root under one hash function."""
        return bytes.fromhex(self.roots[hasher.name])


def sign_head(
    log: str, size: int, roots: Mapping[str, bytes], signer: Signer, when: datetime
) -> str:
    """A signed tree head: one line of canonical JSON, checkable with the log's public key."""
    statement = {
        "kind": HEAD_KIND,
        "log": log,
        "size": size,
        "roots": {name: root.hex() for name, root in sorted(roots.items())},
    }
    return seal_json(statement, signer, signed_at=when).decode()


def open_head(text: str, keys: Keys) -> Head:
    """Check the signature of a tree head and read it.

    Raises
    ------
    Refused
        E-PF-01 to E-PF-07 as for any sealed statement; E-PF-14 when it states no tree head.
    """
    sealed = open_json(text.encode(), keys)
    told = sealed.statement
    names = {hasher.name for hasher in HASHERS}
    roots = told.get("roots")
    is_head = (
        told.get("kind") == HEAD_KIND
        and isinstance(told.get("size"), int)
        and isinstance(roots, dict)
        and set(roots) == names
        and all(re.fullmatch(r"[0-9a-f]{64}", str(root)) for root in roots.values())
    )
    if not is_head:
        raise Refused.because(PROOF_UNREADABLE, "head", problem="statement")
    return _head(sealed, text)


def _head(sealed: Sealed, text: str) -> Head:
    told = sealed.statement
    return Head(str(told["log"]), int(told["size"]), dict(told["roots"]), sealed.signed_at, text)


@dataclass(frozen=True)
class Included:
    """What a valid proof says: this entry stands at this place of the log under this head."""

    entry: Entry
    index: int
    head: Head
    content: str | None


def proof_document(
    entry: Entry, index: int, head: str, paths: Mapping[str, Sequence[bytes]], content: str | None
) -> bytes:
    """The proof of one entry as a file that a stranger keeps; ``content`` is a public row."""
    told: dict[str, Any] = {
        "format": PROOF_FORMAT,
        "entry": entry.line.decode(),
        "index": index,
        "head": head,
        "paths": {name: [step.hex() for step in path] for name, path in paths.items()},
    }
    if content is not None:
        told["content"] = content
    return canonical(told) + b"\n"


def check_proof(data: bytes, keys: Keys) -> Included:
    """Check the proof of an entry with nothing but the log's public key.

    Raises
    ------
    Refused
        E-PF-14 not a proof; E-PF-15 the entry is not under the head, or the row shown is not the
        entry's; the refusals of a sealed statement for the head.
    """
    told = _document(data, PROOF_FORMAT, ("entry", "head"), ("index",))
    entry = Entry.parse(told["entry"])
    head = open_head(told["head"], keys)
    line, index = entry.line, told["index"]
    for hasher in HASHERS:
        path = _hashes(told.get("paths"), hasher)
        if not includes(line, index, head.size, path, head.root(hasher), hasher):
            raise Refused.because(
                LOG_ENTRY_NOT_INCLUDED, f"{index}", index=index, size=head.size, hash=hasher.name
            )
    content = told.get("content")
    if content is not None:
        row = str(content).encode()
        if (sha256(row), sm3(row)) != (entry.sha256, entry.sm3):
            raise Refused.because(
                LOG_ENTRY_NOT_INCLUDED, f"{index}", index=index, size=head.size, hash="content"
            )
    return Included(entry, index, head, content)


def consistency_document(first: str, second: str, paths: Mapping[str, Sequence[bytes]]) -> bytes:
    """The proof that the log of one head goes on to that of another."""
    told = {
        "format": CONSISTENCY_FORMAT,
        "first": first,
        "second": second,
        "paths": {name: [step.hex() for step in path] for name, path in paths.items()},
    }
    return canonical(told) + b"\n"


def check_consistency(data: bytes, keys: Keys, *, first: Head | None = None) -> tuple[Head, Head]:
    """Check that the later head continues the earlier one, and that nothing before was changed.

    ``first`` is the head that the witness remembers; without it the one in the document counts.

    Raises
    ------
    Refused
        E-PF-14 not a proof; E-PF-16 the log became shorter or is another log; E-PF-17 the history
        before the first head was rewritten.
    """
    told = _document(data, CONSISTENCY_FORMAT, ("first", "second"), ())
    older = first or open_head(told["first"], keys)
    newer = open_head(told["second"], keys)
    if newer.size < older.size or newer.log != older.log:
        raise Refused.because(LOG_SHRUNK, newer.log, first=older.size, second=newer.size)
    for hasher in HASHERS:
        path = _hashes(told.get("paths"), hasher)
        roots = older.root(hasher), newer.root(hasher)
        if not is_consistent((older.size, newer.size), roots, path, hasher):
            raise Refused.because(
                LOG_FORKED, newer.log, first=older.size, second=newer.size, hash=hasher.name
            )
    return older, newer


def _document(
    data: bytes, form: str, texts: Sequence[str], numbers: Sequence[str]
) -> Mapping[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise Refused.because(PROOF_UNREADABLE, form, problem="JSON") from fault
    is_whole = (
        isinstance(told, dict)
        and told.get("format") == form
        and all(isinstance(told.get(name), str) for name in texts)
        and all(type(told.get(name)) is int for name in numbers)
    )
    if not is_whole:
        raise Refused.because(PROOF_UNREADABLE, form, problem="fields")
    found: Mapping[str, Any] = told
    return found


def _hashes(paths: Any, hasher: Hasher) -> list[bytes]:
    steps = paths.get(hasher.name) if isinstance(paths, dict) else None
    if not isinstance(steps, list) or not all(
        isinstance(step, str) and re.fullmatch(r"[0-9a-f]{64}", step) for step in steps
    ):
        raise Refused.because(PROOF_UNREADABLE, hasher.name, problem="paths")
    return [bytes.fromhex(step) for step in steps]
