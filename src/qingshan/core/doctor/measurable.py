"""What would keep a file from being measured: the faults of its fields, one line for each kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from qingshan.core.carbon.compartment import Survey, fit
from qingshan.core.doctor.card import Finding, Level
from qingshan.core.doctor.finding import of_refusal
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

_ROW = re.compile(r"第 (\d+) 行")
_ROWS_SHOWN = 5
# Whether a land class is in scope is a rule of the method, not a fault of the file.
_NOT_OURS = frozenset({"E-FD-13", "E-FD-22"})
# What another check says of the same thing in better words.
_SAID_BY = {
    "E-FD-10": {"E-DR-02"},
    "E-FD-15": {"E-UP-07", "E-GE-08", "E-DR-09", "area-in-mu"},
    "E-FD-06": {"E-GE-08"},
}
_CODES_UNKNOWN = frozenset({"E-FD-08", "E-FD-14", "E-FD-23"})
_DOCTORS_CODE = "E-DR-07"


def with_field_faults(
    findings: Sequence[Finding], survey: Survey, *, shelf: Shelf, as_of: date
) -> list[Finding]:
    """The findings with every E-FD fault of the survey's fields, its rows named.

    A fault of values is to be checked; a field that is not there is for information, since a survey
    of one date can be checked though not measured. What is said already is not said again.
    """
    try:
        fit(survey, shelf=shelf, as_of=as_of)
    except Refused as refused:
        faults = _grouped(refused.refusals)
    else:
        return list(findings)
    said = {finding.code for finding in findings}
    faults = {key: some for key, some in faults.items() if not _SAID_BY.get(key[0], set()) & said}
    named = {column for code, column in faults if code in _CODES_UNKNOWN}
    kept = [f for f in findings if not (f.code == _DOCTORS_CODE and f.place in named)]
    return kept + [_finding(column, some) for (_, column), some in faults.items()]


def _grouped(refusals: Sequence[Refusal]) -> dict[tuple[str, str], list[Refusal]]:
    groups: dict[tuple[str, str], list[Refusal]] = {}
    for refusal in refusals:
        if refusal.code not in _NOT_OURS:
            column = str(refusal.facts.get("column", refusal.facts.get("section", refusal.where())))
            groups.setdefault((refusal.code, column), []).append(refusal)
    return groups


def _finding(column: str, refusals: Sequence[Refusal]) -> Finding:
    refusals = sorted(refusals, key=_row_of)
    rows = [row for each in refusals if (row := _row_of(each))]
    first = of_refusal(refusals[0], Level.WARNS if rows else Level.TELLS, rows=rows)
    if len(rows) < 2:
        return replace(first, place=refusals[0].place if rows else column)
    shown = "、".join(f"#{row}" for row in rows[:_ROWS_SHOWN])
    more = " …" if len(rows) > _ROWS_SHOWN else ""
    says = Label(
        f"{first.says.zh}同类问题共 {len(rows)} 行。",
        f"{first.says.en} Rows with this problem: {len(rows)}.",
    )
    return replace(first, place=f"{column} {shown}{more}", says=says)


def _row_of(refusal: Refusal) -> int:
    """The row that a place names, 0 where it names none."""
    said = _ROW.search(refusal.where())
    return int(said[1]) if said else 0
