"""``qingshan measure package`` and ``recompute``: a run with all it rests on, and it again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingshan.config.commands.measure import (
    METHOD,
    AsOf,
    Crs,
    Earlier,
    Fields,
    Json,
    Lang,
    Method,
    Options,
    Out,
    Wish,
    kept,
    measured,
    refusing,
    say_json,
    taken,
    writable,
)
from qingshan.config.commands.starting import EXIT_REFUSED, err, existing
from qingshan.config.commands.usage import write_file

if TYPE_CHECKING:
    import polars as pl

    from qingshan.core.carbon.compartment import Compartments
    from qingshan.core.carbon.package.opening import Unpacked
    from qingshan.core.carbon.package.recompute import Recomputed
    from qingshan.core.carbon.run import Run


def package(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="survey, table of the method, or a kept run")],
    out: Out,
    survey: Annotated[Path | None, typer.Option(help="what a kept run was measured from")] = None,
    first: Annotated[str, typer.Option("--from", help="first day of the period")] = "",
    last: Annotated[str, typer.Option("--to", help="last day of the period")] = "",
    method: Method = METHOD,
    as_of: AsOf = "",
    earlier: Earlier = None,
    fields: Fields = None,
    crs: Crs = "",
    option: Options = None,
    with_survey: Annotated[  # noqa: FBT002
        bool, typer.Option("--with-survey", help="pack the survey as handed in: for an audit")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Pack a run with its inputs and table rows into one zip that anyone can recompute.

    A kept run holds the columns of its method, so that it is packed without its survey as well.
    """
    writable(out, (".zip",), lang)
    wish = Wish(file, method, first, last, as_of, fields, earlier, crs, tuple(option or ()))
    with refusing(as_json=as_json):
        from qingshan.core.carbon.package.packing import pack_run

        run, inputs, given = _packed(wish, survey)
        handed = _bundles(given, wish) if with_survey and given is not None else None
        told = None if given is None else _named(given, crs)
        write_file(out, pack_run(run, inputs, survey=told, handed=handed))
    from qingshan.core.kernel.digest import digest_of_file

    said = {"out": str(out), "sha256": digest_of_file(out), "digest": run.digest}
    if as_json:
        say_json(said)
        return
    err.print(f"[green]✓[/green] {out}  SHA-256 {said['sha256']}", soft_wrap=True)
    err.print(f"  结果摘要 (digest) {run.digest}", soft_wrap=True)


def recompute(
    file: Annotated[Path, typer.Argument(help="package")],
    digest: Annotated[str, typer.Option(help="digest on the ticket, to be compared")] = "",
    from_survey: Annotated[  # noqa: FBT002
        bool, typer.Option("--from-survey", help="also read the inputs anew from the survey in it")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Measure again from a package alone: the same digest, or the first difference."""
    existing(file)
    with refusing(as_json=as_json):
        from qingshan.core.carbon.package.opening import unpacked
        from qingshan.core.carbon.package.recompute import recomputed

        with unpacked(file) as opened, err.status("复算 (recomputing)"):
            answer = recomputed(opened)
            parted = _parted_from_survey(opened, answer) if from_survey else None
    fits = not digest or answer.again.digest.startswith(digest.lower())
    if as_json:
        told = {
            "fits": fits if digest else None,
            "from_survey": None if parted is None else {"equal": not parted, "differs": parted},
        }
        say_json(answer.as_dict() | told)
    else:
        from qingshan.config.commands.measure_words import say_recomputed

        say_recomputed(answer, lang, fits=fits, parted=parted)
    if not (answer.is_equal and fits and not parted):
        sys.exit(EXIT_REFUSED)


def _packed(
    wish: Wish, survey: Path | None
) -> tuple[Run, Compartments | pl.DataFrame, Path | None]:
    """The run, its inputs, and the file they were read from where that is known."""
    if survey is not None:
        run = kept(wish.file)
        given = Wish(survey, run.method, "", "", "", wish.fields, wish.earlier, wish.crs)
        return run, taken(given, run.period, run.as_of)[0], survey
    if _is_kept(wish.file):
        run = kept(wish.file)
        return run, run.frame, None
    run, inputs, _ = measured(wish)
    return run, inputs, wish.file


def _is_kept(path: Path) -> bool:
    """Whether a Parquet file is a run rather than a table of a method."""
    if existing(path).suffix.lower() != ".parquet":
        return False
    from qingshan.core.carbon.runfile import is_run

    return is_run(path)


def _bundles(given: Path, wish: Wish) -> dict[str, bytes]:
    from qingshan.apps.land.bundle import Source, pack
    from qingshan.core.carbon.package.manifest import EARLIER, SURVEY

    bundles = {SURVEY: pack(Source(given, wish.fields))}
    return bundles | ({EARLIER: pack(Source(wish.earlier))} if wish.earlier else {})


def _named(path: Path, crs: str) -> dict[str, str]:
    from qingshan.core.kernel.digest import digest_of_file

    told = {"name": path.name} | ({"crs": crs} if crs else {})
    return told | ({"sha256": digest_of_file(path)} if path.is_file() else {})


def _parted_from_survey(opened: Unpacked, answer: Recomputed) -> tuple[str, ...]:
    """Parts that come out otherwise when the packed survey is read anew; nothing when none do."""
    from qingshan.core.carbon.package.plots import survey_of_bundle
    from qingshan.core.carbon.plots.measuring import replay_plots
    from qingshan.core.carbon.plots.run import PlotRun
    from qingshan.core.carbon.run import replay

    if isinstance(answer.again, PlotRun):
        survey = survey_of_bundle(opened)
        return replay_plots(survey, answer.again, shelf=opened.shelf).differs
    return replay(_read_anew(opened, answer.again), answer.again, shelf=opened.shelf).differs


def _read_anew(opened: Unpacked, run: Run) -> Compartments:
    """The sub-compartments of the survey that was handed in, read and fitted anew."""
    from contextlib import ExitStack

    from qingshan.apps.land.bundle import source_in
    from qingshan.core.carbon.package.handed import handed_in
    from qingshan.core.carbon.package.manifest import EARLIER, SURVEY

    crs = str((opened.manifest.survey or {}).get("crs", ""))
    with ExitStack() as stack:
        source = source_in(stack.enter_context(handed_in(opened, SURVEY)))
        earlier = None
        if (opened.folder / EARLIER).is_file():
            earlier = source_in(stack.enter_context(handed_in(opened, EARLIER))).data
        wish = Wish(source.data, run.method, "", "", "", source.fields, earlier, crs)
        return taken(wish, run.period, run.as_of)[0]
