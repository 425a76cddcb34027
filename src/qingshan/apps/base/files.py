"""Files by digest: the same bytes are kept once, and a reader always checks what it reads."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from qingshan.apps.base import refusals
from qingshan.apps.base.models import KeptFile
from qingshan.core.kernel.digest import digest_of_file, sha256
from qingshan.core.kernel.errors import Refused


def folder() -> Path:
    """Where files are kept."""
    path: Path = settings.DATA_FOLDER / "files"
    return path


def keep(data: bytes, *, name: str, media_type: str) -> KeptFile:
    """Keep bytes under their digest: written beside, synced, then moved into place."""
    digest = sha256(data)
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        Path(handle.name).replace(target)
    kept, _ = KeptFile.objects.get_or_create(
        digest=digest,
        defaults={"name": name, "media_type": media_type, "size_bytes": len(data)},
    )
    return kept


def keep_path(path: Path, *, media_type: str) -> KeptFile:
    """Keep a file that lies on disk."""
    return keep(path.read_bytes(), name=path.name, media_type=media_type)


def path_of(digest: str) -> Path:
    """Where the file with this digest lies."""
    return folder() / digest[:2] / digest[2:]


def forget(kept: KeptFile) -> bool:
    """Erase a kept file once the transaction holds; False when something still refers to it."""
    digest = kept.digest
    try:
        with transaction.atomic():
            kept.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: _unlink(digest))
    return True


def _unlink(digest: str) -> None:
    if not KeptFile.objects.filter(digest=digest).exists():
        path_of(digest).unlink(missing_ok=True)


def read(digest: str) -> bytes:
    """The bytes of a kept file.

    Raises
    ------
    Refused
        E-MC-06 when the file is missing or its bytes changed.
    """
    path = path_of(digest)
    if not path.is_file() or digest_of_file(path) != digest:
        raise Refused.because(refusals.FILE_LOST, digest[:8])
    return path.read_bytes()
