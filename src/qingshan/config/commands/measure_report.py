"""``qingshan measure report``: the monitoring report as PDF and workbook, proof-read first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingshan.config.commands.measure import (
    Crs,
    Fields,
    Json,
    Lang,
    Wish,
    kept,
    kept_over_plots,
    refusing,
    say_json,
    taken,
    writable,
)
from qingshan.config.commands.starting import EXIT_REFUSED, err, existing, say_refusal
from qingshan.config.commands.usage import usage, write_file

if TYPE_CHECKING:
    from qingshan.core.carbon.plots.run import PlotRun
    from qingshan.core.carbon.report import Document
    from qingshan.core.carbon.reporting.dossier import Dossier, Facts


def report(  # noqa: PLR0913, PLR0917  one parameter an option
    run: Annotated[Path, typer.Argument(help="kept run or package")],
    out: Annotated[list[Path], typer.Option(help=".pdf or .xlsx to write; repeat")],
    facts: Annotated[Path | None, typer.Option(help="TOML with the facts of the project")] = None,
    survey: Annotated[Path | None, typer.Option(help="the survey, for a map")] = None,
    plots: Annotated[
        Path | None, typer.Option(help="over plots: their list with degrees, for a map")
    ] = None,
    fields: Fields = None,
    crs: Crs = "",
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Write the monitoring report, proof-read first; what is found marks it as a draft."""
    for path in out:
        writable(path, (".pdf", ".xlsx"), lang)
    for beside in filter(None, (facts, survey, plots)):
        existing(beside)
    with refusing(as_json=as_json):
        from qingshan.core.carbon.reporting.document import monitoring_report
        from qingshan.core.carbon.reporting.over_plots import plot_report
        from qingshan.core.carbon.reporting.proofread import proofread
        from qingshan.core.carbon.run import Run
        from qingshan.core.tables.shelf import open_shelf

        dossier = _dossier(run, facts, (survey, plots), fields, crs)
        write = monitoring_report if isinstance(dossier.run, Run) else plot_report
        document = write(dossier, open_shelf())
        found = proofread(document, dossier, open_shelf())
        for path in out:
            write_file(path, _made(path, dossier, document, lang, is_draft=bool(found)))
    if as_json:
        faults = [refusal.as_dict() for refusal in found]
        say_json({"out": [str(path) for path in out], "findings": faults})
    else:
        for refusal in found:
            say_refusal(refusal)
        for path in out:
            err.print(f"→ {path}", soft_wrap=True)
    if found:
        sys.exit(EXIT_REFUSED)


def _made(
    path: Path, dossier: Dossier, document: Document, language: str, *, is_draft: bool
) -> bytes:
    if path.suffix.lower() == ".xlsx":
        from qingshan.core.carbon.reporting.workbook import report_workbook

        return report_workbook(document, language)
    from qingshan.apps.base.reporting import report_pdf

    return report_pdf(dossier, document, language, is_draft=is_draft)


def _dossier(
    path: Path,
    facts: Path | None,
    drawn: tuple[Path | None, Path | None],
    fields: Path | None,
    crs: str,
) -> Dossier:
    """The run with what is said of its project and with what its map is drawn from."""
    import polars as pl

    from qingshan.core.carbon.reporting.dossier import Dossier, Facts, read_facts

    told, (survey, plots) = read_facts(facts) if facts is not None else Facts(), drawn
    over_plots = kept_over_plots(path)
    if over_plots is not None:
        return _over_plots(over_plots, told, survey, plots, crs)
    if plots is not None:
        usage("--plots 只用于样地计量 (--plots belongs to a run over plots)")
    run = kept(path)
    if survey is None:
        return Dossier(run, told)
    wish = Wish(survey, run.method, "", "", "", fields, None, crs)
    inputs, layer = taken(wish, run.period, run.as_of)
    if layer is None:
        return Dossier(run, told)
    shapes = layer.shapes[inputs.frame["row"].to_numpy() - 1]
    return Dossier(run, told, shapes, tuple(inputs.frame["group"].cast(pl.String)))


def _over_plots(
    run: PlotRun, told: Facts, survey: Path | None, plots: Path | None, crs: str
) -> Dossier:
    from qingshan.core.carbon.reporting.dossier import Dossier
    from qingshan.core.carbon.reporting.places import places_of
    from qingshan.core.geo.vector import read_layer

    if plots is None and survey is not None:
        usage("样地图须用 --plots 给出样地位置 (a map of plots needs --plots)")
    if plots is None:
        return Dossier(run, told)
    shapes = None if survey is None else read_layer(survey, crs=crs or None).shapes
    return Dossier(run, told, shapes, places=places_of(plots, run, as_of=run.as_of))
