"""SM2 signatures with SM3 (GB/T 32918.2-2016) over raw keys, and keys as PKCS#8 files.

The curve's arithmetic is the library's. What stands here is what makes papers stable and files
readable elsewhere: a nonce that follows from key and data, one written form of a signature, and
the key file that other SM2 software writes and reads.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable

import gmalg

SECRET_BYTES = 32
PUBLIC_BYTES = 65
SIGNATURE_BYTES = 64
SIGNER_ID = b"1234567812345678"
"""The user identity that GB/T 35276 prescribes where none is agreed upon."""

_PEM_HEAD, _PEM_FOOT = b"-----BEGIN PRIVATE KEY-----\n", b"-----END PRIVATE KEY-----\n"
_PEM_WIDTH = 64
_DER_HEAD = bytes.fromhex(
    "308187020100"  # PrivateKeyInfo, version 0
    "301306072a8648ce3d0201"  # an elliptic-curve key
    "06082a811ccf5501822d"  # on the curve of SM2, 1.2.156.10197.1.301
    "046d306b0201010420"  # ECPrivateKey, version 1, then the secret
)
_DER_MIDDLE = bytes.fromhex("a144034200")
_DER_BYTES = len(_DER_HEAD) + SECRET_BYTES + len(_DER_MIDDLE) + PUBLIC_BYTES


def new_secret() -> bytes:
    """A random secret key of 32 bytes."""
    secret, _ = gmalg.SM2().generate_keypair()
    return _whole(secret)


def public_of(secret: bytes) -> bytes:
    """The public point, 65 bytes, uncompressed."""
    return bytes(gmalg.SM2().generate_pk(secret))


def sign(secret: bytes, public: bytes, data: bytes) -> bytes:
    """The signature ``r || s`` of 64 bytes; the same key and data give the same bytes."""
    signer = gmalg.SM2(secret, SIGNER_ID, public, rnd_fn=_nonces(secret, data))
    r, s = signer.sign(data)
    return _whole(r) + _whole(s)


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether a signature of 64 bytes was made over the data; a point off the curve never signs."""
    if len(public) != PUBLIC_BYTES or public[0] != 4 or len(signature) != SIGNATURE_BYTES:
        return False
    if not gmalg.SM2().verify_pk(public):
        return False
    half = SIGNATURE_BYTES // 2
    checker = gmalg.SM2(uid=SIGNER_ID, pk=public)
    return bool(checker.verify(data, signature[:half], signature[half:]))


def to_pem(secret: bytes, public: bytes) -> bytes:
    """The key as PKCS#8 PEM without a password, as RFC 5208 and RFC 5915 write it."""
    text = base64.b64encode(_DER_HEAD + secret + _DER_MIDDLE + public)
    lines = [text[at : at + _PEM_WIDTH] + b"\n" for at in range(0, len(text), _PEM_WIDTH)]
    return _PEM_HEAD + b"".join(lines) + _PEM_FOOT


def from_pem(pem: bytes) -> bytes | None:
    """The secret of such a file; None when it holds another kind of key.

    Raises
    ------
    ValueError
        When the file says that it is an SM2 key and its two halves do not belong together.
    """
    inner = pem.removeprefix(_PEM_HEAD).removesuffix(_PEM_FOOT)
    try:
        der = base64.b64decode(b"".join(inner.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not der.startswith(_DER_HEAD):
        return None
    secret = der[len(_DER_HEAD) : len(_DER_HEAD) + SECRET_BYTES]
    public = der[-PUBLIC_BYTES:]
    if len(der) != _DER_BYTES or public_of(secret) != public:
        raise ValueError("the halves of the key differ")
    return secret


def _whole(number: bytes) -> bytes:
    return number.rjust(SECRET_BYTES, b"\0")


def _nonces(secret: bytes, data: bytes) -> Callable[[int], int]:
    """Numbers that follow from key and data alone, by the scheme of RFC 6979, 3.2, with SM3.

    A nonce that repeats over other data gives the key away; one drawn from both never does, and
    needs no source of randomness.
    """
    digest = hmac.new(SIGNER_ID, data, "sm3").digest()
    value, key = b"\1" * SECRET_BYTES, bytes(SECRET_BYTES)
    for mark in (b"\0", b"\1"):
        key = hmac.new(key, value + mark + secret + digest, "sm3").digest()
        value = hmac.new(key, value, "sm3").digest()

    def next_number(_bits: int) -> int:
        nonlocal key, value
        value = hmac.new(key, value, "sm3").digest()
        number = int.from_bytes(value, "big")
        # Where the library asks again, the number lay outside the curve's order.
        key = hmac.new(key, value + b"\0", "sm3").digest()
        value = hmac.new(key, value, "sm3").digest()
        return number

    return next_number
