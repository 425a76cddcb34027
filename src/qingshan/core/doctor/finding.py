"""Refusals and notes of the rooms below, and our own, become findings of a card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qingshan.core.doctor.card import Choice, Finding, Level
from qingshan.core.geo.notes import Note
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

CHANGES = "crs"
_ROW = re.compile(r"^#(\d+)$")
_ASKED_NOTES = {"crs by zone prefix", "crs by degrees", "crs by range", "encoding ambiguous"}
_CHECKED_NOTES = {
    "encoding declared wrongly",
    "text cut",
    "field name cut",
    "field too wide",
    "crs overruled",
    "crs approximate",
    "crs web mercator",
    "attributes absent",
    "axis order",
    "lines closed",
    "area apart",
}
_ENCODINGS = (
    Choice("encoding", "GB18030", Label("GB18030（含 GBK）", "GB18030 (holds GBK)")),
    Choice("encoding", "UTF-8", Label("UTF-8", "UTF-8")),
    Choice("encoding", "BIG5", Label("Big5（繁体）", "Big5 (traditional)")),
)


def of_refusal(
    refusal: Refusal, level: Level = Level.BLOCKS, *, rows: Sequence[int] = (), **more: Any
) -> Finding:
    """A finding with the sentences of a refusal; ``more`` fills further fields of ``Finding``."""
    if not rows and (said := _ROW.match(refusal.where())):
        rows = (int(said[1]),)
    return Finding(
        code=refusal.code,
        level=level,
        place=refusal.place,
        says=_label(refusal.what),
        why=_label(refusal.why),
        remedy=_label(refusal.remedy),
        rows=tuple(rows),
        **more,
    )


def of_reading(refusals: Iterable[Refusal], candidates: Sequence[Choice]) -> list[Finding]:
    """Why a file could not be read; where an answer of the user helps, it is a question."""
    found = []
    for refusal in refusals:
        choices = _choices(refusal, candidates)
        level = Level.ASKS if choices else Level.BLOCKS
        found.append(of_refusal(refusal, level, choices=choices))
    return found


def of_note(note: Note, *, choices: Sequence[Choice] = ()) -> Finding:
    """A note of the reader: a question where it says that it guessed, else a remark."""
    level = Level.WARNS if note.kind in _CHECKED_NOTES else Level.TELLS
    if note.kind in _ASKED_NOTES:
        level = Level.ASKS
        choices = _ENCODINGS[:2] if note.kind == "encoding ambiguous" else choices
    else:
        choices = ()
    says = Label(note.say("zh"), note.say("en"))
    return Finding(note.kind.replace(" ", "-"), level, note.place, says, choices=tuple(choices))


def system(code: str, name: Label) -> Choice:
    """A coordinate system as an answer."""
    return Choice(CHANGES, code, name)


def _choices(refusal: Refusal, candidates: Sequence[Choice]) -> tuple[Choice, ...]:
    facts: Mapping[str, Any] = refusal.facts
    if refusal.code in {"E-UP-03", "E-UP-19"}:
        return tuple(candidates)
    if refusal.code == "E-UP-02":
        return _ENCODINGS
    if refusal.code == "E-UP-14":
        names = [name.strip() for name in str(facts["layers"]).split("、") if name.strip()]
        return tuple(Choice("layer", name, Label(name, name)) for name in names)
    if refusal.code == "E-UP-17":
        code = str(facts["epsg"])
        label = Label(f"按近似值换算（{code}）", f"convert approximately ({code})")
        return (system(code, label),)
    return ()


def _label(say: Any) -> Label:
    return Label(say("zh"), say("en"))
