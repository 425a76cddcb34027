"""A side file checked: what was found, as one answer for the command, the page and programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from qingshan.core.kernel.errors import Refusal
from qingshan.core.sheets.correction import marked
from qingshan.core.sheets.grid import Limits
from qingshan.core.sheets.households import Claim, household_sums
from qingshan.core.sheets.movements.listing import movement_faults
from qingshan.core.sheets.notes import Note
from qingshan.core.sheets.participants.listing import participant_faults
from qingshan.core.sheets.reading import Reading, Sheet, examine_sheet
from qingshan.core.sheets.specification import Specification
from qingshan.core.sheets.transfers.listing import transfer_faults


@dataclass(frozen=True)
class Report:
    """What a side file is and what is wrong with it; ``refusals`` empty means that it is good."""

    file: str
    specification: Specification
    reading: Reading
    sums: tuple[Refusal, ...] = ()

    @property
    def sheet(self) -> Sheet | None:
        """The list as far as it could be read."""
        return self.reading.sheet

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Everything that is wrong, cells first, sums after them."""
        return (*self.reading.refusals, *self.sums)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is worth saying though it stops nothing."""
        return self.reading.notes

    @property
    def verdict(self) -> str:
        """``good`` or ``blocked``."""
        return "blocked" if self.refusals else "good"

    @property
    def count(self) -> int:
        """Rows of data."""
        return self.sheet.frame.height if self.sheet else 0

    def to_json(self) -> dict[str, Any]:
        """Stable keys, both languages; no personal data in full."""
        sheet = self.sheet
        return {
            "file": self.file,
            "digest": sheet.digest if sheet else None,
            "kind": self.specification.name,
            "verdict": self.verdict,
            "sheet": sheet.name if sheet else None,
            "header_row": sheet.header_row if sheet else None,
            "rows": self.count,
            "columns": dict(sheet.places) if sheet else {},
            "refusals": [refusal.as_dict() for refusal in self.refusals],
            "notes": [
                {"kind": note.kind, "place": note.place, "zh": note.say("zh"), "en": note.say("en")}
                for note in self.notes
            ],
        }


def check_file(
    path: Path,
    specification: Specification,
    *,
    as_of: date,
    claim: Claim | None = None,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> Report:
    """Read a side file and, for households, add up its areas and shares. Never raises ``Refused``.

    ``claim`` says what the households share out; without it their sums are still compared among
    themselves, and a note says that the stated area is unknown.
    """
    reading = examine_sheet(path, specification, as_of=as_of, sheet=sheet, limits=limits)
    sums: tuple[Refusal, ...] = ()
    if specification.name == "households" and reading.sheet is not None:
        found = household_sums(reading.sheet, claim or Claim(), reading.refusals)
        sums = found.refusals
        reading = replace(reading, notes=(*reading.notes, *found.notes))
    elif specification.name == "participants" and reading.sheet is not None:
        sums = tuple(participant_faults(reading.sheet))
    elif specification.name == "movements" and reading.sheet is not None:
        sums = tuple(movement_faults(reading.sheet))
    elif specification.name == "transfers" and reading.sheet is not None:
        sums = tuple(transfer_faults(reading.sheet))
    return Report(path.name, specification, reading, sums)


def marked_file(
    report: Report, path: Path, *, language: str = "zh", limits: Limits | None = None
) -> bytes:
    """The file of this report with its problems marked, as .xlsx (see ``correction.marked``)."""
    return marked(
        path,
        report.specification,
        report.reading,
        extra=report.sums,
        language=language,
        limits=limits,
    )
