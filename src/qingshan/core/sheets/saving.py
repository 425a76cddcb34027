"""A workbook as bytes that follow from its content alone: no clock is written into it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook has no time zone
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can state."""


def saved(book: Workbook) -> bytes:
    """The .xlsx: equal workbooks give equal bytes whenever and wherever they are written.

    Both clocks are stopped: that of the document's properties and that of each member of the zip.
    """
    book.properties.created = book.properties.modified = MADE
    written = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED)).save()
    out = io.BytesIO()
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(out, "w") as still:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            still.writestr(entry, made.read(name))
    return out.getvalue()
