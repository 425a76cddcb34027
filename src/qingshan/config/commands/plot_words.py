"""What ``qingshan measure`` says of sample plots: stocks, change, deduction, stand-ins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from qingshan.config.commands.measure_words import MOST, console, pairs
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import mu, tonnes_text

if TYPE_CHECKING:
    from qingshan.core.carbon.plots.difference import PlotDifference
    from qingshan.core.carbon.plots.run import PlotRun, Stock
    from qingshan.core.sampling.estimate import Estimate


def say_stocks(stocks: Sequence[Stock], notes: Iterable[Label], language: str) -> None:
    """The stock of every stratum and of the project at each occasion."""
    for stock in stocks:
        words = Label(f"第 {stock.occasion} 期碳储量", f"Carbon stock, occasion {stock.occasion}")
        console.print(Text(words.say(language), "bold"))
        console.print(_strata(stock.estimate, language))
    _say_notes(notes, language)


def say_plot_run(run: PlotRun, notes: Iterable[Label], language: str, out: Path | None) -> None:
    """A removal on plots in one screen: strata, both stocks, change, deductions, stand-ins."""

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    area = run.change.area_ha
    facts = [
        (say("监测期", "Period"), f"{run.period.start} – {run.period.last}"),
        (say("参数日期", "Tables as of"), run.as_of.isoformat()),
        (say("面积", "Area"), f"{area:,.4f} ha" + say(f"（{mu(area):,.2f} 亩）", "")),
        *(
            (
                say(f"第 {stock.occasion} 期碳储量", f"Stock, occasion {stock.occasion}"),
                f"{stock.estimate.mean:,.4f} tC/ha  {_error(stock.estimate)}",
            )
            for stock in run.stocks
        ),
        (say("变化量", "Change"), f"{run.change.mean:,.4f} tC/ha  {_error(run.change)}"),
        (say("扣减前", "Before deductions"), f"{tonnes_text(run.gross)} tCO2e"),
        (
            say("不确定性扣减", "Deduction for uncertainty"),
            f"{run.discount.percent.normalize():f}%  ({run.discount.scheme}, "
            f"u = {float(run.discount.u_percent):.2f}%, {_of(run, language)})",
        ),
        (say("风险扣减", "Deduction for risk"), f"{run.risk['value']}%"),
        (say("减排量", "Removal"), f"{tonnes_text(run.removal)} tCO2e"),
        (say("可签发", "Issuable"), f"{run.issuable_t:,} t"),
        (
            say("依据凭记忆录入的参数", "Resting on recalled values"),
            f"{run.weighed.share_recalled * 100:.1f}%",
        ),
    ]
    console.print(Text(say("样地计量", "Measured on plots"), "bold"))
    console.print(pairs(facts))
    console.print(_removals(run, language))
    console.print(_stand_ins(run, language))
    told = sorted(run.notes, key=lambda note: note.level != "warn")
    _say_notes((note.text for note in told if note.level == "warn"), language, "[yellow]![/yellow]")
    _say_notes((note.text for note in told if note.level != "warn"), language)
    _say_notes(notes, language)
    console.print(Text(f"{say('结果摘要', 'digest')} {run.digest}", "dim"), soft_wrap=True)
    if out is not None:
        console.print(f"→ {out}")


def say_plot_difference(found: PlotDifference, language: str) -> None:
    """Where two runs over plots part, what was asked and read before what came out."""
    if found.is_equal:
        said = Label("两次计量完全一致。", "The runs are the same.").say(language)
        console.print(f"[green]✓[/green] {said}")
        return
    one, other = (f"{tonnes_text(unit)} t" for unit in found.removal_unit)
    console.print(f"{Label('减排量', 'Removal').say(language)}  {one} → {other}")
    table = _table(
        (Label("何处", "where"), Label("甲", "first"), Label("乙", "second")), language, 3
    )
    for change in found.changes[:MOST]:
        table.add_row(Text(change.name, overflow="fold"), Text(change.first), Text(change.second))
    console.print(table)


def _of(run: PlotRun, language: str) -> str:
    judged = {"stock": Label("期末碳储量", "stock at t2"), "change": Label("变化量", "change")}
    return judged[run.options.error_of].say(language)


def _error(estimate: Estimate) -> str:
    u = estimate.u_percent
    shown = "—" if u is None else f"{u:.2f}%"
    return f"± {estimate.half_width:,.4f}  u = {shown}  ({estimate.confidence_percent:f}%)"


def _table(titles: Sequence[Label], language: str, words: int = 1) -> Table:
    """Headed columns; the first ``words`` hold words, the others figures."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for at, title in enumerate(titles):
        table.add_column(title.say(language), justify="left" if at < words else "right")
    return table


