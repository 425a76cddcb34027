"""Sealed files: a statement, the digests of the file and a signature, checkable offline.

A sealed PDF is the PDF itself, one comment line with the envelope, and the closing lines of the
PDF repeated, so that every reader opens it as before. There is one written form only: the check
rebuilds the ending from what it read and compares all bytes.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingshan.core.kernel.digest import canonical, sha256, sm3
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.proof.refusals import (
    BODY_ALTERED,
    ENDING_ALTERED,
    NOT_A_PDF,
    NOT_CANONICAL,
    NOT_SEALED,
    SIGNATURE_WRONG,
    UNKNOWN_KEY,
    UNREADABLE,
)
from qingshan.core.proof.signer import Keys, Signer

PDF_FORMAT = "qingshan-sealed-pdf-1"
JSON_FORMAT = "qingshan-sealed-json-1"
MARK = b"\n%QINGSHAN-SEAL "
ENVELOPE_BYTES = 64 * 1024
"""A larger envelope is not read: the statement of a paper is short."""

_ENDING = re.compile(rb"startxref[ \r\n]+([0-9]{1,12})[ \r\n]+%%EOF[\r\n]*\Z")
_FIELDS = {"format", "statement", "digests", "signed_at", "key_id", "algorithm", "signature"}


@dataclass(frozen=True)
class Sealed:
    """What a valid seal says; ``body`` is the file as it was before this seal."""

    statement: Mapping[str, Any]
    key_id: str
    signed_at: datetime
    body_digest: str
    body: bytes


def seal_pdf(
    pdf: bytes, statement: Mapping[str, Any], signer: Signer, *, signed_at: datetime
) -> bytes:
    """The PDF with its signed envelope appended; equal inputs give equal bytes.

    A sealed PDF may be sealed again by another key: the outer seal covers the inner one.
    ``statement`` holds kind, number, quantity and whatever else the file says, as JSON values
    without floats; ``signed_at`` carries its time zone.

    Raises
    ------
    Refused
        E-PF-08 when the bytes are no complete PDF.
    """
    ending = _ENDING.search(pdf[-64:])
    if not pdf.startswith(b"%PDF-") or ending is None:
        raise Refused.because(NOT_A_PDF, "PDF")
    envelope = _signed(PDF_FORMAT, statement, signer, signed_at=signed_at, body=pdf)
    return pdf + _closing(envelope, ending.group(1))


def open_pdf(data: bytes, keys: Keys) -> Sealed:
    """Check every byte of a sealed PDF against the published keys.

    Raises
    ------
    Refused
        E-PF-01 no envelope, E-PF-02 body altered, E-PF-03 envelope not in its one written form,
        E-PF-04 envelope incomplete or of an unknown version, E-PF-05 unknown key, E-PF-06
        signature wrong, E-PF-07 ending altered or continued.
    """
    cut = data.rfind(MARK)
    if cut < 0:
        raise Refused.because(NOT_SEALED, "PDF")
    body, rest = data[:cut], data[cut + len(MARK) :]
    text = rest.partition(b"\n")[0]
    envelope = _read(_decoded(text), PDF_FORMAT, "PDF")
    sealed = _checked(envelope, keys, place="PDF", body=body)
    ending = _ENDING.search(body[-64:])
    if ending is None or data[cut:] != _closing(envelope, ending.group(1)):
        raise Refused.because(ENDING_ALTERED, "PDF")
    return sealed


def seal_json(statement: Mapping[str, Any], signer: Signer, *, signed_at: datetime) -> bytes:
    """A signed statement as a file of its own: one line of canonical JSON."""
    body = canonical(statement)
    envelope = _signed(JSON_FORMAT, statement, signer, signed_at=signed_at, body=body)
    return canonical(envelope) + b"\n"


def open_json(data: bytes, keys: Keys) -> Sealed:
    """Check a signed statement; refusals as for ``open_pdf``."""
    if not data.startswith(b"{"):
        raise Refused.because(NOT_SEALED, "JSON")
    if not data.endswith(b"}\n"):
        raise Refused.because(ENDING_ALTERED, "JSON")
    envelope = _read(data[:-1], JSON_FORMAT, "JSON")
    return _checked(envelope, keys, place="JSON", body=canonical(envelope["statement"]))


def _signed(
    form: str, statement: Mapping[str, Any], signer: Signer, *, signed_at: datetime, body: bytes
) -> dict[str, Any]:
    assert signed_at.tzinfo is not None, "the moment of signing needs its time zone"
    envelope: dict[str, Any] = {
        "format": form,
        "statement": dict(statement),
        "digests": {"sha256": sha256(body), "sm3": sm3(body)},
        "signed_at": signed_at.isoformat(timespec="seconds"),
        "key_id": signer.key_id,
        "algorithm": signer.algorithm,
    }
    return {**envelope, "signature": signer.sign(canonical(envelope)).hex()}


def _closing(envelope: Mapping[str, Any], offset: bytes) -> bytes:
    line = base64.b64encode(canonical(envelope))
    return MARK + line + b"\nstartxref\n" + offset + b"\n%%EOF\n"


def _decoded(text: bytes) -> bytes:
    """Strictly decoded: what encodes to other text than it came from is refused."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Refused.because(NOT_CANONICAL, "PDF") from fault
    if base64.b64encode(raw) != text:
        raise Refused.because(NOT_CANONICAL, "PDF")
    return raw


