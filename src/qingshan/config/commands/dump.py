"""``qingshan dump``: write the public register as files, or check files against their manifest."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    EXIT_USAGE,
    err,
    existing,
    shanghai_now,
    start,
)

console = Console(highlight=False)
MANIFEST = "manifest.json"


def dump(
    to: Annotated[
        Path | None, typer.Option(help="a new folder; the site's own of today without it")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help="check a downloaded folder by its manifest instead")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the manifest on stdout")] = False,  # noqa: FBT002
) -> None:
    """Tickets, retirements and projects as CSV, GeoJSON and GeoParquet with a manifest.

    Exit code 0 when written or sound, 1 when a file is not what its manifest says, 2 for a folder
    that is missing or already there.
    """
    if check is not None:
        _checked(check)
        return
    if to is not None and to.exists():
        err.print(f"[red]✗[/red] {to}：已经存在 (already there)")
        sys.exit(EXIT_USAGE)
    start()
    from qingshan.apps.features.dumping import forget_dumps, write_dump

    when = shanghai_now()
    made = write_dump(when, to)
    if to is None:
        forget_dumps(when.date())
    text = (made / MANIFEST).read_text("utf-8")
    if as_json:
        sys.stdout.write(text)
        return
    table = Table(box=None)
    for head in ("文件 file", "行 rows", "字节 bytes", "SHA-256"):
        table.add_column(head, justify="right" if "file" not in head else "left")
    for each in json.loads(text)["files"]:
        table.add_row(each["name"], f"{each['rows']:,}", f"{each['bytes']:,}", each["sha256"][:16])
    console.print(table)
    console.print(f"[green]✓[/green] 已生成 (written)：{made}", soft_wrap=True)


def _checked(folder: Path) -> None:
    from qingshan.core.kernel.digest import digest_of_file

    told = json.loads(existing(folder / MANIFEST).read_text("utf-8"))
    wrong = []
    for each in told["files"]:
        path = folder / each["name"]
        if not path.is_file():
            wrong.append(f"{each['name']}：缺失 (missing)")
        elif digest_of_file(path) != each["sha256"]:
            wrong.append(f"{each['name']}：与清单不符 (differs from the manifest)")
    for line in wrong:
        err.print(f"[red]✗[/red] {line}")
    if wrong:
        sys.exit(EXIT_REFUSED)
    console.print(f"[green]✓[/green] {len(told['files'])} 个文件与清单一致 (files as told)")
