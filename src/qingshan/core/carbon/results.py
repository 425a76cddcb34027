"""Every column of a run as a workbook: a row a sub-compartment, headings with units."""

from __future__ import annotations

import polars as pl

from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.run import Run
from qingshan.core.carbon.specification import Spec
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.writing import Field, workbook_of

UNIT, SCALE = "0.0001 tCO2e", 4
_SHEET = Label("各小班结果", "Sub-compartments")


def results_workbook(run: Run, language: str = "zh") -> bytes:
    """An .xlsx with the inputs in force and all figures that were kept, in order of the key.

    Integers of 0.0001 t stand as tonnes with four decimals; all else in full precision.
    """
    spec = find_method(run.method).spec
    frame = run.frame.sort(KEY).with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
    fields = [_field(spec, name) for name in frame.columns]
    return workbook_of(frame, fields, title=_SHEET.say(language), language=language)


def column_label(spec: Spec, name: str) -> Label:
    """What the method calls a column of a run; its own name where the method gives it none."""
    quantity = spec.quantity(name)
    return Label(name, name) if quantity is None else quantity.label


def _field(spec: Spec, name: str) -> Field:
    quantity = spec.quantity(name)
    if quantity is None:
        return Field(name, column_label(spec, name))
    if quantity.unit == UNIT:
        return Field(name, quantity.label, "tCO2e", scale=SCALE)
    decimals = quantity.decimals if quantity.kind == "number" else 0
    return Field(name, quantity.label, quantity.unit, decimals=decimals)
