"""``qingshan measure``: measure, open, pack, recompute, compare; no server and no database."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    err,
    existing,
    say_refusal,
)
from qingshan.config.commands.usage import day_of, days_of, known_language, usage, write_file
from qingshan.core.kernel.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qingshan.core.carbon.compartment import Compartments
    from qingshan.core.carbon.figures import Comparison
    from qingshan.core.carbon.plots.run import PlotRun
    from qingshan.core.carbon.run import Run
    from qingshan.core.geo.vector import Layer

METHOD = "gz_ticket_v1"
ROWS = ".parquet"
TABLES = (ROWS, ".csv", ".xlsx")

measure = typer.Typer(
    help="计量：运行、展开、打包、复算、比对、报告 (measuring)", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="one JSON object on stdout")]
Lang = Annotated[str, typer.Option(help="zh or en")]
Method = Annotated[str, typer.Option(help="method with version")]
From = Annotated[str, typer.Option("--from", help="first day of the period")]
To = Annotated[str, typer.Option("--to", help="last day of the period")]
AsOf = Annotated[str, typer.Option(help="date under which tables are read; today")]
Fields = Annotated[Path | None, typer.Option(help="field map (TOML) of a foreign file")]
Earlier = Annotated[Path | None, typer.Option(help="survey at the first date, if another file")]
Crs = Annotated[str, typer.Option(help="coordinate system when the file names none")]
Options = Annotated[list[str] | None, typer.Option("--option", help="k=v; repeat")]
Out = Annotated[Path, typer.Option(help="the file to write")]


@dataclass(frozen=True)
class Wish:
    """What is to be measured, as the options say it."""

    file: Path
    method: str
    first: str
    last: str
    as_of: str
    fields: Path | None = None
    earlier: Path | None = None
    crs: str = ""
    options: tuple[str, ...] = ()


@measure.command("run")
def run_method(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="survey, or a table in the method's own columns")],
    first: From,
    last: To,
    method: Method = METHOD,
    as_of: AsOf = "",
    earlier: Earlier = None,
    fields: Fields = None,
    crs: Crs = "",
    option: Options = None,
    out: Annotated[Path | None, typer.Option(help="keep the run as .parquet")] = None,
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Measure a survey by a method; the answer names what it rests on."""
    wish = Wish(file, method, first, last, as_of, fields, earlier, crs, tuple(option or ()))
    writable(out, (".parquet",), lang)
    with refusing(as_json=as_json):
        run = _run_kept(wish, out, quiet=as_json)
    if as_json:
        say_json(run.as_dict() | {"out": None if out is None else str(out)})
        return
    from qingshan.config.commands.measure_words import say_run

    say_run(run, lang, out)


