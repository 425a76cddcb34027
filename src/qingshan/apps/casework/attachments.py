"""Files that come with an answer or a field check: PDF, JPEG or PNG, told by their content."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile

from qingshan.apps.base import files
from qingshan.apps.base.downloads import media_type_of
from qingshan.apps.casework.kinds import setting
from qingshan.apps.casework.refusals import FILE_UNFIT
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

_NAME_MOST = 120
_MEGABYTE = 1 << 20


def keep_file(file: UploadedFile[bytes], today: date) -> int:
    """Keep a file and answer its key.

    Raises
    ------
    Refused
        E-CW-22 for another kind of file, or one that is too large.
    """
    name = (file.name or "")[-_NAME_MOST:]
    most = setting("attachment", "bytes_most", as_of=today)
    size = file.size or 0
    if size > most:
        has, may = f"{size / _MEGABYTE:.1f} MB", f"{most // _MEGABYTE} MB"
        problem = Label(f"{has}，最大 {may}", f"{has}, at most {may}")
        raise Refused.because(FILE_UNFIT, name, problem=problem)
    data = file.read()
    kind = media_type_of(data)
    if kind is None:
        problem = Label("不是 PDF、JPG 或 PNG", "no PDF, JPG or PNG")
        raise Refused.because(FILE_UNFIT, name, problem=problem)
    key: int = files.keep(data, name=name, media_type=kind).pk
    return key
