"""``qingshan docs``: the pages of ``docs/made`` that are generated from the code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qingshan.config.commands.starting import EXIT_REFUSED, err, start

FOLDER = Path("docs/made")


def docs(
    check: Annotated[bool, typer.Option(help="only say whether they are up to date")] = False,  # noqa: FBT002
) -> None:
    """Write the generated pages, or with ``--check`` fail when one is stale."""
    start()
    from qingshan.config.made import pages

    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if path.exists() and path.read_text() == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    if check and stale:
        err.print(f"[red]✕[/red] stale: {', '.join(stale)}; run make docs")
        sys.exit(EXIT_REFUSED)
