"""Keys: made once, kept private, never replaced."""

from __future__ import annotations

import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from qingshan.core.proof.signer import (
    ALGORITHMS,
    ED25519,
    SM2,
    Ed25519Signer,
    PublicKey,
    Sm2Signer,
    load_or_create,
    published,
)


@pytest.mark.parametrize("kind", [Ed25519Signer, Sm2Signer])
def test_a_signature_verifies_only_over_its_bytes_and_key(kind):
    signer, other = kind.create(), kind.create()
    key = PublicKey(signer.algorithm, signer.public_key)
    signature = signer.sign(b"12723 t")
    assert key.verify(signature, b"12723 t")
    assert not key.verify(signature, b"12724 t")
    assert not key.verify(other.sign(b"12723 t"), b"12723 t")
    assert not key.verify(b"", b"12723 t")
    assert signature == signer.sign(b"12723 t"), "papers have the same bytes whenever made"


def test_the_first_vector_of_rfc_8032_holds():
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signer = Ed25519Signer.from_seed(seed)
    assert signer.public_key.hex().startswith("d75a980182b10ab7d54bfed3c964073a")
    assert signer.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a")


def test_an_algorithm_nobody_knows_never_verifies():
    signer = Ed25519Signer.from_seed(bytes(32))
    assert not PublicKey("SM9", signer.public_key).verify(signer.sign(b"x"), b"x")


def test_a_signature_of_one_algorithm_is_none_of_the_other():
    ours, theirs = Ed25519Signer.create(), Sm2Signer.create()
    assert not PublicKey(SM2, ours.public_key).verify(ours.sign(b"x"), b"x")
    assert not PublicKey(ED25519, theirs.public_key).verify(theirs.sign(b"x"), b"x")


def test_keys_are_published_by_their_id():
    signer = Ed25519Signer.from_seed(bytes(32))
    keys = published(signer)
    assert keys == published(PublicKey(signer.algorithm, signer.public_key))
    assert list(keys) == [signer.key_id]
    assert len(signer.key_id) == 16


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_file_is_made_once_and_for_its_owner_only(tmp_path, algorithm):
    path = tmp_path / "keys" / "register.pem"
    first, again = load_or_create(path, algorithm), load_or_create(path)
    assert first.algorithm == again.algorithm == algorithm, "a file keeps its algorithm"
    assert first.key_id == again.key_id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["register.pem"]


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_broken_key_file_is_refused_and_left_alone(tmp_path, refuses, content):
    path = tmp_path / "register.pem"
    path.write_bytes(content)
    with refuses("E-PF-09"):
        load_or_create(path)
    assert path.read_bytes() == content


def test_a_key_of_another_kind_is_refused(tmp_path, refuses):
    path = tmp_path / "register.pem"
    path.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with refuses("E-PF-09"):
        load_or_create(path)
