"""SM2 as the standard's example has it, and as another implementation reads and writes it."""

from __future__ import annotations

from datetime import UTC, datetime

import gmalg
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from qingshan.core.proof import sm2
from qingshan.core.proof.envelope import open_json, seal_json
from qingshan.core.proof.log import open_head, sign_head
from qingshan.core.proof.merkle import HASHERS
from qingshan.core.proof.signer import Sm2Signer, load, load_or_create, published

AT = datetime(2024, 3, 28, 1, 30, tzinfo=UTC)
SECRET = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
PUBLIC = bytes.fromhex(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
"""GB/T 32918.5-2017, annex A: key, signature of "message digest", and the nonce that gave it."""


def test_the_example_of_the_standard_holds():
    assert sm2.public_of(SECRET) == PUBLIC
    assert sm2.verify(PUBLIC, SIGNATURE, b"message digest")
    r, s = gmalg.SM2(SECRET, sm2.SIGNER_ID, PUBLIC, rnd_fn=lambda _: NONCE).sign(b"message digest")
    assert r + s == SIGNATURE


def test_a_nonce_belongs_to_key_and_data():
    other = sm2.new_secret()
    drawn = {
        sm2.sign(secret, sm2.public_of(secret), data)
        for secret in (SECRET, other)
        for data in (b"a", b"b", b"")
    }
    assert len({signature[:32] for signature in drawn}) == 6


@pytest.mark.parametrize("place", [0, 31, 32, 63])
def test_any_altered_byte_of_a_signature_is_found(place):
    wrong = bytearray(SIGNATURE)
    wrong[place] ^= 1
    assert not sm2.verify(PUBLIC, bytes(wrong), b"message digest")


@pytest.mark.parametrize(
    "public", [b"", PUBLIC[:-1], b"\4" + bytes(64), PUBLIC[:-1] + b"\0", b"\2" + PUBLIC[1:33]]
)
def test_a_point_off_the_curve_or_of_another_form_verifies_nothing(public):
    assert not sm2.verify(public, SIGNATURE, b"message digest")


def test_heads_and_sealed_statements_verify_under_sm2():
    signer = Sm2Signer(SECRET)
    keys = published(signer)
    sealed = seal_json({"number": "GZ-1"}, signer, signed_at=AT)
    assert open_json(sealed, keys).statement == {"number": "GZ-1"}
    roots = {hasher.name: hasher.of(b"") for hasher in HASHERS}
    head = open_head(sign_head("https://a.example", 0, roots, signer, AT), keys)
    assert (head.size, head.root(HASHERS[1])) == (0, roots["sm3"])


def test_a_key_file_whose_halves_differ_is_refused(tmp_path, refuses):
    path = tmp_path / "register.pem"
    path.write_bytes(sm2.to_pem(sm2.new_secret(), PUBLIC))
    with refuses("E-PF-09"):
        load(path)


def test_another_implementation_reads_our_keys_and_signatures_and_we_read_its(tmp_path):
    ec = pytest.importorskip("tongsuopy.crypto.asymciphers.ec")
    hashes = pytest.importorskip("tongsuopy.crypto.hashes")
    serialization = pytest.importorskip("tongsuopy.crypto.serialization")
    path = tmp_path / "register.pem"
    ours = load_or_create(path, "SM2")
    theirs = serialization.load_pem_private_key(path.read_bytes(), password=None)
    how, data = ec.ECDSA(hashes.SM3()), b"12723 t"
    r, s = decode_dss_signature(theirs.sign(data, how))
    assert sm2.verify(ours.public_key, r.to_bytes(32, "big") + s.to_bytes(32, "big"), data)
    signature = ours.sign(data)
    half = [int.from_bytes(part, "big") for part in (signature[:32], signature[32:])]
    theirs.public_key().verify(encode_dss_signature(*half), data, how)
