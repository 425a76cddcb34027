"""Every column of a run as a workbook: a row a sub-compartment, headings with units."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import Workbook

from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.sheets.dressing import dress_header, put_text, widen

UNIT = "0.0001 tCO2e"
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook has no time zone; the same bytes every time
_SHEET = Label("各小班结果", "Sub-compartments")
_LOOKED_AT = 200


def results_workbook(run: Run, language: str = "zh") -> bytes:
    """An .xlsx with the inputs in force and all figures that were kept, in order of the key.

    Integers of 0.0001 t stand as tonnes with four decimals; all else in full precision.
    """
    spec = find_method(run.method).spec
    frame = run.frame.sort(KEY)
    book = Workbook()
    book.properties.created = book.properties.modified = _MADE
    book.properties.creator, book.properties.title = "Qingshan", run.digest
    sheet = book.active
    sheet.title = _SHEET.say(language)
    headings = []
    for at, name in enumerate(frame.columns, 1):
        quantity = spec.quantity(name)
        label = quantity.label.say(language) if quantity else name
        unit = "tCO2e" if quantity and quantity.unit == UNIT else quantity.unit if quantity else ""
        headings.append(f"{label}（{unit}）" if unit else label)
        put_text(sheet.cell(1, at), headings[-1])
    in_units = {q.name for q in spec.outputs if q.unit == UNIT}
    for row, values in enumerate(frame.iter_rows(), 2):
        for at, (name, value) in enumerate(zip(frame.columns, values, strict=True), 1):
            cell = sheet.cell(row, at)
            if name in in_units and value is not None:
                cell.value, cell.number_format = value / CARBON_PER_TONNE, "#,##0.0000"
            elif isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
    dress_header(sheet, 1, len(headings))
    for at, heading in enumerate(headings, 1):
        shown = [str(sheet.cell(row, at).value or "") for row in range(2, min(_LOOKED_AT, row) + 1)]
        widen(sheet, at, [heading, *(text[:12] for text in shown)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
