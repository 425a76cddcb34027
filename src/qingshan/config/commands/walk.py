"""``qingshan walk``: the main walk on the user's own file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    EXIT_USAGE,
    err,
    existing,
    prepare,
    say_refusal,
    shanghai_now,
    start,
)
from qingshan.config.commands.usage import day_of, days_of

if TYPE_CHECKING:
    from qingshan.apps.walks.main_walk import Outcome, Step

STEP_NAMES = {
    "read": "读取文件",
    "check": "检查图斑",
    "register": "项目立项",
    "accept": "受理和初审",
    "measure": "计量",
    "report": "报送报告",
    "verify": "核查复算",
    "publish": "公示",
    "review": "专家评审",
    "co-sign": "两部门会签",
    "issue": "签发碳票",
    "list": "挂牌",
    "settle": "交割",
    "retire": "注销",
    "certificate": "注销证书",
    "verify certificate": "查验证书",
}
FIRST_DAY, LAST_DAY = "2019-01-01", "2023-12-31"


def walk(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="zipped shapefile, .shp, GeoPackage or GeoJSON")],
    out: Annotated[
        Path, typer.Option(help="folder for the ticket, the certificate and the record")
    ],
    fields: Annotated[Path | None, typer.Option(help="field map (TOML) of a foreign file")] = None,
    method: Annotated[str, typer.Option(help="method with version")] = "gz_ticket_v1",
    first: Annotated[str, typer.Option("--from", help="first day of the period")] = FIRST_DAY,
    last: Annotated[str, typer.Option("--to", help="last day of the period")] = LAST_DAY,
    as_of: Annotated[
        str,
        typer.Option(
            help="date under which all tables are read; that of the first such walk, else today"
        ),
    ] = "",
    price: Annotated[str, typer.Option(help="yuan per tonne")] = "50.00",
    crs: Annotated[str, typer.Option(help="coordinate system when the file names none")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
) -> None:
    """Run the main walk: from the file to the certificate, each stage passed."""
    existing(file)
    if fields is not None:
        existing(fields)
    days = (*days_of(first, last), day_of(as_of) if as_of else None)
    price_fen = _price(price)
    start()
    prepare()
    from qingshan.apps.land.bundle import Source
    from qingshan.apps.walks.main_walk import Order
    from qingshan.apps.walks.main_walk import walk as take_the_walk
    from qingshan.core.kernel.period import Period

    now = shanghai_now()
    order = Order(
        source=Source(file, fields),
        method=method,
        period=Period.inclusive(days[0], days[1]),
        as_of=days[2],
        price_fen=price_fen,
        crs=crs or None,
    )
    console = Console(highlight=False, quiet=as_json)
    outcome = take_the_walk(order, now=now, tell=lambda step: _say(console, step))
    record = _written(outcome, out)
    if as_json:
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    _finish(outcome, record, console)


def _price(price: str) -> int:
    from qingshan.core.kernel.money import fen

    try:
        amount = fen(price)
    except ValueError as fault:
        err.print(f"[red]✕[/red] {fault}")
        sys.exit(EXIT_USAGE)
    if amount <= 0:
        err.print("[red]✕[/red] 价格须大于零 (the price must be above zero)")
        sys.exit(EXIT_USAGE)
    return amount


def _say(console: Console, step: Step) -> None:
    figures = "  ".join(f"{name} {_text(value)}" for name, value in step.figures.items())
    mark = "[green]✓[/green]" if step.ok else "[red]✕[/red]"
    name = STEP_NAMES.get(step.name, step.name)
    console.print(f"{mark} {name:<6}\t{figures}  [dim]{step.digest[:12]}[/dim]", soft_wrap=True)


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _written(outcome: Outcome, out: Path) -> dict[str, Any]:
    """Write the papers and the record; answer the object that ``--json`` prints."""
    from qingshan.apps.base import files
    from qingshan.core.kernel.units import CARBON_PER_TONNE, tonnes

    out.mkdir(parents=True, exist_ok=True)
    ticket, retirement = outcome.ticket, outcome.retirement
    certificate = None
    if ticket is not None:
        (out / f"{ticket.number}.pdf").write_bytes(files.read(ticket.face.digest))
    if retirement is not None:
        certificate = out / f"{retirement.number}.pdf"
        certificate.write_bytes(files.read(retirement.certificate.digest))
    record = {
        "removal_t": None if outcome.removal is None else float(tonnes(outcome.removal)),
        "issued_t": ticket.quantity // CARBON_PER_TONNE if ticket else None,
        "ticket": ticket.number if ticket else None,
        "certificate": str(certificate) if certificate else None,
        "verified": outcome.verified,
        "refusals": [refusal.as_dict() for refusal in outcome.refusals],
        "steps": [
            {"name": s.name, "ok": s.ok, "figures": dict(s.figures), "digest": s.digest}
            for s in outcome.steps
        ],
    }
    (out / "walk.json").write_text(json.dumps(record, ensure_ascii=False, indent=2))
    return record


def _finish(outcome: Outcome, record: dict[str, Any], console: Console) -> None:
    for refusal in outcome.refusals:
        say_refusal(refusal)
    if outcome.refusals:
        sys.exit(EXIT_REFUSED)
    if not outcome.verified:
        sys.exit(EXIT_REFUSED)
    console.print(f"\n碳票 {record['ticket']}，证书 {record['certificate']}")
