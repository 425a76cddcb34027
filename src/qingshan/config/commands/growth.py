"""``qingshan growth``: growth curves fitted on one's own sub-compartments."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    existing,
    say_refusal,
)
from qingshan.config.commands.usage import day_of, known_language, usage, write_file
from qingshan.core.kernel.label import Label

if TYPE_CHECKING:
    import polars as pl

    from qingshan.core.growth.curve import Curves


growth = typer.Typer(help="生长曲线：拟合、预测 (growth curves)", no_args_is_help=True)


@growth.command("fit")
def fit(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="sub-compartments: a file of shapes")],
    out: Annotated[Path, typer.Option(help="the .csv of curves to write")],
    residuals: Annotated[Path | None, typer.Option(help="write residuals as .csv")] = None,
    fields: Annotated[Path | None, typer.Option(help="field map (TOML)")] = None,
    as_of: Annotated[str, typer.Option(help="date under which tables are read; today")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Fit a growth curve for each species group and origin, and write the curves as CSV.

    A field map reads the file under [curve]; ages beyond the data by more than the table allows
    are not in it.
    """
    from qingshan.core.growth.curve import fit_curves
    from qingshan.core.growth.limits import limits_on
    from qingshan.core.growth.writing import as_dict, curve_points, residual_points
    from qingshan.core.kernel.errors import Refused
    from qingshan.core.tables.shelf import open_shelf

    existing(file)
    for path in (out, residuals):
        if path is not None and (path.suffix.lower() != ".csv" or path.exists()):
            usage(f"须为尚不存在的 .csv 文件 (a .csv that does not exist yet): {path}")
    known_language(lang)
    day = day_of(as_of)
    try:
        curves = fit_curves(stands_of_file(file, fields, day), limits_on(open_shelf(), day))
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)
    write_file(out, curve_points(curves).write_csv().encode())
    if residuals is not None:
        write_file(residuals, residual_points(curves).write_csv().encode())
    if as_json:
        sys.stdout.write(json.dumps(as_dict(curves), ensure_ascii=False, indent=2) + "\n")
    else:
        say_curves(curves, lang)


def stands_of_file(file: Path, fields: Path | None, day: date) -> pl.DataFrame:
    """Stands of a file in the columns of ``growth.stands``, by the standard field codes."""
    from qingshan.core.carbon.fieldmap import FieldMap, read_fieldmap
    from qingshan.core.carbon.growing import stands_of_layer
    from qingshan.core.geo.vector import read_layer
    from qingshan.core.tables.shelf import open_shelf

    told = read_fieldmap(fields) if fields else FieldMap()
    return stands_of_layer(read_layer(file), told, open_shelf(), day)


def say_curves(curves: Curves, language: str) -> None:
    """The curves with how well they fit, and what was left out."""
    from qingshan.core.growth.stands import REASONS

    console = Console(highlight=False)
    for why, count in curves.left_out.items():
        console.print(Text(f"· {REASONS[why].say(language)}: {count}", "dim"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    titles = (
        Label("树种组", "group"), Label("曲线", "form"), Label("小班", "stands"),
        Label("可用林龄", "ages"), Label("RMSE m³/ha", "RMSE m³/ha"), Label("R²", "R²"),
        Label("残差趋势 p", "trend p"), Label("AICc", "AICc"),
    )  # fmt: skip
    for title in titles:
        table.add_column(title.say(language))
    for curve in curves.curves:
        fit = curve.fit
        table.add_row(
            curve.label.say(language), fit.form.label.say(language), str(len(curve.stands)),
            f"{curve.first_yr}–{curve.last_yr}", f"{fit.rmse_m3_ha:.1f}",
            f"{fit.r_squared:.3f}", f"{curve.trend.p_value:.3f}", f"{fit.aicc:.1f}",
        )  # fmt: skip
    console.print(table)
    for curve in curves.curves:
        for doubt in curve.doubts:
            console.print(Text(f"? {curve.label.say(language)} {doubt.say(language)}", "yellow"))
    for refusal in curves.without:
        console.print(Text(f"✕ {refusal.code} {refusal.what(language)}", "yellow"))
