"""Lists on the command line: ``qingshan check LIST.xlsx --as households`` and their templates."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from qingshan.config.commands.starting import EXIT_REFUSED
from qingshan.config.commands.usage import day_of, usage, write_file
from qingshan.core.kernel.label import Label

if TYPE_CHECKING:
    from qingshan.core.sheets.report import Report

LINES_MOST, WIDTH = 40, 80


@dataclass(frozen=True)
class ListOptions:
    """How a list is to be checked and told."""

    kind: str
    day: date
    sheet: str = ""
    area_mu: float | None = None
    as_json: bool = False
    marked: Path | None = None
    language: str = "zh"


def check_list(file: Path, options: ListOptions) -> None:
    """Check one list; leaves with 1 when something is wrong."""
    from qingshan.core.doctor.sheets import LISTS, claim_of, specification_of
    from qingshan.core.sheets.report import check_file, marked_file
    from qingshan.core.tables.shelf import open_shelf

    if options.kind not in LISTS:
        usage(f"表格请用 --as 指明清单 (say --as {'|'.join(LISTS)})")
    if options.marked is not None and options.marked.suffix.lower() != ".xlsx":
        usage("标出问题的表格须为 .xlsx 文件 (problems are marked in an .xlsx)")
    if options.marked is not None and options.marked.exists():
        usage(f"文件已存在，不覆盖 (exists already, not overwritten): {options.marked}")
    shelf = open_shelf()
    report = check_file(
        file,
        specification_of(options.kind, shelf, options.day),
        as_of=options.day,
        claim=claim_of(shelf, options.day, area_mu=options.area_mu),
        sheet=options.sheet or None,
    )
    if options.marked is not None and report.sheet is not None:
        write_file(options.marked, marked_file(report, file, language=options.language))
    if options.as_json:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        _say(report, options.language)
    if report.refusals:
        sys.exit(EXIT_REFUSED)


def template(
    kind: Annotated[str, typer.Argument(help="households, plots or trees")],
    out: Annotated[Path, typer.Argument(help="the .xlsx to write")],
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    as_of: Annotated[str, typer.Option(help="date under which tables are read; today")] = "",
) -> None:
    """Write the template of a list: data, how to fill it in, the codes."""
    from qingshan.core.doctor.sheets import LISTS, specification_of
    from qingshan.core.sheets.template import template as made
    from qingshan.core.tables.shelf import open_shelf

    if kind not in LISTS or out.suffix.lower() != ".xlsx" or lang not in {"zh", "en"}:
        usage(f"用法 (usage): qingshan template {'|'.join(LISTS)} OUT.xlsx --lang zh|en")
    day = day_of(as_of)
    if out.exists():
        usage(f"文件已存在，不覆盖 (exists already, not overwritten): {out}")
    write_file(out, made(specification_of(kind, open_shelf(), day), lang))
    Console(highlight=False).print(str(out))


def _say(report: Report, language: str) -> None:
    console = Console(highlight=False, width=min(WIDTH, Console().width))
    kind = report.specification.label.say(language)
    rows = Label(f"{report.count} 行", f"{report.count} rows").say(language)
    console.print(Text.assemble((report.file, "bold"), f"  {kind}  {rows}"))
    for note in report.notes:
        console.print(Text(f"· {note.say(language)}", "dim"))
    for number, refusal in enumerate(report.refusals[:LINES_MOST], 1):
        said = (refusal.what(language), refusal.why(language), refusal.remedy(language))
        line = Text.assemble(
            f"{number}. ", (refusal.code, "red"), f" {refusal.where(language)}\n   "
        )
        console.print(line.append("".join(said) if language == "zh" else " ".join(said)))
    more = len(report.refusals) - LINES_MOST
    if more > 0:
        label = Label(f"另有 {more} 处，见 --json 或 --fix。", f"{more} more: see --json or --fix.")
        console.print(label.say(language))
    good = Label("可以使用", "good to use")
    bad = Label(f"有 {len(report.refusals)} 处问题", f"{len(report.refusals)} faults")
    mark, verdict = ("[red]✕[/red]", bad) if report.refusals else ("[green]✓[/green]", good)
    console.print(f"{mark} {verdict.say(language)}")
