"""Sealed files: any byte altered is found, whatever it is."""

from __future__ import annotations

import base64
import io
import json
from datetime import UTC, datetime

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.kernel.digest import canonical, sha256
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.envelope import MARK, open_json, open_pdf, seal_json, seal_pdf
from qingshan.core.proof.signer import Ed25519Signer, PublicKey, published

SIGNER = Ed25519Signer.from_seed(bytes(32))
OTHER = Ed25519Signer.from_seed(bytes([7] * 32))
KEYS = published(SIGNER)
AT = datetime(2024, 3, 28, 1, 30, tzinfo=UTC)
STATEMENT = {"kind": "ticket", "number": "GZTP-522629-2024-000001-7", "amount": 127_230_000}


def small_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=200, height=100)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


PDF = small_pdf()
SEALED = seal_pdf(PDF, STATEMENT, SIGNER, signed_at=AT)


def resealed(change, *, signer=SIGNER, text=None):
    """A sealed PDF whose envelope was changed and honestly closed again."""
    line = SEALED[SEALED.rfind(MARK) + len(MARK) :].partition(b"\n")[0]
    envelope = json.loads(base64.b64decode(line))
    change(envelope)
    if signer is not None:
        signed = {k: v for k, v in envelope.items() if k != "signature"}
        envelope["signature"] = signer.sign(canonical(signed)).hex()
    raw = canonical(envelope) if text is None else text(envelope)
    return SEALED.replace(line, base64.b64encode(raw))


def test_what_was_sealed_is_read_back():
    sealed = open_pdf(SEALED, KEYS)
    assert sealed.statement == STATEMENT
    assert (sealed.key_id, sealed.signed_at) == (SIGNER.key_id, AT)
    assert (sealed.body, sealed.body_digest) == (PDF, sha256(PDF))
    assert seal_pdf(PDF, STATEMENT, SIGNER, signed_at=AT) == SEALED


def test_a_sealed_pdf_opens_in_two_readers():
    assert len(pypdf.PdfReader(io.BytesIO(SEALED), strict=True).pages) == 1
    assert len(pypdfium2.PdfDocument(SEALED)) == 1


def test_every_byte_of_a_sealed_pdf_counts():
    for place in range(len(SEALED)):
        for mask in (0x01, 0x20, 0x80):
            altered = bytearray(SEALED)
            altered[place] ^= mask
            with pytest.raises(Refused):
                open_pdf(bytes(altered), KEYS)


@settings(max_examples=300)
@given(data=st.data())
def test_no_cut_no_insertion_and_no_doubling_passes(data):
    start = data.draw(st.integers(0, len(SEALED)))
    end = data.draw(st.integers(start, len(SEALED)))
    inserted = data.draw(st.one_of(st.binary(max_size=8), st.just(SEALED[start:end] * 2)))
    altered = SEALED[:start] + inserted + SEALED[end:]
    if altered != SEALED:
        with pytest.raises(Refused):
            open_pdf(altered, KEYS)


def test_a_second_seal_covers_the_first():
    twice = seal_pdf(SEALED, {**STATEMENT, "by": "ecology"}, OTHER, signed_at=AT)
    outer = open_pdf(twice, published(SIGNER, OTHER))
    assert outer.body == SEALED
    assert open_pdf(outer.body, KEYS).statement == STATEMENT
    assert len(pypdf.PdfReader(io.BytesIO(twice), strict=True).pages) == 1


def test_a_pdf_without_a_seal_is_refused(refuses):
    for data in (PDF, b"", b"hello"):
        with refuses("E-PF-01"):
            open_pdf(data, KEYS)


def test_an_altered_page_is_refused_with_both_digests(refuses):
    altered = SEALED.replace(b"200", b"300", 1)
    with pytest.raises(Refused) as caught:
        open_pdf(altered, KEYS)
    (refusal,) = caught.value.refusals
    assert refusal.code == "E-PF-02"
    assert sha256(PDF)[:8] in refusal.what()
    with refuses("E-PF-02"):
        open_pdf(b"%PDF-1.4 forged" + SEALED[SEALED.rfind(MARK) :], KEYS)


@pytest.mark.parametrize("extra", [b"=", b"*", b" ", b"A"])
def test_base64_in_another_form_is_refused(refuses, extra):
    line = SEALED[SEALED.rfind(MARK) + len(MARK) :].partition(b"\n")[0]
    with refuses("E-PF-03"):
        open_pdf(SEALED.replace(line, line + extra), KEYS)


