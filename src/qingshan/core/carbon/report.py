"""A run as a report document: headings, tables and notes as data, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.run import Run
from qingshan.core.carbon.specification import Spec
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import mu, tonnes_text
from qingshan.core.tables.row import BASES, CONFIDENCES

Cell = str | Label


@dataclass(frozen=True)
class Column:
    """A column's heading, its unit, and whether it holds figures (right-aligned)."""

    label: Label
    unit: str = ""
    is_figure: bool = False


@dataclass(frozen=True)
class Table:
    """A captioned table of texts, already rounded for reading."""

    caption: Label
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs and tables."""

    heading: Label
    paragraphs: tuple[Label, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Document:
    """A report: title, sections, and the digests that tie it to its run."""

    title: Label
    sections: tuple[Section, ...]
    digest: str

    def as_dict(self, language: str) -> dict[str, Any]:
        """For JSON in one language, ``zh`` or ``en``."""

        def say(cell: Cell) -> str:
            return cell.say(language) if isinstance(cell, Label) else cell

        return {
            "title": say(self.title),
            "digest": self.digest,
            "sections": [
                {
                    "heading": say(section.heading),
                    "paragraphs": [say(paragraph) for paragraph in section.paragraphs],
                    "tables": [
                        {
                            "caption": say(table.caption),
                            "columns": [
                                {"label": say(c.label), "unit": c.unit, "figure": c.is_figure}
                                for c in table.columns
                            ],
                            "rows": [[say(cell) for cell in row] for row in table.rows],
                        }
                        for table in section.tables
                    ],
                }
                for section in self.sections
            ],
        }


def report(run: Run) -> Document:
    """The monitoring report of a run; its sub-compartments are the run's own rows."""
    spec = find_method(run.method).spec
    return Document(
        title=Label("林业碳票减排量监测报告", "Monitoring report of a forestry carbon ticket"),
        sections=(
            _summary(run),
            _method(spec, run),
            _groups(run),
            _deductions(run),
            _parameters(run),
            _notes(run),
            _proof(run),
        ),
        digest=run.digest,
    )


def _summary(run: Run) -> Section:
    area, years = run.area_ha, run.years
    rows = (
        _row("监测期", "period", f"{run.period.start} – {run.period.last}", ""),
        _row("监测期年数", "years", f"{years:.2f}", "a"),
        _row("小班数", "sub-compartments", f"{len(run.frame):,}", ""),
        _row("计量面积", "area measured", f"{area:,.4f}", "ha"),
        _row("折合", "that is", f"{mu(area):,.2f}", Label("亩", "mu")),
        _row("扣减前减排量", "removal before deductions", tonnes_text(run.gross), "tCO2e"),
        _row("减排量", "removal", tonnes_text(run.removal), "tCO2e"),
        _row("可签发", "issuable", f"{run.issuable_t:,}", "t"),
        _row("每公顷每年", "per hectare and year", f"{run.yield_t_ha_yr:.2f}", "tCO2e"),
    )
    said = Label(
        f"监测期 {run.period.start} 至 {run.period.last}，{len(run.frame):,} 个小班共 "
        f"{area:,.2f} 公顷，"
        f"减排量 {tonnes_text(run.removal)} 吨二氧化碳当量，可签发 {run.issuable_t:,} 吨。",
        f"From {run.period.start} to {run.period.last} {len(run.frame):,} sub-compartments of "
        f"{area:,.2f} ha "
        f"removed {tonnes_text(run.removal)} tCO2e; {run.issuable_t:,} t can be issued.",
    )
    columns = (
        Column(Label("项目", "item")),
        Column(Label("数值", "value"), is_figure=True),
        Column(Label("单位", "unit")),
    )
    table = Table(Label("计量结果", "Result"), columns, rows)
    return Section(Label("一、结论", "1. Result"), (said,), (table,))


def _method(spec: Spec, run: Run) -> Section:
    options = tuple(
        (option.label, _option_text(run.options.get(option.name)), option.unit)
        for option in spec.options
    )
    equations = tuple((f"({e.number})", e.label, e.text, e.source) for e in spec.equations)
    as_of = Label(
        f"全部参数按 {run.as_of} 有效的参数表读取，两期使用同一套参数。",
        f"All parameters are those in force on {run.as_of}, the same for both dates.",
    )
    return Section(
        Label("二、方法", "2. Method"),
        (spec.label, spec.basis, spec.scope, spec.status, as_of),
        (
            Table(
                Label("公式", "Equations"),
                tuple(
                    Column(label)
                    for label in (
                        Label("编号", "no."),
                        Label("名称", "name"),
                        Label("公式", "equation"),
                        Label("出处", "source"),
                    )
                ),
                equations,
            ),
            Table(
                Label("选项", "Options"),
                tuple(
                    Column(label)
                    for label in (
                        Label("选项", "option"),
                        Label("取值", "value"),
                        Label("单位", "unit"),
                    )
                ),
                options,
            ),
        ),
    )


