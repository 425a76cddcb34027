"""Papers as they come from telephones and offices: recognised by content, shrunk, encrypted."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageOps, UnidentifiedImageError

from qingshan.apps.applications.limits import limit
from qingshan.apps.applications.models import Attachment, Draft
from qingshan.apps.applications.refusals import PAPER_LARGE, PAPER_UNREADABLE
from qingshan.apps.base import files
from qingshan.apps.base.models import KeptFile
from qingshan.apps.parties.sealing import seal_bytes, unseal_bytes
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

PAPERS: dict[str, Label] = {
    "identity": Label("身份证明或营业执照", "Identity or licence"),
    "authority": Label("授权委托书", "Power of attorney"),
    "certificate": Label("权属证书照片", "Photo of the certificate"),
    "notice_photo": Label("村内公示照片", "Photo of the village notice"),
    "resolution": Label("村民（成员）会议决议", "Resolution of the members"),
    "approval": Label("国有林管理单位批准文件", "Approval for state forest"),
    "signature": Label("签名", "Signature"),
    "supplement": Label("补充材料", "Supplement"),
}
"""Kinds of papers; which are needed stands in the table of materials.

A supplement is handed in with a correction alone.
"""

_STEP_OF_KIND = {
    "certificate": "land",
    "authority": "applicant",
    "signature": "submit",
    "land": "land",
    "households": "households",
}


def step_of_kind(kind: str) -> str:
    """The step at which something is handed in; what no other step asks for, at that of papers."""
    return _STEP_OF_KIND.get(kind, "papers")


JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
_FORMATS = {"JPEG": JPEG, "PNG": PNG, "MPO": JPEG}
_MEBIBYTE = 1 << 20
_PIXELS_MOST = 120_000_000
_QUALITIES = (85, 75, 65, 50)
_SMALLER = 0.8
_LEAST_SIDE = 600


@dataclass(frozen=True)
class Paper:
    """A paper ready to be kept; ``shrunk_from`` is its size before, in bytes, zero if untouched."""

    data: bytes
    media_type: str
    shrunk_from: int = 0

    @property
    def remark(self) -> Label | None:
        """What the sender is told of a shrunk photo."""
        if not self.shrunk_from:
            return None
        before, after = (megabytes(size) for size in (self.shrunk_from, len(self.data)))
        return Label(
            f"照片 {before} MB，已为您压缩为 {after} MB。",
            f"The photo had {before} MB and was shrunk to {after} MB.",
        )


def megabytes(size_bytes: int) -> str:
    """A size as people read it."""
    return f"{size_bytes / _MEBIBYTE:.1f}"


def examined(data: bytes, name: str, as_of: date) -> Paper:
    """A paper recognised by its bytes; a photo above the limit is shrunk, upright and without EXIF.

    Raises
    ------
    Refused
        E-AP-04 for anything but PDF, JPG or PNG, E-AP-05 for a PDF above the limit.
    """
    most = limit("paper", "most_bytes", "count", as_of)
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:] or b"/Encrypt" in data:
            raise Refused.because(PAPER_UNREADABLE, name)
        if len(data) > most:
            facts = {"size_mb": megabytes(len(data)), "limit_mb": megabytes(most)}
            raise Refused.because(PAPER_LARGE, name, **facts)
        return Paper(data, PDF)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            media_type = _FORMATS.get(picture.format or "")
            if media_type is None or picture.width * picture.height > _PIXELS_MOST:
                raise Refused.because(PAPER_UNREADABLE, name)
            if len(data) <= most:
                picture.load()
                return Paper(data, media_type)
            return Paper(_shrunk(picture, most), JPEG, shrunk_from=len(data))
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise Refused.because(PAPER_UNREADABLE, name) from None


def kept(draft: Draft, kind: str, data: bytes) -> KeptFile:
    """The bytes encrypted and kept; each draft has files of its own, so that they can be erased."""
    sealed = seal_bytes(_head(draft, kind) + data)
    return files.keep(sealed, name=f"{kind}.sealed", media_type="application/octet-stream")


def opened(attachment: Attachment) -> bytes:
    """The bytes as they came, or as they were shrunk."""
    data = unseal_bytes(files.read(attachment.file.digest))
    return data.removeprefix(_head(attachment.draft, attachment.kind))


def _head(draft: Draft, kind: str) -> bytes:
    return f"{draft.pk}/{kind}\n".encode()


def _shrunk(picture: Image.Image, most: int) -> bytes:
    """The best JPEG that keeps within the limit: first coarser, then smaller."""
    plain = ImageOps.exif_transpose(picture).convert("RGB")
    while True:
        for quality in _QUALITIES:
            buffer = io.BytesIO()
            plain.save(buffer, "JPEG", quality=quality, optimize=True)
            if buffer.tell() <= most:
                return buffer.getvalue()
        width, height = (max(int(side * _SMALLER), _LEAST_SIDE) for side in plain.size)
        assert (width, height) != plain.size, "the limit lies below any legible photo"
        plain = plain.resize((width, height), Image.Resampling.LANCZOS)
