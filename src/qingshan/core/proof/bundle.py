"""What proves a ticket's life offline: its issue and all that left circulation, under signed heads.

A proof of the log shows the row of a chain, and that row holds the digest of its transfers. The
bundle brings the transfers along, so that a stranger can add up what was issued and what went out.
It cannot show that nothing happened since: it says up to when it knows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingshan.core.kernel.digest import canonical, sha256
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.log import Head, Included, check_proof
from qingshan.core.proof.refusals import BUNDLE_FOREIGN, BUNDLE_UNPROVED, PROOF_UNREADABLE
from qingshan.core.proof.signer import Keys

BUNDLE_FORMAT = "qingshan-ticket-proof-1"

Move = Sequence[Any]
"""Act, source, target, amount, hold, expiry: a transfer as a chain's digest covers it."""


@dataclass(frozen=True)
class Shown:
    """A chain of the ticket with its proof; ``amount`` counts units that it issued or took out."""

    key: str
    code: str
    when: str
    amount: int
    index: int


@dataclass(frozen=True)
class TicketProof:
    """What a valid bundle says; ``head`` is the oldest signed head that its proofs rest on.

    ``states`` are the acts of the register on the ticket by name and moment, ``waiting`` what is
    entered already but under no signed head yet.
    """

    number: str
    head: Head
    issue: Shown
    gone: tuple[Shown, ...]
    states: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...]

    @property
    def left(self) -> int:
        """What was still in circulation at the head."""
        return self.issue.amount - sum(shown.amount for shown in self.gone)


def bundle_document(
    number: str,
    chains: Sequence[tuple[bytes, Sequence[Move]]],
    states: Sequence[bytes],
    waiting: Sequence[str],
) -> bytes:
    """The bundle as a file: chains with their proofs and transfers, the issue first."""
    told = {
        "format": BUNDLE_FORMAT,
        "number": number,
        "chains": [{"proof": proof.decode(), "moves": list(moves)} for proof, moves in chains],
        "states": [proof.decode() for proof in states],
        "waiting": list(waiting),
    }
    return canonical(told) + b"\n"


def check_bundle(data: bytes, keys: Keys, number: str) -> TicketProof:
    """Check a bundle with nothing but the log's public key, and that it is about this ticket.

    Raises
    ------
    Refused
        E-PF-14 not a bundle, E-PF-19 that of another ticket, E-PF-20 the issue is under no signed
        head yet; E-PF-15 and the refusals of a tree head for its proofs.
    """
    told = _read(data)
    if told["number"] != number:
        raise Refused.because(BUNDLE_FOREIGN, number, other=str(told["number"])[:40])
    if not told["chains"]:
        raise Refused.because(BUNDLE_UNPROVED, number)
    asset = f"ticket:{number}"
    found = [_shown(piece, keys, asset) for piece in told["chains"]]
    states = [check_proof(text.encode(), keys) for text in told["states"]]
    issue = found[0][0]
    if len({shown.index for shown, _ in found}) != len(found):
        raise Refused.because(PROOF_UNREADABLE, number, problem="twice")
    if (issue.key, issue.code) != (f"issue:{number}", "issue"):
        raise Refused.because(BUNDLE_FOREIGN, number, other=issue.key[:40])
    heads = [included.head for _, included in found] + [included.head for included in states]
    return TicketProof(
        number=number,
        head=min(heads, key=lambda head: head.size),
        issue=issue,
        gone=tuple(shown for shown, _ in found[1:]),
        states=tuple((included.entry.name, included.entry.when) for included in states),
        waiting=tuple(told["waiting"]),
    )


def _shown(piece: Mapping[str, Any], keys: Keys, asset: str) -> tuple[Shown, Included]:
    """A chain whose row is proved and whose transfers are those that the row's digest covers."""
    included = check_proof(piece["proof"].encode(), keys)
    try:
        kind, _, key, code, digest, facts, when = json.loads(included.content or "null")
        amount = sum(_counted(move, code, asset) for move in piece["moves"])
        covered = sha256(canonical([key, code, piece["moves"], facts]))
    except (ValueError, TypeError, IndexError) as fault:
        raise Refused.because(PROOF_UNREADABLE, asset, problem="chain") from fault
    if kind != "chain" or covered != digest:
        raise Refused.because(PROOF_UNREADABLE, str(key), problem="moves")
    return Shown(key, code, when, amount, included.index), included


def _counted(move: Move, code: str, asset: str) -> int:
    """Units of the series that a transfer brought into being or took out for good."""
    act, source, target, amount, *_ = move
    if act not in {"post", "settle"} or not source.startswith(f"{asset}/"):
        return 0
    is_counted = source.endswith("/supply") if code == "issue" else target.endswith(_SINKS)
    return int(amount) if is_counted else 0


_SINKS = ("/retired", "/cancelled", "/lapsed")


def _read(data: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise Refused.because(PROOF_UNREADABLE, BUNDLE_FORMAT, problem="JSON") from fault
    is_whole = (
        isinstance(told, dict)
        and told.get("format") == BUNDLE_FORMAT
        and isinstance(told.get("number"), str)
        and all(isinstance(told.get(name), list) for name in ("chains", "states", "waiting"))
        and all(isinstance(text, str) for text in (*told["states"], *told["waiting"]))
        and all(_is_piece(piece) for piece in told["chains"])
    )
    if not is_whole:
        raise Refused.because(PROOF_UNREADABLE, BUNDLE_FORMAT, problem="fields")
    found: Mapping[str, Any] = told
    return found


def _is_piece(piece: Any) -> bool:
    return (
        isinstance(piece, dict)
        and isinstance(piece.get("proof"), str)
        and isinstance(piece.get("moves"), list)
        and all(isinstance(move, list) and len(move) == 6 for move in piece["moves"])
        and all(isinstance(text, str) for move in piece["moves"] for text in move[:3])
    )
