"""Keys that sign for the register, behind one interface: Ed25519, and SM2 with SM3."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof import sm2
from qingshan.core.proof.refusals import KEY_UNUSABLE

ED25519, SM2 = "Ed25519", "SM2"
KEY_ID_LENGTH = 16
OWNER_ONLY = 0o600


class Signer(Protocol):
    """Holds a private key. Equal data must give equal signatures, or papers would not be stable."""

    @property
    def key_id(self) -> str:
        """The first 16 hexadecimal characters of the SHA-256 of the raw public key."""
        ...

    @property
    def algorithm(self) -> str:
        """Name of the algorithm as written into envelopes: ``Ed25519`` or ``SM2``."""
        ...

    @property
    def public_key(self) -> bytes:
        """The raw public key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over the bytes."""
        ...


@dataclass(frozen=True)
class PublicKey:
    """What a stranger needs to check a signature: the algorithm and the raw key."""

    algorithm: str
    raw: bytes

    @property
    def key_id(self) -> str:
        """The name of the key, derived from the key itself."""
        return key_id_of(self.raw)

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature was made over these bytes; an unknown algorithm never verifies."""
        check = _CHECKS.get(self.algorithm)
        return check is not None and check(self.raw, signature, data)


Keys = Mapping[str, PublicKey]
"""The published keys, by ``key_id``."""


def published(*keys: PublicKey | Signer) -> Keys:
    """The keys by their ``key_id``, as every check takes them."""
    plain = [k if isinstance(k, PublicKey) else PublicKey(k.algorithm, k.public_key) for k in keys]
    return {key.key_id: key for key in plain}


def key_id_of(raw: bytes) -> str:
    """The name of a raw public key."""
    return sha256(raw)[:KEY_ID_LENGTH]


class Ed25519Signer:
    """Ed25519 (RFC 8032): deterministic, 32-byte keys, 64-byte signatures."""

    algorithm = ED25519

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = key.public_key().public_bytes_raw()
        self.key_id = key_id_of(self.public_key)

    @classmethod
    def create(cls) -> Ed25519Signer:
        """A signer with a new random key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> Ed25519Signer:
        """A signer from a 32-byte seed, for tests and worked examples only."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def to_pem(self) -> bytes:
        """The private key as PKCS#8 PEM without a password."""
        return self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, data: bytes) -> bytes:
        """The 64-byte signature over the bytes."""
        return self._key.sign(data)


class Sm2Signer:
    """SM2 with SM3 (GB/T 32918): 65-byte public points, 64-byte signatures, deterministic."""

    algorithm = SM2

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.public_key = sm2.public_of(secret)
        self.key_id = key_id_of(self.public_key)

    @classmethod
    def create(cls) -> Sm2Signer:
        """A signer with a new random key."""
        return cls(sm2.new_secret())

    def to_pem(self) -> bytes:
        """The private key as PKCS#8 PEM without a password."""
        return sm2.to_pem(self._secret, self.public_key)

    def sign(self, data: bytes) -> bytes:
        """The 64-byte signature over the bytes."""
        return sm2.sign(self._secret, self.public_key, data)


_MAKERS: Mapping[str, Callable[[], Ed25519Signer | Sm2Signer]] = {
    ED25519: Ed25519Signer.create,
    SM2: Sm2Signer.create,
}
ALGORITHMS = tuple(_MAKERS)
"""The algorithms by which a new key can be made."""


def load(path: Path) -> Signer:
    """The signer of a PKCS#8 PEM file without a password, of whichever algorithm it is.

    Raises
    ------
    Refused
        E-PF-09 when the file cannot be read or holds no key of ours.
    """
    try:
        pem = path.read_bytes()
        secret = sm2.from_pem(pem)
        key = None if secret else serialization.load_pem_private_key(pem, password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as fault:
        problem = type(fault).__name__
        raise Refused.because(KEY_UNUSABLE, path.name, problem=problem) from fault
    if secret is not None:
        return Sm2Signer(secret)
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused.because(KEY_UNUSABLE, path.name, problem=f"not {ED25519}, not {SM2}")
    return Ed25519Signer(key)


def load_or_create(path: Path, algorithm: str = ED25519) -> Signer:
    """The signer kept in the file; a missing file is made with a new key, for its owner only.

    The algorithm is that of a new key; a file that is there keeps its own. Two processes that
    start together end with the same key: the file appears whole or not at all, and the later of
    the two takes what it finds.

    Raises
    ------
    Refused
        E-PF-09 when the file is there but cannot be used; it is never replaced.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_MAKERS[algorithm]().to_pem())
            fresh.chmod(OWNER_ONLY)
            _link(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    return load(path)


def _link(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return


def _verify_ed25519(raw: bytes, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


_CHECKS = {ED25519: _verify_ed25519, SM2: sm2.verify}
