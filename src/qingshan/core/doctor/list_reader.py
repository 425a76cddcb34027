"""The process that checks a list for ``lists``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from qingshan.core.doctor.lists import MARKED, ROWS
from qingshan.core.doctor.sheets import claim_of, specification_of
from qingshan.core.geo.reader import serve, told
from qingshan.core.sheets.report import check_file, marked_file
from qingshan.core.tables.shelf import open_shelf


def check(path: Path, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """Check the list and write it back with its marks; what is answered names no person.

    Who may keep the rows of a good list finds them beside the answer.
    """
    shelf, as_of = open_shelf(), date.fromisoformat(order["as_of"])
    report = check_file(
        path,
        specification_of(order["kind"], shelf, as_of),
        as_of=as_of,
        claim=claim_of(
            shelf, as_of, area_mu=order["area_mu"], compartments_mu=order["compartments_mu"]
        ),
    )
    if report.sheet is not None and report.refusals:
        marked = marked_file(report, path, language=order["language"])
        (folder / MARKED).write_bytes(marked)
    if order["keeps_rows"] and report.sheet is not None and not report.refusals:
        report.sheet.frame.write_parquet(folder / ROWS)
    return {
        "count": report.count,
        "sheet": report.sheet.name if report.sheet else None,
        "wrong": told(report.refusals),
        "notes": [[note.kind, note.place, dict(note.facts)] for note in report.notes],
    }


def main(folder: Path) -> int:
    """Answer the order in the folder."""
    return serve(folder, check)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
