"""A side file of a stranger checked in a process of its own, which alone sees the persons in it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from qingshan.core.geo.confined import Budget, heard, run_confined
from qingshan.core.kernel.errors import Refusal
from qingshan.core.sheets.notes import Note

LIST_READER = "qingshan.core.doctor.list_reader"
MARKED, ROWS = "marked.xlsx", "rows.parquet"


@dataclass(frozen=True)
class Whole:
    """What the households of a list share out, and whether who asks may keep their rows."""

    area_mu: float | None = None
    compartments_mu: Mapping[str, float] = field(default_factory=dict)
    keeps_rows: bool = False


@dataclass(frozen=True)
class ListAnswer:
    """What a list is and what is wrong with it; no row of it, and no personal data in full.

    ``marked`` is the file with its problems marked, as .xlsx; nothing where no table was found.
    ``rows`` is the list itself, personal data and all, for who asked to keep it and if it is good.
    """

    file: str
    kind: str
    count: int
    sheet: str | None
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]
    marked: bytes | None
    rows: pl.DataFrame | None = None

    @property
    def verdict(self) -> str:
        """``good`` or ``blocked``."""
        return "blocked" if self.refusals else "good"


def check_list_confined(
    path: Path,
    kind: str,
    *,
    as_of: date,
    whole: Whole | None = None,
    language: str = "zh",
    budget: Budget | None = None,
) -> ListAnswer:
    """As ``core.sheets.report.check_file``, in another process with limits that it cannot lift.

    ``kind`` is one of ``doctor.sheets.LISTS``, ``whole`` what households share out, ``language``
    that of the marks in the file.

    Raises
    ------
    Refused
        E-UP-25 took too long, E-UP-26 needed too much memory, E-UP-27 the reader broke down; what
        is wrong with the list stands in the answer instead.
    """
    whole = whole or Whole()
    order = {
        "kind": kind,
        "as_of": as_of.isoformat(),
        "area_mu": whole.area_mu,
        "compartments_mu": dict(whole.compartments_mu),
        "keeps_rows": whole.keeps_rows,
        "language": language,
    }
    with tempfile.TemporaryDirectory(prefix="confined", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        told: Mapping[str, Any] = run_confined(LIST_READER, folder, path, order, budget or Budget())
        marked, rows = folder / MARKED, folder / ROWS
        return ListAnswer(
            file=path.name,
            kind=kind,
            count=told["count"],
            sheet=told["sheet"],
            refusals=heard(told["wrong"]),
            notes=tuple(Note(*each) for each in told["notes"]),
            marked=marked.read_bytes() if marked.exists() else None,
            rows=pl.read_parquet(rows) if rows.exists() else None,
        )
