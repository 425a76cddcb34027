"""``qingshan measure plots``: from measured trees to stocks, their change and a removal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qingshan.config.commands.measure import (
    AsOf,
    From,
    Json,
    Lang,
    To,
    pairs_of,
    refusing,
    say_json,
    writable,
)
from qingshan.config.commands.starting import err, existing
from qingshan.config.commands.usage import day_of, days_of, usage, write_file
from qingshan.core.kernel.errors import Refused

if TYPE_CHECKING:
    from qingshan.core.carbon.plots.lists import Files, Handed
    from qingshan.core.carbon.plots.run import PlotOptions, PlotRun, Stock

Pairs = list[str] | None


@dataclass(frozen=True)
class _Asked:
    """One occasion gives stocks alone; two give a run besides, or why nothing can be issued."""

    stocks: tuple[Stock, ...]
    run: PlotRun | None
    refused: Refused | None = None


def plots(  # noqa: PLR0913, PLR0917  one parameter an option
    trees: Annotated[Path, typer.Argument(help="list of trees: .xlsx, .csv or .parquet")],
    plots_: Annotated[Path, typer.Option("--plots", help="list of sample plots")],
    strata: Annotated[Path, typer.Option(help="list of strata with their areas")],
    earlier: Annotated[Path | None, typer.Option(help="trees of the earlier occasion")] = None,
    earlier_plots: Annotated[Path | None, typer.Option(help="its plots, if others")] = None,
    first: From = "",
    last: To = "",
    as_of: AsOf = "",
    route: Annotated[
        str, typer.Option(help="volume_two_entry, volume_one_entry, biomass_two_entry, …")
    ] = "volume_two_entry",
    design: Annotated[str, typer.Option(help="paired or independent plots")] = "paired",
    error_of: Annotated[str, typer.Option(help="error deducted: stock or change")] = "stock",
    scheme: Annotated[str, typer.Option(help="scheme of the deduction for uncertainty")] = "",
    risk: Annotated[str, typer.Option(help="deduction for risk, per cent")] = "",
    equation: Annotated[Pairs, typer.Option(help="species=equation; repeat")] = None,
    species: Annotated[Pairs, typer.Option(help="written=species; repeat")] = None,
    status: Annotated[Pairs, typer.Option(help="written=status; repeat")] = None,
    override_by: Annotated[str, typer.Option(help="who allows equations warned of")] = "",
    override_reason: Annotated[str, typer.Option(help="why")] = "",
    explain: Annotated[str, typer.Option(help="id of a figure to open: removal, tree:2/1/3")] = "",
    depth: Annotated[int, typer.Option(help="levels below it", min=0, max=20)] = 3,
    out: Annotated[Path | None, typer.Option(help="keep the run as a package, .zip")] = None,
    with_survey: Annotated[  # noqa: FBT002
        bool, typer.Option("--with-survey", help="pack the files as handed in: for an audit")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Measure sample plots: stocks of strata and project, their change, u at 90 %, the removal.

    Lists may have headings in words with units (样地面积（m²）) or the names plot, stratum,
    area_ha, tree, species, d_cm, h_m, status, count, age_du, occasion. One occasion gives stocks.
    """
    from qingshan.core.carbon.plots.lists import Files, read_survey

    writable(out, (".zip",), lang)
    if earlier_plots is not None and earlier is None:
        usage("--earlier-plots 须与 --earlier 一起给出 (--earlier-plots goes with --earlier)")
    files = Files(trees, plots_, strata, earlier, earlier_plots)
    for path in files.named().values():
        existing(path)
    choices = {
        "route": route, "design": design, "error_of": error_of, "risk_percent": _rate(risk),
        "equations": pairs_of(equation), "species": pairs_of(species),
        "statuses": pairs_of(status), "override_by": override_by,
        "override_reason": override_reason, **({"scheme": scheme} if scheme else {}),
    }  # fmt: skip
    options = _options(choices)
    with refusing(as_json=as_json):
        with err.status("读取与检查 (reading)"):
            handed = read_survey(files, as_of=day_of(as_of))
        with err.status("计量 (measuring)"):
            asked = _measured(handed, options, (first, last), as_of)
        if asked.refused is not None:
            if not as_json:
                _say(asked, handed, lang, None, as_json=False)
            raise asked.refused
        if out is not None and asked.run is not None:
            _keep(asked.run, handed, out, files if with_survey else None)
        if explain:
            _explain(asked.run, explain, depth, lang, as_json=as_json)
            return
    _say(asked, handed, lang, out, as_json=as_json)


