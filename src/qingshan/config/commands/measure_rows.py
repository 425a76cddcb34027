"""``qingshan measure run`` on a Parquet file, which may be larger than the memory at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from qingshan.config.commands.starting import err

if TYPE_CHECKING:
    from qingshan.core.carbon.asked import Asked
    from qingshan.core.carbon.streaming import Streamed


def measured_rows(path: Path, asked: Asked, *, out: Path | None, quiet: bool) -> Streamed:
    """The run of a file piece by piece, kept as ``out``; a bar tells rows done and rows in all."""
    from qingshan.core.carbon.streaming import measure_file

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    is_silent = quiet or not err.is_terminal
    with Progress(*columns, console=err, transient=True, disable=is_silent) as progress:
        bar = progress.add_task("计量 (measuring)", total=None)

        def tell(done: int, whole: int) -> None:
            progress.update(bar, completed=done, total=whole)

        return measure_file(path, asked, out=out, tell=tell)
