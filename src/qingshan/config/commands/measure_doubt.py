"""``qingshan measure doubt``: how far parameters in doubt move a removal, beside its error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from qingshan.config.commands.measure import Json, Lang, kept, kept_over_plots, refusing, say_json
from qingshan.config.commands.starting import err
from qingshan.config.commands.usage import known_language
from qingshan.core.kernel.label import Label

if TYPE_CHECKING:
    from qingshan.core.sampling.montecarlo import Draws


def doubt(
    run: Annotated[Path, typer.Argument(help="kept run or package")],
    count: Annotated[int, typer.Option(help="draws", min=2, max=100_000)] = 1000,
    seed: Annotated[int, typer.Option(help="seed; the same gives the same", min=0)] = 1,
    as_json: Json = False,  # noqa: FBT002
    lang: Lang = "zh",
) -> None:
    """Draw parameters from around their values; told beside the result, it deducts nothing."""
    known_language(lang)
    with refusing(as_json=as_json):
        draws, told = _drawn(run, count, seed)
    from qingshan.core.carbon.doubt import told_of

    found = told_of(draws, told["gross_t"], seed)
    if as_json:
        say_json(told | {"doubt": found})
        return
    _say(told, found, lang)


def _drawn(path: Path, count: int, seed: int) -> tuple[Draws, dict[str, Any]]:
    from qingshan.core.carbon.doubt import doubt_of_run
    from qingshan.core.carbon.plots.doubt import doubt_of
    from qingshan.core.kernel.units import CARBON_PER_TONNE
    from qingshan.core.tables.shelf import open_shelf

    over_plots = kept_over_plots(path)
    if over_plots is not None:
        draws = doubt_of(over_plots, open_shelf(), seed=seed, count=count)
        return draws, {
            "digest": over_plots.digest,
            "gross_t": over_plots.gross / CARBON_PER_TONNE,
            "sampling_u_percent": float(over_plots.change.u_percent or 0.0),
            "fixed": [],
        }
    run = kept(path)
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("计量 (measuring)", total=count)
        found = doubt_of_run(
            run, open_shelf(), seed=seed, count=count,
            tell=lambda done: progress.update(task, completed=done),
        )  # fmt: skip
    error = run.options.get("relative_error")
    return found.draws, {
        "digest": run.digest,
        "gross_t": run.gross / CARBON_PER_TONNE,
        "sampling_u_percent": None if error is None else float(str(error)),
        "fixed": list(found.fixed),
    }


def _say(told: dict[str, Any], found: dict[str, Any], language: str) -> None:
    from qingshan.config.commands.measure_words import console, pairs

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    def percent(value: float | None) -> str:
        return "—" if value is None else f"{value:.2f}%"

    facts = [
        (say("扣减前减排量", "Before deductions"), f"{told['gross_t']:,.4f} tCO2e"),
        (
            say("参数抽取的均值", "Mean of the draws"),
            f"{found['mean']:,.2f} tCO2e（{found['count']:,}）",
        ),
        (
            say("参数抽取的 90% 区间", "90 % of the draws"),
            f"{found['low_t']:,.2f} – {found['high_t']:,.2f} tCO2e",
        ),
        (say("参数的 u", "u of the parameters"), percent(found["parameters_u_percent"])),
        (say("抽样的 u", "u of sampling"), percent(told["sampling_u_percent"])),
    ]
    console.print(pairs(facts))
    if told["fixed"]:
        names = "、".join(told["fixed"])
        console.print(
            say(f"[dim]·[/dim] 未抽取：{names}。", f"[dim]·[/dim] Held: {names}."), soft_wrap=True
        )
    console.print(
        say(
            "[dim]·[/dim] 仅供参考，不用于扣减；各参数的相对标准差为暂定设置。",
            "[dim]·[/dim] For information: nothing is deducted by it, and how far parameters may be"
            " from their values is set by the house.",
        ),
        soft_wrap=True,
    )
