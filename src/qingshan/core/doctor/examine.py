"""Examine a file of shapes: everything that can be told of it, on one card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import shapely

from qingshan.core.carbon.compartment import Survey
from qingshan.core.doctor.card import PREVIEW_ROWS, Card, Choice, Finding
from qingshan.core.doctor.county import (
    Counties,
    choices_of,
    county_finding,
    county_shares,
    declared_county,
    older_choices,
    total_m2,
)
from qingshan.core.doctor.drawing import drawn
from qingshan.core.doctor.fields import (
    COUNTY_FIELD,
    Dictionary,
    dictionary,
    field_findings,
    fields_found,
    shown,
)
from qingshan.core.doctor.finding import of_note, of_reading, of_refusal
from qingshan.core.doctor.measurable import with_field_faults
from qingshan.core.doctor.offset import GCJ02, shift_undone, shifted_back
from qingshan.core.geo.candidates import listed
from qingshan.core.geo.confined import read_rows_confined
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.systems import name_of
from qingshan.core.geo.vector import Layer, read_rows
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

_CONTRADICTED, _MISSING = "E-UP-19", "E-UP-03"


@dataclass(frozen=True)
class Answers:
    """What the user says of a file; each overrules what the file says.

    ``shift`` is "GCJ-02" where the offset of a web map is to be undone, "none" where there is none.
    """

    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    county: str | None = None
    shift: str | None = None


@dataclass(frozen=True)
class Reading:
    """How a file is read: within which limits, and whether in a process of its own."""

    limits: Limits | None = None
    confined: bool = True


def examine(
    path: Path,
    *,
    answers: Answers | None = None,
    counties: Counties | None = None,
    shelf: Shelf,
    as_of: date,
    reading: Reading | None = None,
) -> Card:
    """The card of a file. A bad file is no exception: its refusals are findings of the card.

    Parameters
    ----------
    path : Path
        The upload, in any format that ``core.geo`` reads.
    answers : Answers, optional
        What the user answered to the questions of an earlier card.
    counties : Counties, optional
        County boundaries; without them in which county the shapes lie is unknown.
    shelf, as_of
        The tables and the one date under which they are read.
    reading : Reading, optional
        Limits, and whether the file is read in a process of its own.
    """
    answers, reading = answers or Answers(), reading or Reading()
    card = Card(file=path.name, size_bytes=_size(path))
    try:
        layer = _read(path, answers, reading)
    except Refused as refused:
        return replace(card, findings=tuple(_unread(refused, answers, counties)))
    if answers.shift == GCJ02:
        layer = shifted_back(layer)
    book = dictionary(shelf, as_of)
    column = _column(layer, COUNTY_FIELD, book)
    shares = county_shares(layer, counties) if counties is not None else ()
    findings = [of_refusal(fault) for fault in layer.faults]
    findings += [of_note(note, choices=_asked(layer)) for note in layer.notes]
    findings += [shift_undone(layer)] if answers.shift == GCJ02 else []
    if counties is not None:
        declared = declared_county(layer.frame, column, answers.county)
        elsewhere = county_finding(layer, counties, shares, declared)
        findings += [elsewhere] if elsewhere is not None else []
    findings += field_findings(layer.frame, book)
    survey = Survey.of(layer)
    seen = drawn(layer, survey, shelf=shelf, as_of=as_of)
    findings = with_field_faults((*findings, *seen.findings), survey, shelf=shelf, as_of=as_of)
    return replace(
        card,
        digest=layer.digest,
        driver=layer.driver,
        layer=layer.name,
        encoding=layer.encoding,
        crs=layer.crs,
        count=len(layer.shapes),
        area_m2=total_m2(layer),
        stated_m2=seen.stated_m2,
        bounds=tuple(shapely.total_bounds(layer.shapes).tolist()),
        counties=shares,
        fields=fields_found(layer.frame, book),
        preview=_preview(layer, book),
        findings=tuple(findings),
        notes=_notes(layer, counties),
        shift=answers.shift,
        layer_read=layer,
    )


def _read(path: Path, answers: Answers, reading: Reading) -> Layer:
    read: Callable[..., Layer] = read_rows_confined if reading.confined else read_rows
    return read(
        path,
        layer=answers.layer,
        crs=answers.crs,
        encoding=answers.encoding,
        limits=reading.limits,
    )


def _unread(refused: Refused, answers: Answers, counties: Counties | None) -> list[Finding]:
    """Findings of a file that was not read; boundaries and the county told narrow the systems."""
    choices: tuple[Choice, ...] = ()
    told = []
    for refusal in refused.refusals:
        if refusal.code in {_MISSING, _CONTRADICTED}:
            choices = choices_of(refusal.facts, counties, answers.county)
        if refusal.code == _MISSING:
            facts = {**refusal.facts, **listed([choice.value for choice in choices])}
            told.append(replace(refusal, facts=facts))
        else:
            told.append(refusal)
    return of_reading(told, choices)


def _asked(layer: Layer) -> tuple[Choice, ...]:
    """The system concluded, as the answer that confirms it, and what it might be instead."""
    code = layer.crs.code
    if layer.crs.sure or code is None:
        return ()
    name = name_of(code)
    sure = Choice("crs", code, Label(f"确认为 {name.zh}", f"it is {name.en}"))
    return (sure, *older_choices(code))


def _column(layer: Layer, standard: str, book: Dictionary) -> str | None:
    return next((n for n in layer.frame.columns if book.standard(n) == standard), None)


def _preview(layer: Layer, book: Dictionary) -> tuple[dict[str, str | None], ...]:
    rows = layer.frame.head(PREVIEW_ROWS).drop("row").iter_rows(named=True)
    return tuple(
        {name: shown(value, book.standard(name), book) for name, value in row.items()}
        for row in rows
    )


def _notes(layer: Layer, counties: Counties | None) -> tuple[Label, ...]:
    notes = [Label(note.say("zh"), note.say("en")) for note in layer.notes]
    if counties is None:
        notes.append(
            Label(
                "没有县界数据，所在县未知。", "No county boundaries at hand: the county is unknown."
            )
        )
    return tuple(notes)


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(part.stat().st_size for part in path.rglob("*") if part.is_file())
    return path.stat().st_size if path.exists() else 0
