"""``qingshan layer``: enter published layers of zones, and see which stand."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    existing,
    prepare,
    say_refusal,
    shanghai_now,
    start,
)
from qingshan.core.kernel.errors import Refused

layer = typer.Typer(
    help="区划图层：生态保护红线、自然保护地等 (layers of zones)", no_args_is_help=True
)


@layer.command("import")
def import_file(  # noqa: PLR0913, PLR0917  the provenance of a layer
    file: Annotated[Path, typer.Argument(help="zipped shapefile, GeoPackage or GeoJSON")],
    kind: Annotated[str, typer.Option(help="redline, protected_area, public_benefit, …")],
    version: Annotated[str, typer.Option(help="as published")] = "",
    publisher: Annotated[str, typer.Option(help="who published it")] = "",
    source: Annotated[str, typer.Option(help="where it was got")] = "",
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="its date")] = None,
    coverage: Annotated[list[str] | None, typer.Option(help="code or name; repeat")] = None,
    footprint: Annotated[Path | None, typer.Option(help="file whose shapes it covers")] = None,
    name: Annotated[str, typer.Option(help="title; that of the kind without it")] = "",
    document: Annotated[str, typer.Option(help="number of the document")] = "",
    licence: Annotated[str, typer.Option(help="terms of use")] = "",
    crs: Annotated[str, typer.Option(help="coordinate system, overrules the file")] = "",
    column: Annotated[list[str] | None, typer.Option(help="key=COLUMN; also name, grade …")] = None,
) -> None:
    """Enter a version of a layer; the one that it covers is superseded, never erased."""
    existing(file)
    if footprint is not None:
        existing(footprint)
    start()
    prepare()
    from qingshan.apps.base.call import Actor, Call
    from qingshan.apps.land.verbs.import_layer import import_layer

    when = shanghai_now()
    kept = _kept(file)
    call = Call(
        Actor("command line", frozenset({"administrator"})), when, f"layer/{kind}/{version}/{kept}"
    )
    try:
        entered = import_layer(
            call,
            file=kept,
            kind=kind,
            version=version,
            publisher=publisher,
            source=source,
            as_of=as_of.date() if as_of else None,
            coverage=coverage or [],
            footprint=_kept(footprint) if footprint else None,
            name=name,
            document_number=document,
            licence=licence,
            crs=crs,
            columns=dict(pair.split("=", 1) for pair in column or [] if "=" in pair),
        )
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)
    Console(highlight=False).print(
        f"[green]✓[/green] {entered}：{entered.zones.count()} 个图斑，"
        f"数据日期 {entered.as_of} (imported, {entered.machine.label(entered.state).en})"
    )


@layer.command("list")
def list_layers(
    as_json: Annotated[bool, typer.Option("--json", help="one JSON array")] = False,  # noqa: FBT002
) -> None:
    """Every layer ever entered, with its state."""
    start()
    prepare()
    from qingshan.apps.land.zones import all_layers

    rows = all_layers()
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    table = Table(box=None)
    for head in (
        "类型 (kind)",
        "名称 (name)",
        "版本 (version)",
        "发布 (publisher)",
        "日期 (as of)",
    ):
        table.add_column(head)
    for head in ("覆盖 (coverage)", "图斑 (zones)", "状态 (state)"):
        table.add_column(head)
    for row in rows:
        table.add_row(
            row["kind"], row["name"], row["version"], row["publisher"], row["as_of"],
            " ".join(row["coverage"]) or "—", str(row["zones"]), row["state_zh"],
        )  # fmt: skip
    Console(highlight=False).print(table)


def _kept(path: Path) -> int:
    """The key of a file kept as a bundle."""
    from qingshan.apps.base import files
    from qingshan.apps.base.archive import ZIP
    from qingshan.apps.land.bundle import Source, pack

    key: int = files.keep(pack(Source(path)), name=path.name, media_type=ZIP).pk
    return key
