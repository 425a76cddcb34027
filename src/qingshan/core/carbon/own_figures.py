"""Someone's own figures taken from an upload or from what was pasted, to be held against a run."""

from __future__ import annotations

import tempfile
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

    A text without heading is taken as two columns, key or id and value; commas part as well.

    Raises
    ------
    Refused
        E-PK-05 when there is no number beside a key.
    """
    lines = [line for line in text.replace("，", ",").splitlines() if line.strip()]
    if lines and not any("\t" in line for line in lines):
        lines = ["\t".join(line.replace(",", "\t").split(None, 1)) for line in lines]
    first = lines[0].split("\t")[0].strip().lower() if lines else ""
    has_heading = first in (*KEY_HEADS, *PLOT_HEADS)
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / "pasted.tsv"
        told = "\n".join(lines) + "\n"
        path.write_text(told if has_heading else HEADING + told, encoding="utf-8")
        return read_figures(path)
