"""The numbers by which parties are known: checked when they are entered."""

from __future__ import annotations

import re
from datetime import date

from qingshan.apps.parties.kinds import PAPER_KINDS
from qingshan.apps.parties.reads import masked_code
from qingshan.apps.parties.refusals import CODE_WRONG, PAPER_WRONG
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.identity import credit_code_fault, resident_id_fault

SHAPES = {
    "passport": r"[A-Z]{1,2}[0-9]{7,8}|[A-Z0-9]{6,12}",
    "hk_macau_permit": r"[HM][0-9]{8}([0-9]{2})?",
    "taiwan_permit": r"[0-9]{8}",
}
"""Papers without a check digit are known by their form alone."""


def code_faults(code: str) -> list[Refusal]:
    """Whether a unified social credit code is one (E-PA-03); none at all is no fault."""
    fault = credit_code_fault(code) if code else None
    return [_said(CODE_WRONG, code, fault)] if fault else []


def paper_faults(kind: str, number: str, *, on: date) -> list[Refusal]:
    """Whether a person's paper can be one (E-PA-04); none at all is no fault."""
    if not kind and not number:
        return []
    fault: Label | None = None
    if kind not in PAPER_KINDS:
        fault = Label("证件类型不在列表中", "its kind is not one of the list")
    elif kind == "resident_id":
        fault = resident_id_fault(number)
        if fault is None and number[6:14] > f"{on:%Y%m%d}":
            fault = Label("出生日期在今日之后", "its date of birth lies ahead")
    elif not re.fullmatch(SHAPES[kind], number):
        paper = PAPER_KINDS[kind]
        fault = Label(f"不像{paper.zh}的号码", f"it does not look like a {paper.en}")
    return [_said(PAPER_WRONG, number, fault)] if fault else []


def _said(code: str, number: str, fault: Label) -> Refusal:
    return Refusal(code, masked_code(number) or "—", {"fault": fault})
