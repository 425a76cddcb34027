"""The process that holds someone's own figures against plots, for ``field_data``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from qingshan.core.carbon.figures import Own
from qingshan.core.carbon.plots.own import compare_plots
from qingshan.core.doctor.field_reader import measured
from qingshan.core.geo.reader import serve

DEPTH = 2
"""Levels below a figure that differs which a page opens at once."""


def compare(_: Path, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """What differs, and the digest of the run that was compared."""
    told = {name: Path(file) for name, file in order["files"].items()}
    run = measured(told, folder, order, date.fromisoformat(order["as_of"]))
    found = compare_plots(run, Own(**order["own"]))
    return {"comparison": found.trees(DEPTH), "digest": run.digest}


def main(folder: Path) -> int:
    """Answer the order in the folder."""
    return serve(folder, compare)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
