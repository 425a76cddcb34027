"""The process that reads someone's own figures for ``own_figures``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from qingshan.core.carbon.figures import read_figures
from qingshan.core.geo.reader import serve


def read(path: Path, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """The figures of a workbook or CSV with the cells that they stand in."""
    own = read_figures(path)
    return {"values": dict(own.values), "cells": dict(own.cells)}


def main(folder: Path) -> int:
    """Answer the order in the folder."""
    return serve(folder, read)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
