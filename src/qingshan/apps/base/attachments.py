"""A file that comes with what somebody says: told by its content, limited, never published."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from qingshan.apps.base import files
from qingshan.apps.base.downloads import media_type_of
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.refusals import ATTACHMENT_KIND, ATTACHMENT_LARGE
from qingshan.core.kernel.errors import Refused

MEGABYTE = 1 << 20
_NAME_MOST = 120


def keep_attachment(file: UploadedFile[bytes], *, limit_bytes: int) -> int:
    """Keep a PDF or a picture and answer its key.

    Raises
    ------
    Refused
        E-PO-18 another kind of file, E-PO-19 a file too large.
    """
    name = (file.name or "")[-_NAME_MOST:]
    size = file.size or 0
    if size > limit_bytes:
        told = {"size_mb": f"{size / MEGABYTE:.1f}", "limit_mb": limit_bytes // MEGABYTE}
        raise Refused.because(ATTACHMENT_LARGE, name, **told)
    data = file.read()
    kind = media_type_of(data)
    if kind is None:
        raise Refused.because(ATTACHMENT_KIND, name)
    key: int = files.keep(data, name=name, media_type=kind).pk
    return key


def attachment_name(kept: KeptFile, name: str) -> str:
    """What a kept attachment is called once it is handed out."""
    return f"{name}.{kept.media_type.rpartition('/')[2]}"


def attachment_answer(kept: KeptFile, name: str) -> HttpResponse:
    """A kept attachment as a download that no browser opens by itself."""
    answer = HttpResponse(files.read(kept.digest), content_type=kept.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{attachment_name(kept, name)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