def _strata(estimate: Estimate, language: str) -> Table:
    titles = (
        Label("层", "stratum"), Label("面积 ha", "area ha"), Label("样地", "plots"),
        Label("均值 tC/ha", "mean tC/ha"), Label("标准差", "sd"), Label("u（90%）", "u (90 %)"),
        Label("合计 tC", "total tC"),
    )  # fmt: skip
    table = _table(titles, language)
    for row in estimate.strata.iter_rows(named=True):
        own = estimate.of_stratum(row["stratum"])
        u = "—" if own.u_percent is None else f"{own.u_percent:.2f}%"
        table.add_row(
            row["stratum"], f"{row['area_ha']:,.4f}", str(row["plots"]), f"{row['mean']:,.4f}",
            f"{row['variance'] ** 0.5:,.4f}", u, f"{own.total:,.2f}",
        )  # fmt: skip
    u = "—" if estimate.u_percent is None else f"{estimate.u_percent:.2f}%"
    table.add_row(
        Label("合计", "whole").say(language), f"{estimate.area_ha:,.4f}",
        str(estimate.strata["plots"].sum()), f"{estimate.mean:,.4f}", "", u,
        f"{estimate.total:,.2f}", style="bold",
    )  # fmt: skip
    return table


def _removals(run: PlotRun, language: str) -> Table:
    """The strata: stocks and change in tC/ha with the half-width of the change, and removals."""
    titles = (
        Label("层", "stratum"), Label("面积 ha", "area ha"),
        Label("期初 tC/ha", "t1 tC/ha"), Label("期末 tC/ha", "t2 tC/ha"),
        Label("变化", "change"), Label("±90%", "± 90 %"), Label("扣减前 t", "gross t"),
        Label("减排量 t", "removal t"),
    )  # fmt: skip
    table = _table(titles, language)
    for row in run.frame.iter_rows(named=True):
        own = run.change.of_stratum(row["stratum"])
        table.add_row(
            row["stratum"], f"{row['area_ha']:,.2f}",
            f"{row['carbon_t1_tc_ha']:,.2f}", f"{row['carbon_t2_tc_ha']:,.2f}",
            f"{row['change_tc_ha']:+,.2f}", f"{own.half_width:,.2f}",
            tonnes_text(row["gross_unit"]), tonnes_text(row["removal_unit"]),
        )  # fmt: skip
    return table


def _stand_ins(run: PlotRun, language: str) -> Table:
    """Which equation each species was measured by, and how closely it fits the species."""
    from qingshan.core.biomass.choice import LEVELS

    titles = (
        Label("树种", "species"), Label("方程", "equation"), Label("依据", "level"),
        Label("株数", "trees"), Label("占碳量", "of the carbon"),
    )  # fmt: skip
    table = _table(titles, language, words=3)
    for row in run.weighed.stand_ins.iter_rows(named=True):
        style = "" if row["level"] in {"named", "species"} else "yellow"
        table.add_row(
            row["species"], row["equation"], LEVELS[row["level"]].say(language),
            f"{row['trees']:,}", f"{100 * row['carbon_share']:.1f}%", style=style,
        )  # fmt: skip
    return table


def _say_notes(notes: Iterable[Label], language: str, mark: str = "[dim]·[/dim]") -> None:
    for note in notes:
        console.print(f"{mark} {note.say(language)}", soft_wrap=True)