def _groups(run: Run) -> Section:
    rows = tuple(
        (
            row["group"],
            f"{row['count']:,}",
            f"{row['area_ha']:,.4f}",
            f"{row['carbon_t1_tc']:,.3f}",
            f"{row['carbon_t2_tc']:,.3f}",
            tonnes_text(int(row["gross_unit"])),
            tonnes_text(int(row["removal_unit"])),
        )
        for row in run.by_group.iter_rows(named=True)
    )
    total = (
        Label("合计", "total"),
        f"{len(run.frame):,}",
        f"{run.area_ha:,.4f}",
        f"{float(run.frame['carbon_t1_tc'].sum()):,.3f}",
        f"{float(run.frame['carbon_t2_tc'].sum()):,.3f}",
        tonnes_text(run.gross),
        tonnes_text(run.removal),
    )
    columns = (
        Column(Label("树种组", "species group")),
        Column(Label("小班数", "count"), is_figure=True),
        Column(Label("面积", "area"), "ha", is_figure=True),
        Column(Label("期初碳储量", "carbon at t1"), "tC", is_figure=True),
        Column(Label("期末碳储量", "carbon at t2"), "tC", is_figure=True),
        Column(Label("扣减前", "before deductions"), "tCO2e", is_figure=True),
        Column(Label("减排量", "removal"), "tCO2e", is_figure=True),
    )
    table = Table(Label("按树种组", "By species group"), columns, (*rows, total))
    return Section(Label("三、分项结果", "3. Results by group"), (), (table,))


def _deductions(run: Run) -> Section:
    rows = tuple(
        (d.label, f"{d.percent.normalize():f}%", _source_text(d.source)) for d in run.deductions
    )
    columns = (
        Column(Label("扣减", "deduction")),
        Column(Label("比率", "rate"), is_figure=True),
        Column(Label("依据", "grounds")),
    )
    difference = Label(
        f"扣减合计 {tonnes_text(run.gross - run.removal)} tCO2e。扣减在小班取整之前进行："
        f"增长的小班减少，"
        "减少的小班损失加大，因此合计等于各小班之和。",
        f"Deducted in all: {tonnes_text(run.gross - run.removal)} tCO2e. Deductions are made "
        f"before a "
        "sub-compartment is rounded: a gain shrinks, a loss grows, so the whole is the sum of "
        "its parts.",
    )
    table = Table(Label("扣减", "Deductions"), columns, rows)
    return Section(Label("四、扣减", "4. Deductions"), (difference,), (table,))


def _parameters(run: Run) -> Section:
    stated = {parameter.name: parameter for parameter in run.plan.parameters}
    read: list[tuple[Cell, str, dict[str, Any]]] = [
        (group, name, row) for group, named in run.parameters.items() for name, row in named.items()
    ]
    read += [(Label("全部", "all"), name, row) for name, row in run.constants.items()]
    rows = tuple(
        (
            group,
            stated[name].label,
            str(row["value"]),
            stated[name].unit,
            str(row["source"]["title"]),
            str(row.get("page") or "—"),
            BASES[row["basis"]],
            CONFIDENCES[row["confidence"]],
        )
        for group, name, row in read
    )
    headings = (
        Label("树种组", "species group"),
        Label("参数", "parameter"),
        Label("数值", "value"),
        Label("单位", "unit"),
        Label("出处", "source"),
        Label("页", "page"),
        Label("来源方式", "basis"),
        Label("可信度", "confidence"),
    )
    columns = tuple(Column(label, is_figure=label.en == "value") for label in headings)
    share = Decimal(str(run.share_recalled * 100)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    said = Label(
        f"结果的 {share}% 依据凭记忆录入、尚待查对原文的参数。",
        f"{share}% of the result rests on parameters recalled and still to be checked.",
    )
    table = Table(Label("参数", "Parameters"), columns, rows)
    return Section(Label("五、参数", "5. Parameters"), (said,), (table,))


def _notes(run: Run) -> Section:
    none = (Label("无。", "None."),)
    said = tuple(note.text for note in _sorted(run)) or none
    return Section(Label("六、须注意", "6. To be noted"), said)


def _proof(run: Run) -> Section:
    rows = (("run", run.digest), *sorted(run.digests.items()))
    columns = (Column(Label("内容", "of what")), Column(Label("SHA-256 摘要", "SHA-256 digest")))
    spec = find_method(run.method).spec
    cited = tuple(citation.title for citation in spec.citations)
    table = Table(Label("摘要", "Digests"), columns, rows)
    said = Label(
        "任何人用同样的小班、方法学与参数表重新计量，必得同样的摘要。",
        "Whoever measures the same sub-compartments by the same method and tables gets these "
        "digests.",
    )
    return Section(Label("七、复算", "7. Replay"), (said, *cited), (table,))


def _sorted(run: Run) -> Iterable[Any]:
    return sorted(run.notes, key=lambda note: note.level != "warn")


def _row(zh: str, en: str, value: str, unit: Cell) -> tuple[Cell, ...]:
    return (Label(zh, en), value, unit)


def _option_text(value: Any) -> Cell:
    if value is None:
        return Label("未给出", "not given")
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    return str(value)


def _source_text(source: dict[str, Any]) -> Cell:
    if "table" in source:
        title = source["source"]["title"]
        return f"{source['table']} · {source['key']} · {title}"
    given = source.get("given")
    if given is None:
        return Label("未给出", "not given")
    return Label(f"选项 {given}%", f"option {given}%")
