"""``qingshan fieldwork``: field data checked, and the list of trees back with its problems."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from qingshan.config.commands.starting import EXIT_REFUSED
from qingshan.config.commands.starting import existing as must_exist
from qingshan.config.commands.usage import day_of, usage, write_file
from qingshan.core.kernel.label import Label

if TYPE_CHECKING:
    from qingshan.core.fieldwork.checking import FieldReport, Rules

LINES_MOST, WIDTH = 40, 80
_COLOURS = {"blocks": "red", "asks": "yellow", "warns": "yellow", "tells": "dim"}
_VERDICTS = {
    "good": Label("可以使用", "good to use"),
    "asks": Label("请先确认", "please confirm first"),
    "blocked": Label("须更正后再提交", "to be corrected first"),
}


def fieldwork(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="list of measured trees, .xlsx or .csv")],
    plots: Annotated[Path | None, typer.Option(help="list of sample plots")] = None,
    earlier: Annotated[Path | None, typer.Option(help="trees of an earlier occasion")] = None,
    earlier_plots: Annotated[Path | None, typer.Option(help="its list of plots")] = None,
    photos: Annotated[Path | None, typer.Option(help="folder of photos of the plots")] = None,
    shapes: Annotated[Path | None, typer.Option(help="shapes the plots should lie in")] = None,
    out: Annotated[Path | None, typer.Option(help="write the list with its problems")] = None,
    as_of: Annotated[str, typer.Option(help="date under which tables are read; today")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Check field data: positions, heights, last digits, photos, and an earlier occasion."""
    from qingshan.core.fieldwork.checking import Handed, check_field
    from qingshan.core.fieldwork.positions import Places
    from qingshan.core.geo.vector import read_layer
    from qingshan.core.kernel.errors import Refused

    for path in (file, plots, earlier, earlier_plots, photos, shapes):
        if path is not None:
            must_exist(path)
    if lang not in {"zh", "en"}:
        usage("语言只有 zh 和 en (languages: zh, en)")
    if out is not None and (out.suffix.lower() != ".xlsx" or out.exists()):
        usage(f"须为尚不存在的 .xlsx 文件 (an .xlsx that does not exist yet): {out}")
    rules = _rules(as_of)
    try:
        places = Places(tuple(read_layer(shapes).shapes)) if shapes is not None else Places()
    except Refused as refused:
        from qingshan.config.commands.starting import say_refusal

        for refusal in refused.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)
    report = check_field(Handed(file, plots, earlier, earlier_plots, photos), rules, places)
    if out is not None and report.count:
        write_file(out, report.marked(file, lang))
    if as_json:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        _say(report, lang)
    if report.verdict != "good":
        sys.exit(EXIT_REFUSED)


def _rules(as_of: str) -> Rules:
    from qingshan.core.doctor.sheets import specification_of
    from qingshan.core.fieldwork.checking import Rules
    from qingshan.core.fieldwork.limits import limits_on, statuses_on
    from qingshan.core.tables.shelf import open_shelf

    day, shelf = day_of(as_of), open_shelf()
    trees, plots = (specification_of(name, shelf, day) for name in ("trees", "plots"))
    return Rules(trees, plots, limits_on(shelf, day), statuses_on(shelf, day), day)


def _say(report: FieldReport, language: str) -> None:
    from rich.table import Table

    console = Console(highlight=False, width=min(WIDTH, Console().width))
    trees = Label(f"{report.count} 株", f"{report.count} trees").say(language)
    console.print(Text.assemble((report.file, "bold"), f"  {trees}"))
    for number, finding in enumerate(report.findings[:LINES_MOST], 1):
        refusal, level = finding.refusal, finding.level
        head = (f"{level.label.say(language)} {finding.code}", _COLOURS[level.value])
        said = (refusal.what(language), refusal.why(language), refusal.remedy(language))
        line = Text.assemble(f"{number}. ", head, f" {refusal.where(language)}\n   ")
        console.print(line.append("".join(said) if language == "zh" else " ".join(said)))
    more = len(report.findings) - LINES_MOST
    if more > 0:
        label = Label(f"另有 {more} 处，见 --json 或 --out。", f"{more} more: see --json or --out.")
        console.print(label.say(language))
    if report.change is not None:
        table = Table(box=None, pad_edge=False, show_header=False)
        for name, count in report.change.as_dict().items():
            table.add_row(_CHANGES[name].say(language), f"{count:,}")
        console.print(table)
    console.print(_VERDICTS[report.verdict].say(language))


_CHANGES = {
    "plots": Label("两期都有的样地", "plots of both occasions"),
    "living_before": Label("前期活立木", "living trees before"),
    "survived": Label("存活", "survived"),
    "died": Label("枯死", "died"),
    "felled": Label("采伐", "felled"),
    "vanished": Label("没有记录", "not on record"),
    "ingrowth": Label("进界木", "ingrowth"),
    "other_new": Label("其他新增", "other new trees"),
    "resurrected": Label("死而复生", "dead before, living now"),
}