def test_base64_with_loose_last_bits_is_refused(refuses):
    sealed = next(
        s
        for s in (seal_pdf(PDF, {"note": "x" * n}, SIGNER, signed_at=AT) for n in range(3))
        if b"=\nstartxref" in s
    )
    at = sealed.rfind(b"=\nstartxref") - (
        2 if sealed[sealed.rfind(b"=\nstartxref") - 1] == 61 else 1
    )
    loose = sealed[:at] + bytes([sealed[at] + 1]) + sealed[at + 1 :]
    with refuses("E-PF-03"):
        open_pdf(loose, KEYS)


def test_an_envelope_written_in_another_order_is_refused(refuses):
    with refuses("E-PF-03"):
        open_pdf(resealed(lambda e: None, text=lambda e: json.dumps(e).encode()), KEYS)


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.pop("digests"),
        lambda e: e.pop("statement"),
        lambda e: e.update(more=1),
        lambda e: e.update(format="qingshan-sealed-pdf-9"),
        lambda e: e.update(format="qingshan-sealed-json-1"),
        lambda e: e.update(digests="x"),
        lambda e: e.update(key_id=7),
        lambda e: e["statement"].update(note="x" * 70_000),
    ],
)
def test_an_envelope_with_wrong_fields_is_refused(refuses, change):
    with refuses("E-PF-04"):
        open_pdf(resealed(change), KEYS)


@pytest.mark.parametrize(
    "raw", [b"", b"[", b"null", b"[]", b"1.5", b'{"a":NaN}', b'"\\ud800"', b"[" * 40_000, b"\xff"]
)
def test_an_envelope_that_is_no_envelope_is_refused(refuses, raw):
    with refuses("E-PF-04"):
        open_pdf(resealed(lambda e: None, text=lambda e: raw), KEYS)


def test_an_unknown_key_is_refused(refuses):
    with refuses("E-PF-05"):
        open_pdf(SEALED, published(OTHER))
    with refuses("E-PF-05"):
        open_pdf(SEALED, {})


def test_an_altered_statement_is_refused(refuses):
    with refuses("E-PF-06"):
        open_pdf(resealed(lambda e: e["statement"].update(amount=1), signer=None), KEYS)
    with refuses("E-PF-06"):
        open_pdf(resealed(lambda e: e["statement"].update(amount=1), signer=OTHER), KEYS)
    with refuses("E-PF-06"):
        upper = resealed(lambda e: e.update(signature=e["signature"].upper()), signer=None)
        open_pdf(upper, KEYS)


def test_a_key_published_for_another_algorithm_does_not_serve(refuses):
    keys = {SIGNER.key_id: PublicKey("SM2", SIGNER.public_key)}
    with refuses("E-PF-06"):
        open_pdf(SEALED, keys)


def test_bytes_after_the_end_are_refused(refuses):
    for tail in (b"\n", b" ", b"\n%%EOF\n", PDF):
        with refuses("E-PF-07"):
            open_pdf(SEALED + tail, KEYS)
    with refuses("E-PF-07"):
        open_pdf(SEALED[:-1], KEYS)


def test_what_is_no_complete_pdf_is_not_sealed(refuses):
    for data in (b"", b"%PDF-1.7\n", PDF[:-6], b"x" + PDF, PDF + b"x"):
        with refuses("E-PF-08"):
            seal_pdf(data, STATEMENT, SIGNER, signed_at=AT)


def test_a_statement_as_a_file_of_its_own():
    data = seal_json(STATEMENT, SIGNER, signed_at=AT)
    assert open_json(data, KEYS).statement == STATEMENT
    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 0x01
        with pytest.raises(Refused):
            open_json(bytes(altered), KEYS)


def test_statements_are_refused_like_sealed_files(refuses):
    data = seal_json(STATEMENT, SIGNER, signed_at=AT)
    with refuses("E-PF-01"):
        open_json(b"", KEYS)
    with refuses("E-PF-03"):
        open_json(data.replace(b'{"', b'{ "', 1), KEYS)
    with refuses("E-PF-05"):
        open_json(data, published(OTHER))
    with refuses("E-PF-06"):
        open_json(data.replace(b"127230000", b"127240000"), KEYS)
    with refuses("E-PF-07"):
        open_json(data + b"\n", KEYS)
