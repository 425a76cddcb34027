"""Several files as one download, with a note of what they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from qingshan.core.kernel.digest import sha256

ZIP = "application/zip"
_STAMP = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of some files by name, in their order; the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def note_of(head: Iterable[str], files: Mapping[str, bytes], what: Mapping[str, str]) -> bytes:
    """A text for a pack: some lines, then each file with what it is good for and its digest."""
    lines = [*head, ""]
    for name, data in files.items():
        lines += [name, f"  {what[name]}", f"  SHA-256 {sha256(data)}"]
    return "\n".join([*lines, ""]).encode()
