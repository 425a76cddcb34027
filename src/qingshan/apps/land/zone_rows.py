"""Rows of a layer's file as zones: key, name, grade, days; every other column a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from qingshan.apps.land.refusals import ZONE_ROW
from qingshan.core.carbon.reading import text
from qingshan.core.carbon.schema import find_column
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.zones import ZONE_GRADES

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": ("key", "code", "编号", "图斑编号", "项目编号", "BIAN_HAO", "BH"),
    "name": ("name", "名称", "项目名称", "保护地名称", "红线名称", "MING_CHENG", "MC"),
    "grade": ("grade", "功能分区", "管控分区", "事权等级", "JI_BIE", "GNFQ"),
    "start": ("start", "开始日期", "计入期起", "KS_RQ"),
    "end": ("end", "结束日期", "计入期止", "JS_RQ"),
}
"""Where each field of a zone is looked for when the import does not name its column."""

_LABELS = {
    "key": Label("编号", "key"),
    "grade": Label("级别", "grade"),
    "start": Label("开始日期", "first day"),
    "end": Label("结束日期", "last day"),
}
_DATES = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日")
_WIDTHS = {"key": 80, "name": 160}


@dataclass(frozen=True)
class ZoneRow:
    """One zone as its file tells it; ``end`` is exclusive, unlike the last day in the file."""

    key: str
    name: str
    grade: str
    start: date | None
    end: date | None
    facts: Mapping[str, Any] = field(default_factory=dict)


def zone_rows(frame: pl.DataFrame, columns: Mapping[str, str]) -> list[ZoneRow]:
    """Read the rows of a layer.

    Parameters
    ----------
    frame
        The attributes as ``core.geo`` reads them, with ``row``.
    columns
        Which column holds ``key``, ``name``, ``grade``, ``start`` or ``end``, where the usual names
        do not tell.

    Raises
    ------
    Refused
        E-ZL-05 for every key that stands twice, grade or date that cannot be read, and end before
        start.
    """
    found = {name: _column(frame, columns.get(name), COLUMNS[name]) for name in COLUMNS}
    told: dict[str, list[str | None]] = {
        name: text(frame[column]).to_list() if column else [None] * len(frame)
        for name, column in found.items()
    }
    used = {"row", *(column for column in found.values() if column)}
    others = {
        column: text(frame[column]).to_list() for column in frame.columns if column not in used
    }
    wrong: list[Refusal] = []
    rows = [_row(at, told, others, wrong) for at in range(len(frame))]
    seen: dict[str, int] = {}
    for at, row in enumerate(rows):
        if seen.setdefault(row.key, at) != at:
            wrong.append(_fault(at, "key", row.key))
    refuse_all(wrong)
    return rows


def _row(
    at: int,
    told: Mapping[str, list[str | None]],
    others: Mapping[str, list[str | None]],
    wrong: list[Refusal],
) -> ZoneRow:
    words = {name: (values[at] or "") for name, values in told.items()}
    grade = _grade(words["grade"])
    if grade is None:
        wrong.append(_fault(at, "grade", words["grade"]))
    days = {name: _day(words[name]) for name in ("start", "end")}
    wrong += [
        _fault(at, name, words[name]) for name, day in days.items() if words[name] and day is None
    ]
    start, last = days["start"], days["end"]
    if start and last and last < start:
        wrong.append(_fault(at, "end", f"{last} < {start}"))
    return ZoneRow(
        key=words["key"][: _WIDTHS["key"]] or str(at + 1),
        name=words["name"][: _WIDTHS["name"]],
        grade=grade or "",
        start=start,
        end=date.fromordinal(last.toordinal() + 1) if last else None,
        facts={name: values[at] for name, values in others.items() if values[at] is not None},
    )


def _column(frame: pl.DataFrame, named: str | None, usual: tuple[str, ...]) -> str | None:
    return find_column(frame.columns, (named,) if named else usual)


def _grade(word: str) -> str | None:
    """The grade's name; None for a word that is none."""
    for name, label in ZONE_GRADES.items():
        if word in {name, label.zh, label.en}:
            return name
    return None


def _day(word: str) -> date | None:
    for pattern in _DATES:
        try:
            return datetime.strptime(word[:11], pattern).date()  # noqa: DTZ007  a day, no moment
        except ValueError:
            continue
    return None


def _fault(at: int, name: str, found: str) -> Refusal:
    facts = {"row": at + 1, "field": _LABELS[name], "found": found or "—"}
    return Refusal(ZONE_ROW, Label(f"第 {at + 1} 行", f"row {at + 1}"), facts)
