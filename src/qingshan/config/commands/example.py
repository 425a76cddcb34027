"""``qingshan example``: a made-up survey file to try the walk with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from qingshan.config.commands.starting import EXIT_USAGE, err

PLACE = (108.45, 26.65, 108.60, 26.80)
"""A window in Jianhe county; the parcels are fictional."""

COUNTY, ZONE = "522629", "EPSG:4524"


def example(
    out: Annotated[Path, typer.Argument(help="the zip to write")],
    count: Annotated[int, typer.Option(help="sub-compartments", min=1, max=5000)] = 24,
    seed: Annotated[int, typer.Option(help="the same seed gives the same file")] = 1,
    pinyin: Annotated[bool, typer.Option(help="field codes instead of Chinese names")] = False,  # noqa: FBT002
) -> None:
    """Write a survey as counties hand it in: shapefile in a zip, GBK, CGCS2000 3-degree zone 36."""
    from datetime import date

    import shapely

    from qingshan.core.carbon.example import Recipe, generate_compartments, with_chinese_names
    from qingshan.core.geo.writing import write_shapefile
    from qingshan.core.tables.shelf import open_shelf

    if out.suffix.lower() != ".zip":
        err.print("[red]✕[/red] 文件名须以 .zip 结尾 (the name ends in .zip)")
        sys.exit(EXIT_USAGE)
    recipe = Recipe(count=count, seed=seed, county=COUNTY)
    frame, shapes = generate_compartments(shapely.box(*PLACE), recipe)
    if not pinyin:
        frame = with_chinese_names(frame, open_shelf(), date(2024, 1, 1))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_shapefile(out, frame, shapes, crs=ZONE, encoding="GBK")
    Console(highlight=False).print(f"{out}：{count} 个小班，数据虚构 (fictional)")
