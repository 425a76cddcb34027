"""Answers that a browser saves: tables as CSV, and what kind of file somebody sent."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from PIL import Image, UnidentifiedImageError

from qingshan.apps.base.clock import SHANGHAI
from qingshan.core.kernel.label import Label

PDF = "application/pdf"
_ROWS_AT_ONCE = 1_000
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
TIMES = Label(
    "CSV 中的时间均为北京时间，精确到秒，如 2026-12-01T09:43:01+08:00。",
    "Times in CSV files are those of China, to the second, such as 2026-12-01T09:43:01+08:00.",
)
"""For whatever tells the columns of a sheet."""
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def csv_answer(name: str, head: list[str], rows: Iterable[list[Any]]) -> HttpResponse:
    """A CSV download with the byte order mark that office software needs.

    What a sheet would take for a formula is written as text.
    """
    return HttpResponse("".join(_csv_parts(head, rows)), headers=_csv_headers(name))


def csv_file(head: list[str], rows: Iterable[list[Any]]) -> bytes:
    """The same as a file among others."""
    return "".join(_csv_parts(head, rows)).encode()


def csv_stream(name: str, head: list[str], rows: Iterable[list[Any]]) -> StreamingHttpResponse:
    """The same for a list that may be long: it is sent while it is read, and never held whole."""
    return StreamingHttpResponse(_csv_parts(head, rows), headers=_csv_headers(name))


def _csv_headers(name: str) -> dict[str, str]:
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
    }


def _csv_parts(head: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """Some rows at a time, so that a long list is sent in few pieces."""
    yield "\ufeff"
    left = iter(chain([head], ([plain(cell) for cell in row] for row in rows)))
    while some := list(islice(left, _ROWS_AT_ONCE)):
        written = io.StringIO()
        csv.writer(written).writerows(some)
        yield written.getvalue()


def media_type_of(data: bytes) -> str | None:
    """PDF, JPEG or PNG, told by the content and never by the name; None for all else."""
    if data.startswith(b"%PDF-"):
        return PDF
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.verify()
            return PICTURES.get(picture.format or "")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def plain(cell: Any) -> Any:
    """A cell that no sheet takes for a formula; a number below zero is none.

    A moment stands in Chinese time with its offset, to the second: 2026-12-01T09:43:01+08:00.
    """
    if isinstance(cell, datetime):
        return cell.astimezone(SHANGHAI).isoformat(timespec="seconds")
    begins = isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}
    return f"'{cell}" if begins and not _NUMBER.fullmatch(cell) else cell
