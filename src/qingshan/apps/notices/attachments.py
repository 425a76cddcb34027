"""A file beside a comment or a complaint: told by its content, limited, never published."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from qingshan.apps.base import files
from qingshan.apps.base.downloads import media_type_of
from qingshan.apps.base.models import KeptFile
from qingshan.apps.notices.refusals import ATTACHMENT_KIND, ATTACHMENT_LARGE
from qingshan.core.kernel.errors import Refused

_NAME_MOST = 120
_MEGABYTE = 1 << 20


def keep_attachment(file: UploadedFile[bytes], *, limit_bytes: int) -> KeptFile:
    """Keep a PDF or a picture.

    Raises
    ------
    Refused
        E-NT-14 another kind of file, E-NT-15 a file too large.
    """
    name = (file.name or "")[-_NAME_MOST:]
    if (file.size or 0) > limit_bytes:
        size_mb = f"{(file.size or 0) / _MEGABYTE:.1f}"
        raise Refused.because(
            ATTACHMENT_LARGE, name, size_mb=size_mb, limit_mb=limit_bytes // _MEGABYTE
        )
    data = file.read()
    kind = media_type_of(data)
    if kind is None:
        raise Refused.because(ATTACHMENT_KIND, name)
    return files.keep(data, name=name, media_type=kind)


def attachment_answer(kept: KeptFile, name: str) -> HttpResponse:
    """A kept attachment as a download that no browser opens by itself."""
    suffix = kept.media_type.rpartition("/")[2]
    answer = HttpResponse(files.read(kept.digest), content_type=kept.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
