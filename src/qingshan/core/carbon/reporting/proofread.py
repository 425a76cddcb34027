"""Reading a report over before it is published: totals, units, county, dates, annexes, facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.report import Cell, Document, Table
from qingshan.core.carbon.reporting import refusals as codes
from qingshan.core.carbon.reporting.document import TOTAL
from qingshan.core.carbon.reporting.dossier import FACTS, NEEDED, Dossier
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.shelf import Shelf

ANNEX_TABLE = "carbon.report_annex"
ALWAYS, SAMPLED = "always", "sampled"
OWN_UNITS = ("tCO2e", "tC", "ha", "亩", "t", "a", "m3/ha", "tCO2e/(ha yr)")
KEYS_NAMED = 5
COUNTY_DIGITS = 6
TOLD_ALONE = frozenset({codes.COUNTY_OTHER})
"""What is told but stops nothing: counties are renamed and redrawn, and numbers outlive them."""

_NUMBER = re.compile(r"^-?[\d,]+(\.\d+)?$")
_UNIT_HEADS = {"单位", "unit"}


def proofread(document: Document, dossier: Dossier, shelf: Shelf) -> tuple[Refusal, ...]:
    """All that is to be looked at before a report is published, each with its code.

    The document is read as it stands, whoever wrote it: figures are taken from its texts.

    Parameters
    ----------
    document
        As ``document.monitoring_report`` makes it, or an edited one.
    dossier
        The run and the facts that it should agree with.
    shelf
        Units, and the annexes asked for (table ``carbon.report_annex``).

    Returns
    -------
    tuple of Refusal
        E-RP-01 totals, E-RP-02 units, E-RP-03 county, E-RP-04 dates, E-RP-05 annexes,
        E-RP-06 facts, E-RP-07 another run.
    """
    tables = [table for section in document.sections for table in section.tables]
    return (
        *_run(document, dossier),
        *(fault for table in tables for fault in _totals(table)),
        *(fault for table in tables for fault in _units(table, shelf)),
        *_county(dossier),
        *_dates(dossier),
        *_annexes(dossier, shelf),
        *_facts(dossier),
    )


def hindrances(findings: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Those findings that keep a report from being published."""
    return tuple(finding for finding in findings if finding.code not in TOLD_ALONE)


def _run(document: Document, dossier: Dossier) -> Iterator[Refusal]:
    run = dossier.run

    def other(what: Label, told: str, found: str) -> Refusal:
        facts = {"what_zh": what.zh, "what_en": what.en, "told": told, "found": found}
        return Refusal(codes.RUN_OTHER, what, facts)

    if document.digest != run.digest:
        yield other(Label("结果摘要", "digest"), document.digest[:12], run.digest[:12])
    expected = {"减排量": tonnes_text(run.removal), "可签发": f"{run.issuable_t:,}"}
    for section in document.sections:
        for table in section.tables:
            for row in table.rows:
                name = row[0].zh if isinstance(row[0], Label) else row[0]
                told = _text(row[1]) if len(row) > 1 else ""
                if len(table.columns) == 3 and expected.get(name, told) != told:
                    label = row[0] if isinstance(row[0], Label) else Label(name, name)
                    yield other(label, told, expected[name])


def _totals(table: Table) -> Iterator[Refusal]:
    """A total may differ from its rows by their rounding, one of tonnes by nothing."""
    if len(table.rows) < 2 or table.rows[-1][0] != TOTAL:
        return
    *rows, total = table.rows
    for at, column in enumerate(table.columns):
        told = _number(total[at])
        numbers = [_number(row[at]) for row in rows]
        if not column.is_figure or told is None or None in numbers:
            continue
        found = sum((number for number in numbers if number is not None), Decimal(0))
        if abs(found - told) > _slack([row[at] for row in rows], column.unit):
            facts = {
                "table_zh": table.caption.zh, "table_en": table.caption.en,
                "column_zh": column.label.zh, "column_en": column.label.en,
                "told": _text(total[at]), "found": f"{found:,f}",
            }  # fmt: skip
            yield Refusal(codes.TOTAL_WRONG, table.caption, facts)


