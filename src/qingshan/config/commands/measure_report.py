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
    refusing,
    say_json,
    taken,
    writable,
)
from qingshan.config.commands.starting import EXIT_REFUSED, err, existing, say_refusal
from qingshan.config.commands.usage import write_file

if TYPE_CHECKING:
    from qingshan.core.carbon.report import Document
    from qingshan.core.carbon.reporting.dossier import Dossier
    from qingshan.core.carbon.run import Run


def report(  # noqa: PLR0913, PLR0917  one parameter an option
    run: Annotated[Path, typer.Argument(help="kept run or package")],
    out: Annotated[list[Path], typer.Option(help=".pdf or .xlsx to write; repeat")],
    facts: Annotated[Path | None, typer.Option(help="TOML with the facts of the project")] = None,
    survey: Annotated[Path | None, typer.Option(help="the survey, for a map")] = None,
    fields: Fields = None,
    crs: Crs = "",
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Write the monitoring report, proof-read first; what is found marks it as a draft."""
    for path in out:
        writable(path, (".pdf", ".xlsx"), lang)
    for beside in filter(None, (facts, survey)):
        existing(beside)
    with refusing(as_json=as_json):
        from qingshan.core.carbon.reporting.document import monitoring_report
        from qingshan.core.carbon.reporting.proofread import proofread
        from qingshan.core.tables.shelf import open_shelf

        known = kept(run)
        wish = Wish(survey, known.method, "", "", "", fields, None, crs) if survey else None
        dossier = _dossier(known, facts, wish)
        document = monitoring_report(dossier, open_shelf())
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


def _dossier(run: Run, facts: Path | None, survey: Wish | None) -> Dossier:
    import polars as pl

    from qingshan.core.carbon.reporting.dossier import Dossier, Facts, read_facts

    told = read_facts(facts) if facts is not None else Facts()
    if survey is None:
        return Dossier(run, told)
    inputs, layer = taken(survey, run.period, run.as_of)
    if layer is None:
        return Dossier(run, told)
    frame = inputs.frame
    shapes = layer.shapes[frame["row"].to_numpy() - 1]
    return Dossier(run, told, shapes, tuple(frame["group"].cast(pl.String)))
