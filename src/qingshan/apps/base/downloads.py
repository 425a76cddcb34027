"""Answers that a browser saves: tables as CSV, and what kind of file somebody sent."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from PIL import Image, UnidentifiedImageError

PDF = "application/pdf"
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def csv_answer(name: str, head: list[str], rows: Iterable[list[Any]]) -> HttpResponse:
    """A CSV download with the byte order mark that office software needs.

    What a sheet would take for a formula is written as text.
    """
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(head)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return answer


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
    """A cell that no sheet takes for a formula; a number below zero is none."""
    begins = isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}
    return f"'{cell}" if begins and not _NUMBER.fullmatch(cell) else cell