@measure.command("explain")
def explain_node(
    run: Annotated[Path, typer.Argument(help="kept run or package")],
    node: Annotated[str, typer.Argument(help="id of a figure")] = "ticket",
    depth: Annotated[int, typer.Option(help="levels below it", min=0, max=20)] = 3,
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Open a figure: its formula, what it is made of, and where each parameter was read."""
    with refusing(as_json=as_json):
        over_plots = kept_over_plots(run)
        if over_plots is None:
            from qingshan.core.carbon.explain import explain

            found = explain(kept(run), node, depth=depth)
        else:
            from qingshan.core.carbon.plots.explain import ROOT, explain_plots

            found = explain_plots(over_plots, ROOT if node == "ticket" else node, depth=depth)
    if as_json:
        say_json(found.as_dict())
        return
    from qingshan.config.commands.measure_words import say_tree

    say_tree(found, lang)


@measure.command("diff")
def diff_runs(
    run: Annotated[Path, typer.Argument(help="kept run or package")],
    other: Annotated[Path, typer.Argument(help="kept run, package, or your own .xlsx or .csv")],
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Where two runs part, or where your own sheet leaves a run: the first figure, bottom up."""
    existing(other)
    with refusing(as_json=as_json):
        from qingshan.config.commands.measure_words import say_difference
        from qingshan.core.carbon.difference import difference
        from qingshan.core.carbon.figures import compare, read_figures

        over_plots = kept_over_plots(run), kept_over_plots(other)
        if over_plots[0] is not None and over_plots[1] is not None:
            _diff_plots(over_plots[0], over_plots[1], lang, as_json=as_json)
            return
        if over_plots[0] is not None:
            from qingshan.core.carbon.plots.own import compare_plots

            compared = compare_plots(over_plots[0], read_figures(other))
            _say_compared(compared, lang, as_json=as_json)
            return
        one = kept(run)
        if other.suffix.lower() in (".parquet", ".zip"):
            parted = difference(one, kept(other))
            same, told = parted.is_equal, parted.as_dict()
            if not as_json:
                say_difference(parted, lang)
        else:
            _say_compared(compare(one, read_figures(other)), lang, as_json=as_json)
            return
    if as_json:
        say_json(told)
    if not same:
        sys.exit(EXIT_REFUSED)


def _say_compared(found: Comparison, lang: str, *, as_json: bool) -> None:
    from qingshan.config.commands.measure_words import say_comparison

    if as_json:
        say_json(found.as_dict())
    else:
        say_comparison(found, lang)
    if not found.agrees:
        sys.exit(EXIT_REFUSED)


def _diff_plots(one: PlotRun, other: PlotRun, lang: str, *, as_json: bool) -> None:
    from qingshan.config.commands.plot_words import say_plot_difference
    from qingshan.core.carbon.plots.difference import plot_difference

    parted = plot_difference(one, one.as_dict(), other, other.as_dict())
    if as_json:
        say_json(parted.as_dict())
    else:
        say_plot_difference(parted, lang)
    if not parted.is_equal:
        sys.exit(EXIT_REFUSED)


@measure.command("template")
def method_template(
    out: Out,
    method: Method = METHOD,
    listed: Annotated[
        str, typer.Option("--list", help="of a survey on plots instead: plots, trees or strata")
    ] = "",
    lang: Lang = "zh",
) -> None:
    """Write an .xlsx or .csv with the columns that a method takes, to be filled in."""
    writable(out, (".xlsx",) if listed else (".xlsx", ".csv"), lang)
    if listed:
        _list_template(listed, out, lang)
        return
    with refusing(as_json=False):
        from qingshan.core.carbon.catalogue import method as find_method
        from qingshan.core.carbon.columns import template_csv, template_list, template_of
        from qingshan.core.sheets.template import template

        spec = find_method(method).spec
        columns = template_of(spec)
        is_text = out.suffix.lower() == ".csv"
        filled = template_csv(spec, columns) if is_text else None
        write_file(out, filled or template(template_list(spec, columns), lang))


def _list_template(name: str, out: Path, lang: str) -> None:
    from qingshan.core.carbon.plots.lists import specifications
    from qingshan.core.sheets.template import template

    forms = specifications()
    if name not in forms:
        usage(f"--list 只有 {'、'.join(forms)} (one of {', '.join(forms)})")
    write_file(out, template(forms[name], lang))


def _run_kept(wish: Wish, out: Path | None, *, quiet: bool) -> Run:
    """The run of a wish, kept as ``out``; a Parquet file of any size is measured in pieces."""
    if wish.file.suffix.lower() == ROWS:
        from qingshan.config.commands.measure_rows import measured_rows
        from qingshan.core.carbon.asked import Asked

        _present(wish)
        period, options = _period(wish), _options(wish.options)
        asked = Asked(wish.method, period, day_of(wish.as_of), options)
        return measured_rows(wish.file, asked, out=out, quiet=quiet)
    run, _, _ = measured(wish)
    if out is not None:
        from qingshan.core.carbon.runfile import keep_run

        keep_run(run, out)
    return run


def measured(wish: Wish) -> tuple[Run, Compartments, Layer | None]:
    """The run of a wish, with its inputs and, for a survey, the layer that was read."""
    from qingshan.core.carbon.run import measure as measure_by

    period, day = _period(wish), day_of(wish.as_of)
    with err.status("读取与检查 (reading)"):
        inputs, layer = taken(wish, period, day)
    with err.status("计量 (measuring)"):
        run = measure_by(
            inputs, method=wish.method, period=period, as_of=day, options=_options(wish.options)
        )
    return run, inputs, layer


def taken(wish: Wish, period: Any, day: date) -> tuple[Compartments, Layer | None]:
    """The sub-compartments of a file, with the layer where it has shapes."""
    from qingshan.core.carbon.catalogue import method as find_method

    _present(wish)
    spec = find_method(wish.method).spec
    if wish.file.suffix.lower() in TABLES:
        from qingshan.core.carbon.columns import read_columns

        return read_columns(wish.file, spec, as_of=day), None
    from qingshan.apps.land.bundle import Source
    from qingshan.apps.land.intake import take_in

    found = take_in(
        Source(wish.file, wish.fields),
        method=wish.method,
        period=period,
        as_of=day,
        crs=wish.crs or None,
        earlier=wish.earlier,
    )
    return found.compartments, found.layer


def kept(path: Path) -> Run:
    """A run, from a kept run or out of a package."""
    existing(path)
    if path.suffix.lower() == ".zip":
        from qingshan.core.carbon.package.opening import opened

        with opened(path) as package:
            return package.run
    from qingshan.core.carbon.runfile import kept_run

    return kept_run(path)


def kept_over_plots(path: Path) -> PlotRun | None:
    """The run of a package over plots, measured anew from it; None where it is another file.

    Raises
    ------
    Refused
        As ``opening.unpacked``; E-CA-06 where its record is not what comes out of it.
    """
    if existing(path).suffix.lower() != ".zip":
        return None
    from qingshan.core.carbon.package.opening import unpacked
    from qingshan.core.carbon.package.plots import opened_plots
    from qingshan.core.carbon.run import damaged

    with unpacked(path) as package:
        if not package.is_plots:
            return None
        claimed = opened_plots(package)
        run = claimed.measured()
        if run.digest != claimed.record.digest:
            raise damaged("与包内数据算出的不同", "its data lead to another result")
        return run


def _present(wish: Wish) -> None:
    """Leave with a usage error where a file that is named does not exist."""
    for path in (wish.file, wish.fields, wish.earlier):
        if path is not None:
            existing(path)


def _period(wish: Wish) -> Any:
    from qingshan.core.kernel.period import Period

    if not (wish.first and wish.last):
        usage("请用 --from 和 --to 给出监测期 (give the period by --from and --to)")
    return Period.inclusive(*days_of(wish.first, wish.last))


def pairs_of(words: Iterable[str] | None) -> dict[str, str]:
    """Words such as ``k=v``, by name."""
    told: dict[str, str] = {}
    for pair in words or ():
        name, equals, value = pair.partition("=")
        if not equals or not name:
            usage(f"选项须写作 k=v (options as k=v): {pair}")
        told[name] = value
    return told


def _options(words: tuple[str, ...]) -> dict[str, Any]:
    flags = {"true": True, "false": False}
    return {name: flags.get(value.lower(), value) for name, value in pairs_of(words).items()}


def writable(out: Path | None, suffixes: tuple[str, ...], lang: str) -> None:
    """Leave with a usage error where the file cannot be what it is to be."""
    known_language(lang)
    if out is None:
        return
    if out.suffix.lower() not in suffixes:
        usage(f"文件名须以 {'、'.join(suffixes)} 结尾 (the name ends in {', '.join(suffixes)})")
    if not out.resolve().parent.is_dir():
        usage(f"没有这个文件夹 (no such folder): {out.parent}")


def say_json(told: dict[str, Any]) -> None:
    """One object on stdout."""
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def refusing(*, as_json: bool) -> Iterator[None]:
    """Say every refusal at once and leave with 1."""
    try:
        yield
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        if as_json:
            say_json({"refusals": [refusal.as_dict() for refusal in refused.refusals]})
        sys.exit(EXIT_REFUSED)
