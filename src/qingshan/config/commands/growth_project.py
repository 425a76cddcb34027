"""``qingshan growth project``: what stands will hold in later years, within what the data tell."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qingshan.config.commands.growth import say_curves, stands_of_file
from qingshan.config.commands.starting import EXIT_REFUSED, existing, say_refusal
from qingshan.config.commands.usage import day_of, known_language, usage, write_file
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

if TYPE_CHECKING:
    from qingshan.core.carbon.ex_ante import Projected
    from qingshan.core.growth.curve import Curves


def project(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="sub-compartments: a file of shapes")],
    years: Annotated[str, typer.Option(help="years from the survey, such as 5,10,20")],
    out: Annotated[Path | None, typer.Option(help="write every stand and year as .csv")] = None,
    plot: Annotated[Path | None, typer.Option(help="draw the curves as .svg")] = None,
    reference: Annotated[  # noqa: FBT002
        bool, typer.Option("--reference", help="published curves where one's own are missing")
    ] = False,
    fields: Annotated[Path | None, typer.Option(help="field map (TOML)")] = None,
    as_of: Annotated[str, typer.Option(help="date under which tables are read; today")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Project the growing stock of a file along curves fitted on its own stands, with bands.

    A curve is used five years beyond its stands and no further: what would need more is refused.
    """
    existing(file)
    known_language(lang)
    asked = _asked(years)
    for path, suffix in ((out, ".csv"), (plot, ".svg")):
        if path is not None and (path.suffix.lower() != suffix or path.exists()):
            usage(f"须为尚不存在的 {suffix} 文件 (a {suffix} that does not exist yet): {path}")
    try:
        from qingshan.core.carbon.ex_ante import projected
        from qingshan.core.tables.shelf import open_shelf

        day = day_of(as_of)
        found = projected(
            stands_of_file(file, fields, day), asked, open_shelf(), day, reference=reference
        )
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)
    if out is not None:
        write_file(out, found.stands.stands.write_csv().encode())
    if plot is not None:
        _draw(found.own, plot, lang)
    if as_json:
        sys.stdout.write(json.dumps(_told(found), ensure_ascii=False, indent=2) + "\n")
    else:
        _say(found, lang)


def _asked(text: str) -> list[int]:
    words = [word.strip() for word in text.split(",")]
    if not all(word.isdigit() and int(word) > 0 for word in words):
        usage("--years 写作 5,10,20，均为正整数 (whole years above zero, as 5,10,20)")
    return sorted({int(word) for word in words})


def _draw(own: Curves | None, plot: Path, language: str) -> None:
    from qingshan.core.growth.picture import curves_svg

    if own is None:
        usage("没有自己拟合的曲线可画 (no curve of one's own to draw)")
    write_file(plot, curves_svg(own.curves, language).encode())


def _told(found: Projected) -> dict[str, Any]:
    from qingshan.core.carbon.ex_ante import NEVER_CREDITED
    from qingshan.core.growth.projection import METHOD
    from qingshan.core.growth.writing import as_dict

    return {
        "curves": None if found.own is None else as_dict(found.own),
        "published": [
            {"curve": each.id, "source": {"zh": each.source.zh, "en": each.source.en},
             "usable_yr": [each.first_yr, each.last_yr]}
            for each in found.published
        ],
        "method": {"zh": METHOD.zh, "en": METHOD.en},
        "never_credited": {"zh": NEVER_CREDITED.zh, "en": NEVER_CREDITED.en},
        "left_out": dict(found.stands.left_out),
        "years": found.yearly.to_dicts(),
    }  # fmt: skip


def _say(found: Projected, language: str) -> None:
    from qingshan.core.carbon.ex_ante import NEVER_CREDITED
    from qingshan.core.growth.projection import METHOD

    console = Console(highlight=False)
    if found.own is not None:
        say_curves(found.own, language)
    for curve in found.published:
        said = Label(
            f"{curve.label.zh} 用{curve.source.zh}，{curve.first_yr}–{curve.last_yr} 年，无置信带",
            f"{curve.label.en}: {curve.source.en}, {curve.first_yr}–{curve.last_yr} yr, no band",
        )
        console.print(Text(f"! {said.say(language)}", "yellow"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    titles = (
        Label("年后", "years on"), Label("小班", "stands"), Label("面积 ha", "area ha"),
        Label("蓄积 m³", "stock m³"), Label("下限", "low"), Label("上限", "high"),
        Label("比现在增加 tCO2e", "gain tCO2e"),
    )  # fmt: skip
    for title in titles:
        table.add_column(title.say(language), justify="right")
    for row in found.yearly.iter_rows(named=True):
        table.add_row(
            str(row["year"]), f"{row['stands']:,}", f"{row['area_ha']:,.2f}",
            *(_figure(row[name]) for name in ("stock_m3", "stock_low_m3", "stock_high_m3")),
            _figure(row["removal_mid_t"]),
        )  # fmt: skip
    console.print(table)
    console.print(Text(METHOD.say(language), "dim"))
    console.print(Text(NEVER_CREDITED.say(language), "yellow"))


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"
