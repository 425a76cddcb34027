"""What ``qingshan measure`` says: results, trees and differences for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import mu, tonnes_text

if TYPE_CHECKING:
    from qingshan.core.carbon.deduction import Deduction
    from qingshan.core.carbon.difference import Change, Difference, Parting
    from qingshan.core.carbon.figures import Comparison
    from qingshan.core.carbon.node import Node
    from qingshan.core.carbon.package.recompute import Recomputed
    from qingshan.core.carbon.run import Run

MOST = 20
console = Console(highlight=False)


def say_run(run: Run, language: str, out: Path | None) -> None:
    """A run in one screen: what came out, what was taken off, what it rests on."""
    from qingshan.core.carbon.catalogue import method as find_method
    from qingshan.core.carbon.plausibility import Band
    from qingshan.core.tables.shelf import open_shelf

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    band = Band.on(open_shelf(), run.as_of)
    area = f"{run.area_ha:,.4f} ha（{mu(run.area_ha):,.2f} 亩）"
    usual = f"{band.low:g}–{band.high:g}"
    facts = [
        (say("监测期", "Period"), f"{run.period.start} – {run.period.last}（{run.years:.2f} a）"),
        (say("参数日期", "Tables as of"), run.as_of.isoformat()),
        (say("小班数", "Sub-compartments"), f"{run.count:,}"),
        (say("计量面积", "Area measured"), say(area, f"{run.area_ha:,.4f} ha")),
        (say("扣减前", "Before deductions"), f"{tonnes_text(run.gross)} tCO2e"),
    ]
    facts += [(d.label.say(language), _rate(d)) for d in run.deductions]
    facts += [
        (say("减排量", "Removal"), f"{tonnes_text(run.removal)} tCO2e"),
        (say("可签发", "Issuable"), f"{run.issuable_t:,} t"),
        (
            say("每公顷每年", "Per hectare and year"),
            f"{run.yield_t_ha_yr:.2f} t" + say(f"（常见 {usual}）", f" (usual {usual})"),
        ),
        (
            say("依据凭记忆录入的参数", "Resting on recalled values"),
            f"{run.share_recalled * 100:.1f}%",
        ),
    ]
    title = find_method(run.method).spec.label.say(language)
    console.print(Text.assemble((title, "bold"), f"  {run.method}"))
    console.print(pairs(facts))
    console.print(_groups(run, language))
    for note in sorted(run.notes, key=lambda each: each.level != "warn"):
        mark = "[yellow]![/yellow]" if note.level == "warn" else "[dim]·[/dim]"
        console.print(f"{mark} {note.text.say(language)}", soft_wrap=True)
    console.print(Text(f"{say('结果摘要', 'digest')} {run.digest}", "dim"), soft_wrap=True)
    if out is not None:
        console.print(f"→ {out}")


def _rate(deduction: Deduction) -> str:
    return f"{'−' if deduction.percent else ''}{deduction.percent.normalize():f}%"


def say_tree(node: Node, language: str) -> None:
    """A figure with what lies below it."""
    tree = Tree(_line(node, language))
    _grow(tree, node, language)
    console.print(tree)


def say_recomputed(
    answer: Recomputed, language: str, *, fits: bool, parted: tuple[str, ...] | None = None
) -> None:
    """What a package claims and what came out; ``parted`` is what the survey in it gives else."""
    from qingshan.core.carbon.plots.difference import PlotDifference

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    again, recorded = answer.again, answer.recorded
    over_plots = isinstance(answer.difference, PlotDifference)
    console.print(
        pairs(
            [
                (say("方法学", "Method"), answer.manifest.method),
                (
                    say("层数", "Strata") if over_plots else say("小班数", "Sub-compartments"),
                    f"{len(again.frame):,}",
                ),
                (say("包中所载", "Recorded"), f"{tonnes_text(recorded.removal)} tCO2e"),
                (say("复算所得", "Recomputed"), f"{tonnes_text(again.removal)} tCO2e"),
                (say("结果摘要", "Digest"), again.digest),
            ]
        )
    )
    if answer.is_equal:
        said = say("一致：每个整数与摘要都相同。", "Equal: every integer and every digest.")
        console.print(f"[green]✓[/green] {said}")
    else:
        said = say("不一致：", "Not equal: ") + ", ".join(answer.differs)
        console.print(f"[red]✕[/red] {said}", soft_wrap=True)
        _say_parted(answer, language)
    if parted is not None:
        mark = "[red]✕[/red]" if parted else "[green]✓[/green]"
        said = (
            say("由包内原始数据得出的不同：", "The survey in it gives another: ")
            + ", ".join(parted)
            if parted
            else say("由包内原始数据得出同样的输入。", "The survey in it leads to the same inputs.")
        )
        console.print(f"{mark} {said}", soft_wrap=True)
    if not fits:
        said = say("与所给摘要不符。", "It is not the digest that was given.")
        console.print(f"[red]✕[/red] {said}")
    for change in answer.tables_here[:MOST]:
        said = say("本机参数表不同", "this installation's tables differ")
        place = f"{change.table} · {change.key} · {change.name}"
        console.print(
            f"[yellow]![/yellow] {said}: {place}: {change.packed} → {change.here}", soft_wrap=True
        )


def _say_parted(answer: Recomputed, language: str) -> None:
    from qingshan.config.commands.plot_words import say_plot_difference
    from qingshan.core.carbon.plots.difference import PlotDifference

    if isinstance(answer.difference, PlotDifference):
        say_plot_difference(answer.difference, language)
    else:
        say_difference(answer.difference, language)


def say_difference(found: Difference, language: str) -> None:
    """Where two runs part."""

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    if found.is_equal:
        console.print(f"[green]✓[/green] {say('两次计量完全一致。', 'The runs are the same.')}")
        return
    one, other = (f"{tonnes_text(unit)} t" for unit in found.removal_unit)
    console.print(f"{say('减排量', 'Removal')}  {one} → {other}")
    _say_parting(found.first, language, "")
    say_changes(found.changes, language)
    rows = found.rows
    for label, keys in (
        (say("只在甲中", "Only in the first"), rows.only_first),
        (say("只在乙中", "Only in the second"), rows.only_second),
        (say("数值不同的小班", "Sub-compartments that differ"), tuple(k for k, _ in rows.changed)),
    ):
        _say_keys(label, keys)


def say_changes(changes: Sequence[Change], language: str) -> None:
    """What two runs tell differently, item by item."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in (Label("项目", "item"), Label("甲", "first"), Label("乙", "second")):
        table.add_column(title.say(language), overflow="fold")
    for change in changes[:MOST]:
        table.add_row(Text(change.label.say(language)), Text(change.first), Text(change.second))
    if changes:
        console.print(table)


