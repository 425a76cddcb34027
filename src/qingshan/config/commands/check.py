"""``qingshan check``: the geodata doctor, with no server and no database."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qingshan.config.commands.lists import ListOptions, check_list
from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    existing,
    say_refusal,
)
from qingshan.config.commands.usage import day_of, known_language, usage, write_file
from qingshan.core.kernel.label import Label

if TYPE_CHECKING:
    from qingshan.core.doctor.card import Card, Finding
    from qingshan.core.doctor.county import Counties
    from qingshan.core.doctor.repair import Repaired

LINES_MOST, WIDTH = 40, 80
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")
_COLOURS = {"blocks": "red", "asks": "yellow", "warns": "yellow", "tells": "dim"}
_VERDICTS = {"good": "[green]✓[/green]", "asks": "[yellow]?[/yellow]", "blocked": "[red]✕[/red]"}


def check(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="file of shapes, in any format that can be read")],
    layer: Annotated[str, typer.Option(help="layer, when the file holds several")] = "",
    crs: Annotated[str, typer.Option(help="coordinate system, such as EPSG:4524")] = "",
    encoding: Annotated[str, typer.Option(help="encoding of the text, such as GB18030")] = "",
    county: Annotated[str, typer.Option(help="code or name of the county it should lie in")] = "",
    shift: Annotated[str, typer.Option(help="GCJ-02: undo the offset of web maps; none")] = "",
    as_of: Annotated[str, typer.Option(help="date under which tables are read; today")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
    html: Annotated[Path | None, typer.Option(help="write one HTML file")] = None,
    pdf: Annotated[Path | None, typer.Option(help="write the card as PDF")] = None,
    fix: Annotated[Path | None, typer.Option(help="write the safe repairs as GeoPackage")] = None,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    trusted: Annotated[  # noqa: FBT002
        bool, typer.Option("--trusted", help="read in this process: quicker, for your own files")
    ] = False,
    kind: Annotated[
        str, typer.Option("--as", help="a list in .xlsx or .csv: households, plots or trees")
    ] = "",
    area_mu: Annotated[float | None, typer.Option(help="area the households share out")] = None,
) -> None:
    """Check a file of shapes: encoding, coordinates, fields, shapes, areas; repair what is safe.

    With --as it is a list in a workbook or CSV: --layer names its sheet, --fix takes an .xlsx in
    which the problems are marked.
    """
    existing(file)
    if kind or file.suffix.lower() in WORKBOOKS:
        day = _usable(as_of, lang, (fix,), None)
        check_list(file, ListOptions(kind, day, layer, area_mu, as_json, fix, lang))
        return
    day = _usable(as_of, lang, (html, pdf, fix), fix)
    from qingshan.core.doctor.examine import Answers, Reading, examine
    from qingshan.core.doctor.repair import repair_as_dict
    from qingshan.core.tables.shelf import open_shelf

    card = examine(
        file,
        answers=Answers(
            layer or None, crs or None, encoding or None, county or None, shift or None
        ),
        counties=collected_counties(),
        shelf=open_shelf(),
        as_of=day,
        reading=Reading(confined=not trusted),
    )
    repair = _fixed(card, fix) if fix is not None else None
    if html is not None:
        from qingshan.core.doctor.picture import card_html

        write_file(html, card_html(card, lang).encode())
    if pdf is not None:
        write_file(pdf, _paper(card, lang, day))
    if as_json:
        told = card.to_json() | {"repair": None if repair is None else repair_as_dict(repair)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        _say(card, repair, lang)
    if card.verdict != "good":
        sys.exit(EXIT_REFUSED)


def _usable(as_of: str, lang: str, outs: tuple[Path | None, ...], fix: Path | None) -> date:
    known_language(lang)
    for out in outs:
        if out is not None and not out.resolve().parent.is_dir():
            usage(f"没有这个文件夹 (no such folder): {out.parent}")
    if fix is not None and fix.suffix.lower() != ".gpkg":
        usage("修复结果须为 .gpkg 文件 (repairs are written as .gpkg)")
    return day_of(as_of)


def collected_counties() -> Counties | None:
    """The county boundaries collected with the package; without them the county is unknown."""
    import qingshan
    from qingshan.core.doctor.county import counties_of_vendor

    path = Path(qingshan.__file__).parent / "vendor" / "geo" / "counties_520000.json"
    return counties_of_vendor(path) if path.is_file() else None


def _fixed(card: Card, out: Path) -> Repaired:
    from qingshan.core.doctor.repair import repaired, write_repaired
    from qingshan.core.kernel.errors import Refused

    try:
        repair = repaired(card)
        write_repaired(repair, out)
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)
    return repair


def _paper(card: Card, language: str, day: date) -> bytes:
    from qingshan.apps.base import paper
    from qingshan.core.doctor.picture import paper_data
    from qingshan.core.kernel.errors import Refused

    template = paper.APPS / "base" / "papers" / "check.typ"
    title = Label("数据检查结果", "Check of a file of shapes").say(language)
    data = paper_data(card, language)
    try:
        return paper.render(template, data, title=f"{title} · {card.file}", dated=day)
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)


def _say(card: Card, repair: Repaired | None, language: str) -> None:
    from qingshan.core.doctor.card import VERDICTS
    from qingshan.core.doctor.picture import facts

    width = min(WIDTH, Console().width)
    console = Console(highlight=False, width=width)
    head = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts(card, language):
        head.add_row(Text(name, "dim"), Text(value, overflow="fold"))
    console.print(Text(card.file, "bold"))
    console.print(head)
    if card.fields:
        console.print(_fields(card, language))
    for number, finding in enumerate(card.findings[:LINES_MOST], 1):
        _say_finding(console, number, finding, language)
    more = len(card.findings) - LINES_MOST
    if more > 0:
        label = Label(
            f"另有 {more} 条，见 --json 或 --html。", f"{more} more: see --json or --html."
        )
        console.print(label.say(language))
    if repair is not None:
        _say_repair(console, repair, language)
    console.print(f"{_VERDICTS[card.verdict]} {VERDICTS[card.verdict].say(language)}")


def _fields(card: Card, language: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in (Label("字段", "field"), Label("含义", "meaning"), Label("示例", "examples")):
        table.add_column(title.say(language), overflow="ellipsis", no_wrap=True)
    for field in card.fields:
        means = field.means.say(language) if field.means else "—"
        table.add_row(Text(field.name), Text(means), Text("、".join(field.sample)))
    return table


def _say_finding(console: Console, number: int, finding: Finding, language: str) -> None:
    style = _COLOURS[finding.level.value]
    level = finding.level.label.say(language)
    place = f" {finding.where(language)}"
    console.print(Text.assemble(f"{number}. ", (f"{level} {finding.code}", style), place))
    lines: list[Any] = [finding.says, finding.why, finding.remedy]
    console.print(Text("   " + " ".join(label.say(language) for label in lines if label)))
    for choice in finding.choices:
        console.print(
            Text(f"   → --{choice.answer} {choice.value}  {choice.label.say(language)}", "bold")
        )


def _say_repair(console: Console, repair: Repaired, language: str) -> None:
    from qingshan.core.doctor.repair import REPAIRS

    table = Table(box=None, pad_edge=False, header_style="dim")
    titles = (
        Label("行", "row"),
        Label("修复", "repair"),
        Label("修复前 m²", "before m²"),
        Label("修复后 m²", "after m²"),
    )
    for at, title in enumerate(titles):
        table.add_column(title.say(language), justify="left" if at == 1 else "right")
    for row in repair.rows:
        after = "—" if row.after_m2 is None else f"{row.after_m2:,.2f}"
        done = "、".join(REPAIRS[name].say(language) for name in row.repairs)
        table.add_row(str(row.row), done, f"{row.before_m2:,.2f}", after)
    if repair.rows:
        console.print(table)
    said = Label(
        f"已修复 {len(repair.rows)} 行；未处理 {len(repair.left)} 条，见上。",
        f"{len(repair.rows)} rows repaired; {len(repair.left)} findings left as they are, above.",
    )
    console.print(said.say(language))
