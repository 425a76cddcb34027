"""Someone's own figures taken from an upload or from what was pasted, to be held against a run."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from qingshan.core.carbon.figures import KEY_HEADS, PLOT_HEADS, Own, read_figures
from qingshan.core.geo.confined import Budget, run_confined

READER = "qingshan.core.carbon.figure_reader"
HEADING = "小班号\t减排量\n"
"""Stands above pasted figures that bring no heading: keys or ids, then tonnes or values."""


def read_figures_confined(path: Path, *, budget: Budget | None = None) -> Own:
    """As ``figures.read_figures``, in a process of its own with limits that it cannot lift.

    Raises
    ------
    Refused
        What ``read_figures`` refuses; E-UP-25 took too long, E-UP-26 needed too much memory,
        E-UP-27 the reader broke down.
    """
    with tempfile.TemporaryDirectory(prefix="confined", ignore_cleanup_errors=True) as folder:
        told = run_confined(READER, Path(folder), path, {}, budget or Budget())
    return Own(told["values"], told["cells"])


def pasted_figures(text: str) -> Own:
    """Figures as they come out of a spreadsheet by copying: a line each, parted by tabs.

    A text without heading is taken as two columns, key or id and value. A line without a tab is
    parted at its comma or first space. Cells are told as they stand in the text: B3 is its third
    line.

    Raises
    ------
    Refused
        E-PK-05 when there is no number beside a key.
    """
    numbered = [
        (number, line if "\t" in line else "\t".join(line.replace(",", "\t").split(None, 1)))
        for number, line in enumerate(text.replace("，", ",").splitlines(), 1)
        if line.strip()
    ]
    first = numbered[0][1].split("\t")[0].strip().lower() if numbered else ""
    heading = "" if first in (*KEY_HEADS, *PLOT_HEADS) else HEADING
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / "pasted.tsv"
        path.write_text(heading + "".join(f"{line}\n" for _, line in numbered), encoding="utf-8")
        own = read_figures(path)
    rows = [0] * bool(heading) + [number for number, _ in numbered]
    return Own(own.values, {name: _cell(cell, rows) for name, cell in own.cells.items()})


def _cell(cell: str, rows: Sequence[int]) -> str:
    """The cell as it stands in what was pasted, from the cell of the file read."""
    found = re.fullmatch(r".*!([A-Z]+)(\d+)", cell)
    assert found is not None, "cells are written by figures.read_figures"
    column, row = found.groups()
    return f"{column}{rows[int(row) - 1]}"