def _rate(text: str) -> Decimal | None:
    try:
        rate = Decimal(text) if text else None
    except InvalidOperation:
        usage(f"--risk 须为数字 (a number): {text}")
    if rate is not None and not 0 <= rate <= 100:
        usage("--risk 须在 0 至 100 之间 (between 0 and 100)")
    return rate


def _options(choices: dict[str, Any]) -> PlotOptions:
    from qingshan.core.biomass.choice import ROUTES
    from qingshan.core.carbon.plots.run import PlotOptions

    known = {"route": ROUTES, "design": ("paired", "independent"), "error_of": ("stock", "change")}
    for name, values in known.items():
        if choices[name] not in values:
            said = name.replace("_", "-")
            usage(f"--{said} 只有 {'、'.join(values)} (one of {', '.join(values)})")
    if bool(choices["override_by"]) != bool(choices["override_reason"]):
        usage("放行须同时写明责任人和理由 (an override takes both a person and a reason)")
    return PlotOptions(**choices)


def _measured(handed: Handed, options: PlotOptions, days: tuple[str, str], as_of: str) -> _Asked:
    from qingshan.core.carbon.plots.measuring import measure_plots, stock_of_plots
    from qingshan.core.kernel.period import Period
    from qingshan.core.sampling.refusals import NO_ISSUE

    day = day_of(as_of)
    listed = handed.survey.plots
    if "occasion" not in listed.columns or listed["occasion"].n_unique() == 1:
        return _Asked(stock_of_plots(handed.survey, as_of=day, options=options), None)
    if not all(days):
        usage("两期计量请用 --from 和 --to 给出监测期 (a change takes --from and --to)")
    period = Period.inclusive(*days_of(*days))
    try:
        run = measure_plots(handed.survey, period=period, as_of=day, options=options)
    except Refused as refused:
        if {each.code for each in refused.refusals} != {NO_ISSUE}:
            raise
        # What was measured is worth knowing, though nothing can be issued on it.
        stocks = stock_of_plots(handed.survey, as_of=day, options=options)
        return _Asked(stocks, None, refused)
    return _Asked(run.stocks, run)


def _keep(run: PlotRun, handed: Handed, out: Path, files: Files | None) -> None:
    from qingshan.core.carbon.package.plots import pack_plots

    write_file(out, pack_plots(run, handed.survey, handed=files))


def _explain(run: PlotRun | None, node: str, depth: int, language: str, *, as_json: bool) -> None:
    from qingshan.config.commands.measure_words import say_tree
    from qingshan.core.carbon.plots.explain import explain_plots

    if run is None:
        usage("只有一期，没有减排量可展开 (one occasion only: there is no removal to open)")
    found = explain_plots(run, node, depth=depth)
    if as_json:
        say_json(found.as_dict())
    else:
        say_tree(found, language)


def _say(asked: _Asked, handed: Handed, language: str, out: Path | None, *, as_json: bool) -> None:
    from qingshan.config.commands.plot_words import say_plot_run, say_stocks

    kept = out if asked.run is not None else None
    if as_json:
        notes = [{"zh": note.zh, "en": note.en} for note in handed.notes]
        told = (
            {"stocks": [{"occasion": s.occasion, **s.estimate.as_dict()} for s in asked.stocks]}
            if asked.run is None
            else asked.run.as_dict()
        )
        say_json(told | {"reading": notes, "out": None if kept is None else str(kept)})
        return
    if asked.run is None:
        say_stocks(asked.stocks, handed.notes, language)
        if out is not None:
            err.print("只有一期，没有减排量，未写复算包 (one occasion: no removal, nothing kept)")
        return
    say_plot_run(asked.run, handed.notes, language, kept)