def _slack(cells: list[Cell], unit: str) -> Decimal:
    if unit == "tCO2e":
        return Decimal(0)
    decimals = max((len(_text(cell).partition(".")[2]) for cell in cells), default=0)
    return Decimal(1).scaleb(-decimals) / 2 * (len(cells) + 1) if decimals else Decimal(0)


def _units(table: Table, shelf: Shelf) -> Iterator[Refusal]:
    known = {*shelf.units, *OWN_UNITS}
    has_own = any(column.label.zh in _UNIT_HEADS for column in table.columns)
    for at, column in enumerate(table.columns):
        if not column.is_figure or column.unit in known:
            continue
        cells = [_text(row[at]) for row in table.rows if _text(row[at])]
        bare = all(cell.endswith("%") or "." not in cell for cell in cells)
        if column.unit or not (has_own or bare):
            facts = {
                "table_zh": table.caption.zh, "table_en": table.caption.en,
                "column_zh": column.label.zh, "column_en": column.label.en,
                "unit": column.unit or "—",
            }  # fmt: skip
            yield Refusal(codes.UNIT_MISSING, table.caption, facts)


def _county(dossier: Dossier) -> Iterator[Refusal]:
    """Keys that do not begin with six digits say nothing of a county and are left alone."""
    county, frame = dossier.facts.county, dossier.run.frame
    if not county or KEY not in frame.columns:
        return
    keys = frame[KEY]
    coded = keys.filter(keys.str.contains(rf"^\d{{{COUNTY_DIGITS}}}"))
    other = coded.filter(~coded.str.starts_with(county)).sort()
    if len(other):
        shown = "、".join(other.head(KEYS_NAMED)) + ("……" if len(other) > KEYS_NAMED else "")
        facts = {"count": len(other), "county": county, "keys": shown}
        yield Refusal(codes.COUNTY_OTHER, county, facts)


def _dates(dossier: Dossier) -> Iterator[Refusal]:
    run, reported = dossier.run, dossier.facts.reported
    if reported is None:
        return
    report = Label("报告日期", "date of the report")
    for label, day in (
        (Label("监测期末日", "last day of the period"), run.period.last),
        (Label("参数日期", "date of the tables"), run.as_of),
    ):
        if day > reported:
            facts: dict[str, Any] = {
                "first_zh": label.zh, "first_en": label.en, "first": day.isoformat(),
                "second_zh": report.zh, "second_en": report.en, "second": reported.isoformat(),
            }  # fmt: skip
            yield Refusal(codes.DATES_DISORDERED, label, facts)


def annexes_asked(shelf: Shelf, as_of: date, *, is_sampled: bool) -> dict[str, Label]:
    """The annexes that a report needs, by key, in words; more of them where plots were sampled."""
    held = {ALWAYS, SAMPLED} if is_sampled else {ALWAYS}
    return {
        row["annex"]: Label(row["label_zh"], row["label_en"])
        for row in shelf.wide(ANNEX_TABLE, as_of).iter_rows(named=True)
        if row["when"] in held
    }


def _annexes(dossier: Dossier, shelf: Shelf) -> Iterator[Refusal]:
    run = dossier.run
    is_sampled = isinstance(run, PlotRun) or run.options.get("relative_error") is not None
    for key, label in annexes_asked(shelf, run.as_of, is_sampled=is_sampled).items():
        if key not in dossier.facts.annexes:
            facts = {"annex_zh": label.zh, "annex_en": label.en}
            yield Refusal(codes.ANNEX_MISSING, key, facts)


def _facts(dossier: Dossier) -> Iterator[Refusal]:
    for name in NEEDED:
        if not dossier.facts.text(name).strip():
            label = FACTS[name]
            facts = {"fact_zh": label.zh, "fact_en": label.en}
            yield Refusal(codes.FACT_MISSING, label, facts)


def _text(cell: Cell) -> str:
    return cell.zh if isinstance(cell, Label) else cell


def _number(cell: Cell) -> Decimal | None:
    text = _text(cell)
    return Decimal(text.replace(",", "")) if _NUMBER.match(text) else None
