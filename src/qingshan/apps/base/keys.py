"""The signing keys of the register, the log and the two departments, kept in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from qingshan.core.proof.signer import Keys, Signer, load_or_create, published

REGISTER, LOG = "register", "log"


def signer(name: str) -> Signer:
    """The key of the register, the log or a department; made on first use.

    A new key is of the algorithm that the settings name; one that is there keeps its own.
    """
    return load_or_create(_folder() / f"{name}.pem", settings.SIGNING_ALGORITHM)


def public_keys() -> Keys:
    """The public keys by which the papers of this register are checked."""
    return published(signer(REGISTER))


def _folder() -> Path:
    path: Path = settings.DATA_FOLDER / "keys"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