def say_comparison(found: Comparison, language: str) -> None:
    """How someone's own sheet compares."""

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    console.print(f"{say('已比对', 'Compared')}  {found.compared:,}")
    if found.agrees:
        said = say("全部一致（相对误差不超过百万分之一）。", "All agree to one in a million.")
        console.print(f"[green]✓[/green] {said}")
    for at, parting in enumerate(found.partings[:MOST]):
        _say_parting(parting, language, found.cells.get(parting.node.id, ""), first=not at)
    more = len(found.partings) - MOST
    if more > 0:
        console.print(say(f"另有 {more} 处不同。", f"{more} more differ."))
    _say_keys(say("计量结果中没有", "Not in the run"), found.unmatched)
    if found.absent:
        said = say("表中没有的小班", "Sub-compartments that the sheet lacks")
        console.print(f"[yellow]![/yellow] {said}: {found.absent:,}")


def _say_parting(parting: Parting | None, language: str, cell: str, *, first: bool = True) -> None:
    if parting is None:
        return
    node = parting.node
    word = Label("首处不同", "First difference") if first else Label("其后", "Then")
    where = f"  {cell}" if cell else ""
    console.print(
        f"[red]✕[/red] {word.say(language)}: {node.label.say(language)}  [dim]{node.id}[/dim]"
        f"{where}\n    {node.value} → {parting.other:g} {node.unit}（{parting.gap:+g}）",
        soft_wrap=True,
    )


def _say_keys(label: str, keys: Iterable[str]) -> None:
    held = list(keys)
    if held:
        more = " …" if len(held) > MOST else ""
        shown = "、".join(held[:MOST])
        console.print(f"[yellow]![/yellow] {label} ({len(held):,}): {shown}{more}", soft_wrap=True)


def pairs(facts: list[tuple[str, str]]) -> Table:
    """Names and values, two columns."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts:
        table.add_row(Text(name, "dim"), Text(value, overflow="fold"))
    return table


def _groups(run: Run, language: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    titles = (
        Label("树种组", "group"), Label("小班", "count"), Label("面积 ha", "area ha"),
        Label("扣减前 t", "gross t"), Label("减排量 t", "removal t"),
    )  # fmt: skip
    for at, title in enumerate(titles):
        table.add_column(title.say(language), justify="right" if at else "left")
    for row in run.by_group.iter_rows(named=True):
        table.add_row(
            str(row["group"]),
            f"{row['count']:,}",
            f"{row['area_ha']:,.4f}",
            tonnes_text(int(row["gross_unit"])),
            tonnes_text(int(row["removal_unit"])),
        )
    return table


def _grow(tree: Tree, node: Node, language: str) -> None:
    for child in node.children:
        _grow(tree.add(_line(child, language)), child, language)
    if node.more:
        words = Label(f"另有 {node.more:,} 项", f"{node.more:,} more")
        tree.add(Text(words.say(language), "dim"))


def _line(node: Node, language: str) -> Text:
    unit = "" if node.shown.endswith((" t", "%")) else f" {node.unit}"
    line = Text.assemble(
        node.label.say(language), "  ", (f"{node.shown}{unit}", "bold"), (f"  {node.id}", "dim")
    )
    if node.formula:
        line.append(f"\n{node.formula}", "green")
    if node.source:
        line.append(f"\n{_source(dict(node.source), language)}", "dim")
    return line


def _source(source: dict[str, Any], language: str) -> str:
    """Where a figure was read: table, key, document, page; or option or column."""
    from qingshan.core.carbon.node import READ_FROM

    if "table" in source:
        title = source["source"]["title"]
        page = f" p. {source['page']}" if source.get("page") else ""
        return f"{source['table']} · {source['key']} · {source['name']}（{title}{page}）"
    for sheet, words in READ_FROM.items():
        if sheet in source:
            return words.say(language).format(value=source[sheet])
    given = ", ".join(f"{name} = {value}" for name, value in source.items() if value is not None)
    return given or Label("未给出", "not given").say(language)