def _read(raw: bytes, form: str, place: str) -> dict[str, Any]:
    """The envelope as a mapping with all its fields, from its one canonical form."""
    if len(raw) > ENVELOPE_BYTES:
        raise Refused.because(UNREADABLE, place, problem=f"> {ENVELOPE_BYTES} B")
    try:
        envelope = json.loads(raw)
        is_canonical = canonical(envelope) == raw
    except (ValueError, TypeError, RecursionError) as fault:
        raise Refused.because(UNREADABLE, place, problem="JSON") from fault
    if not isinstance(envelope, dict) or envelope.get("format") != form:
        raise Refused.because(UNREADABLE, place, problem="format")
    if not is_canonical:
        raise Refused.because(NOT_CANONICAL, place)
    faults = [
        Refusal(UNREADABLE, place, {"problem": name})
        for name in sorted(_FIELDS ^ set(envelope)) + _misshapen(envelope)
    ]
    refuse_all(faults)
    return envelope


def _misshapen(envelope: Mapping[str, Any]) -> list[str]:
    texts = ("signed_at", "key_id", "algorithm", "signature")
    bad = [name for name in texts if not isinstance(envelope.get(name, ""), str)]
    bad += [
        name for name in ("statement", "digests") if not isinstance(envelope.get(name, {}), dict)
    ]
    return bad


def _checked(envelope: Mapping[str, Any], keys: Keys, *, place: str, body: bytes) -> Sealed:
    """Key, signature and digests; each that fails is said."""
    key = keys.get(envelope["key_id"])
    if key is None:
        raise Refused.because(UNKNOWN_KEY, place, key_id=envelope["key_id"][:16])
    signed = {name: value for name, value in envelope.items() if name != "signature"}
    is_signed = key.algorithm == envelope["algorithm"] and key.verify(
        _unhexed(envelope["signature"]), canonical(signed)
    )
    if not is_signed:
        raise Refused.because(SIGNATURE_WRONG, place)
    found = {"sha256": sha256(body), "sm3": sm3(body)}
    if envelope["digests"] != found:
        sealed = str(envelope["digests"].get("sha256", ""))[:8]
        raise Refused.because(BODY_ALTERED, place, sealed=sealed, found=found["sha256"][:8])
    return Sealed(
        statement=envelope["statement"],
        key_id=key.key_id,
        signed_at=datetime.fromisoformat(envelope["signed_at"]),
        body_digest=found["sha256"],
        body=body,
    )


def _unhexed(text: str) -> bytes:
    """Lower-case hexadecimal only: one signature, one written form."""
    if re.fullmatch(r"(?:[0-9a-f]{2})+", text) is None:
        return b""
    return bytes.fromhex(text)
