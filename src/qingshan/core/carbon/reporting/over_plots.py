"""The monitoring report of a run over plots: stocks and change with errors, trees, equations."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from qingshan.core.biomass.choice import LEVELS
from qingshan.core.carbon.plausibility import Band, yield_t_ha_yr
from qingshan.core.carbon.plots.explain import FORMULAS
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.report import Cell, Column, Document, Section, Table
from qingshan.core.carbon.reporting.document import TOTAL, numbered, plausibility, project
from qingshan.core.carbon.reporting.dossier import Dossier
from qingshan.core.carbon.reporting.subject import subject_of
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import mu, tonnes_text
from qingshan.core.sampling.estimate import Estimate
from qingshan.core.tables.row import BASES, CONFIDENCES
from qingshan.core.tables.shelf import Shelf

APPENDIX = Label("附录　样地明细", "Appendix: plots")
_STEPS = {
    "stratum": Label("层减排量", "removal of a stratum"),
    "paired": Label("变化量（同一样地）", "change on the same plots"),
    "independent": Label("变化量（两套样地）", "change on two sets"),
    "stock": Label("层碳储量", "stock of a stratum"),
    "plot": Label("样地碳储量", "stock of a plot"),
    "volume": Label("单株碳量（材积）", "carbon of a tree by volume"),
    "weight": Label("单株碳量（地上、地下）", "carbon of a tree by its parts"),
    "whole": Label("单株碳量（全株）", "carbon of a whole tree"),
    "culm": Label("单株竹碳量", "carbon of a culm"),
    "factor": Label("扣减后系数（增加）", "factor after deductions, gain"),
    "loss": Label("扣减后系数（减少）", "factor after deductions, loss"),
    "u": Label("相对误差", "relative error"),
}
_OPTIONS = {
    "route": Label("计量途径", "route"),
    "design": Label("样地设计", "design"),
    "error_of": Label("据以扣减的误差", "error deducted"),
    "scheme": Label("扣减规则", "scheme of the deduction"),
    "risk_percent": Label("风险扣减率（%）", "deduction for risk, %"),
    "equations": Label("指明的方程", "equations named"),
    "species": Label("树种写法", "spellings of species"),
    "statuses": Label("检尺类型写法", "spellings of statuses"),
}
_CHOICES = {
    "volume_two_entry": Label("二元材积", "volume by diameter and height"),
    "volume_one_entry": Label("一元材积", "volume by diameter"),
    "biomass_two_entry": Label("二元生物量", "biomass by diameter and height"),
    "biomass_one_entry": Label("一元生物量", "biomass by diameter"),
    "paired": Label("同一样地两次测量", "the same plots twice"),
    "independent": Label("两套样地", "two sets of plots"),
    "stock": Label("期末碳储量", "stock at t2"),
    "change": Label("变化量", "change"),
}


def plot_report(dossier: Dossier, shelf: Shelf) -> Document:
    """The whole report of a run over plots, every plot at its end."""
    run = dossier.run
    assert isinstance(run, PlotRun), "a run of sub-compartments has a report of its own"
    years = calendar_years(run.period)
    rates = (
        (part.name, yield_t_ha_yr(part.removal_unit, part.area_ha, years))
        for part in subject_of(run).parts
    )
    sections = (
        project(dossier),
        _result(run),
        _method(run),
        _strata(run),
        _deductions(run),
        _equations(run),
        _notes(run),
        plausibility(
            run.yield_t_ha_yr, Band.on(shelf, run.as_of), Label("全部层", "all strata"), rates
        ),
        _overrides(run),
        _proof(run),
    )
    title = Label("林业碳票减排量监测报告", "Monitoring report of a forestry carbon ticket")
    return Document(title, (*numbered(sections), _plots(run)), run.digest)


def _result(run: PlotRun) -> Section:
    area = run.area_ha
    rows = (
        (Label("监测期", "period"), f"{run.period.start} – {run.period.last}", ""),
        (Label("层数", "strata"), f"{len(run.frame):,}", ""),
        (Label("期末样地数", "plots at t2"), f"{len(run.stocks[1].plots):,}", ""),
        (Label("面积", "area"), f"{area:,.4f}", "ha"),
        (Label("折合", "that is"), f"{mu(area):,.2f}", "亩"),
        (Label("扣减前减排量", "removal before deductions"), tonnes_text(run.gross), "tCO2e"),
        (Label("减排量", "removal"), tonnes_text(run.removal), "tCO2e"),
        (Label("可签发", "issuable"), f"{run.issuable_t:,}", "t"),
        (Label("每公顷每年", "per hectare and year"), f"{run.yield_t_ha_yr:.2f}", "tCO2e"),
    )
    removal, issued = tonnes_text(run.removal), f"{run.issuable_t:,}"
    said = Label(
        f"监测期 {run.period.start} 至 {run.period.last}，{len(run.frame):,} 层共 "
        f"{area:,.2f} 公顷，减排量 {removal} 吨二氧化碳当量，可签发 {issued} 吨。",
        f"From {run.period.start} to {run.period.last} {len(run.frame):,} strata of {area:,.2f} ha "
        f"removed {removal} tCO2e; {issued} t can be issued.",
    )
    columns = (
        Column(Label("项目", "item")),
        Column(Label("数值", "value"), is_figure=True),
        Column(Label("单位", "unit")),
    )
    table = Table(Label("计量结果", "Result"), columns, rows)
    return Section(Label("结论", "Result"), (said,), (table,))


def _method(run: PlotRun) -> Section:
    """The formula of each step, and the options that were chosen."""
    formulas = tuple((label, FORMULAS[step]) for step, label in _STEPS.items())
    told = run.options.as_dict()
    options = tuple((label, _said(told[name])) for name, label in _OPTIONS.items() if told[name])
    said = Label(
        "样地每木检尺，按层估计；全部参数按同一日期的参数表读取。",
        "Trees measured on sample plots, estimated by strata; every table read under one date.",
    )
    return Section(
        Label("方法", "Method"),
        (said, Label(f"参数日期 {run.as_of}。", f"Tables as of {run.as_of}.")),
        (
            _words(Label("公式", "Equations"), ("步骤", "step"), ("公式", "formula"), formulas),
            _words(Label("选项", "Options"), ("选项", "option"), ("取值", "value"), options),
        ),
    )


def _words(
    caption: Label, first: tuple[str, str], second: tuple[str, str], rows: tuple[Any, ...]
) -> Table:
    return Table(caption, (Column(Label(*first)), Column(Label(*second))), rows)


def _said(value: Any) -> Cell:
    if isinstance(value, dict):
        return "；".join(f"{name} = {meant}" for name, meant in value.items())
    return _CHOICES.get(value) or str(value)


def _strata(run: PlotRun) -> Section:
    tables = [
        _estimate(
            stock.estimate,
            Label(f"第 {stock.occasion} 期碳储量", f"Stock at occasion {stock.occasion}"),
        )
        for stock in run.stocks
    ]
    tables.append(_estimate(run.change, Label("两期变化", "Change between the occasions")))
    columns = (
        Column(Label("层", "stratum")),
        Column(Label("面积", "area"), "ha", is_figure=True),
        Column(Label("扣减前", "before deductions"), "tCO2e", is_figure=True),
        Column(Label("减排量", "removal"), "tCO2e", is_figure=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row["stratum"],
            f"{row['area_ha']:,.4f}",
            tonnes_text(row["gross_unit"]),
            tonnes_text(row["removal_unit"]),
        )
        for row in run.frame.iter_rows(named=True)
    ]
    totals = (tonnes_text(run.gross), tonnes_text(run.removal))
    rows.append((TOTAL, f"{run.area_ha:,.4f}", *totals))
    tables.append(Table(Label("各层减排量", "Removals of the strata"), columns, tuple(rows)))
    return Section(Label("分层结果", "Results by stratum"), (), tuple(tables))


def _estimate(estimate: Estimate, caption: Label) -> Table:
    level = f"{estimate.confidence_percent:f}%"
    columns = (
        Column(Label("层", "stratum")),
        Column(Label("样地数", "plots"), is_figure=True),
        Column(Label("均值", "mean"), "tC/ha", is_figure=True),
        Column(Label(f"{level} 置信半宽", f"half-width at {level}"), "tC/ha", is_figure=True),
        Column(Label("相对误差 u", "relative error u"), is_figure=True),
    )
    parts = [(name, estimate.of_stratum(name)) for name in estimate.strata["stratum"]]
    rows: list[tuple[Cell, ...]] = [(name, *_told(own)) for name, own in parts]
    # No total of its columns: the whole is their weighted mean.
    rows.append((Label("全部", "the whole"), *_told(estimate)))
    return Table(caption, columns, tuple(rows))


def _told(own: Estimate) -> tuple[Cell, ...]:
    u = "—" if own.u_percent is None else f"{own.u_percent:.2f}%"
    return (f"{own.strata['plots'].sum():,}", f"{own.mean:,.4f}", f"{own.half_width:,.4f}", u)


def _deductions(run: PlotRun) -> Section:
    risk = run.risk.get("source", {}).get("title") or Label("选项", "option")
    rows: tuple[tuple[Cell, ...], ...] = (
        (
            Label("不确定性扣减 D", "deduction for uncertainty D"),
            f"{run.discount.percent.normalize():f}%",
            f"{run.discount.scheme}；u = {float(run.discount.u_percent):.2f}%",
        ),
        (
            Label("非持久性风险扣减 K", "deduction for non-permanence K"),
            f"{run.risk['value']}%",
            risk,
        ),
    )
    columns = (
        Column(Label("扣减", "deduction")),
        Column(Label("比率", "rate"), is_figure=True),
        Column(Label("依据", "grounds")),
    )
    said = Label(
        f"扣减合计 {tonnes_text(run.gross - run.removal)} tCO2e，在各层取整之前进行。",
        f"Deducted in all: {tonnes_text(run.gross - run.removal)} tCO2e, before a stratum is "
        "rounded.",
    )
    return Section(
        Label("扣减", "Deductions"), (said,), (Table(Label("扣减", "Deductions"), columns, rows),)
    )


def _equations(run: PlotRun) -> Section:
    """What each species was measured by, how close that is, and every parameter with its source."""
    shares = run.weighed.stand_ins
    species = tuple(
        (
            row["species"], row["equation"], LEVELS[row["level"]], f"{row['trees']:,}",
            f"{100 * row['carbon_share']:.1f}%", _formulas(run, row["species"]),
        )
        for row in shares.iter_rows(named=True)
    )  # fmt: skip
    share = Decimal(str(run.weighed.share_recalled * 100)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    said = Label(
        f"碳量的 {share}% 依据凭记忆录入、尚待查对原文的参数。",
        f"{share}% of the carbon rests on parameters recalled and still to be checked.",
    )
    used = Table(
        Label("各树种所用方程", "Equations of the species"),
        (
            Column(Label("树种", "species")),
            Column(Label("方程", "equation")),
            Column(Label("依据", "level")),
            Column(Label("株数", "trees"), is_figure=True),
            Column(Label("占碳量", "of the carbon"), is_figure=True),
            Column(Label("公式", "formula")),
        ),
        species,
    )
    heads = (
        Label("树种", "species"), Label("参数", "parameter"), Label("数值", "value"),
        Label("单位", "unit"), Label("出处", "source"), Label("来源方式", "basis"),
        Label("可信度", "confidence"),
    )  # fmt: skip
    columns = tuple(Column(head, is_figure=head.en == "value") for head in heads)
    parameters = Table(Label("参数", "Parameters"), columns, tuple(_parameters(run)))
    return Section(Label("方程与参数", "Equations and parameters"), (said,), (used, parameters))


def _formulas(run: PlotRun, species: str) -> str:
    texts = (each.formula.text for each in run.weighed.kinds[species].equations)
    return "；".join(dict.fromkeys(texts))


def _parameters(run: PlotRun) -> Iterator[tuple[Cell, ...]]:
    for name, kind in run.weighed.kinds.items():
        is_alone = len(kind.equations) == 1
        rows = [row for each in kind.equations for row in each.coefficients.values()]
        for row in (*rows, *kind.rows):
            yield (
                name, row.name if is_alone else f"{row.key} {row.name}", row.value_text, row.unit,
                row.source.title, BASES[row.basis], CONFIDENCES[row.confidence],
            )  # fmt: skip


def _notes(run: PlotRun) -> Section:
    ordered = sorted(run.notes, key=lambda note: note.level != "warn")
    said = tuple(note.text for note in ordered) or (Label("无。", "None."),)
    return Section(Label("须注意", "To be noted"), said)


def _overrides(run: PlotRun) -> Section:
    heading = Label("人工放行", "Overrides")
    if not run.options.override_reason:
        said = Label("无：没有对任何限制放行。", "None: no limit was overridden.")
        return Section(heading, (said,))
    by, why = run.options.override_by, run.options.override_reason
    return Section(heading, (Label(f"{by}：{why}", f"{by}: {why}"),))


def _proof(run: PlotRun) -> Section:
    rows = (("run", run.digest), *sorted(run.digests.items()))
    columns = (Column(Label("内容", "of what")), Column(Label("SHA-256 摘要", "SHA-256 digest")))
    said = Label(
        "任何人用同样的样地、每木检尺表与参数表重新计量，必得同样的摘要。",
        "Whoever measures the same plots and trees by the same tables gets these digests.",
    )
    table = Table(Label("摘要", "Digests"), columns, rows)
    return Section(Label("复算", "Replay"), (said,), (table,))


def _plots(run: PlotRun) -> Section:
    """Every plot of both occasions in order of occasion, stratum and number."""
    columns = (
        Column(Label("样地", "plot")),
        Column(Label("期次", "occasion"), is_figure=True),
        Column(Label("层", "stratum")),
        Column(Label("样地面积", "plot area"), "ha", is_figure=True),
        Column(Label("碳储量", "carbon stock"), "tC/ha", is_figure=True),
    )
    plots = pl.concat(stock.plots for stock in run.stocks).sort("occasion", "stratum", "plot")
    rows = tuple(
        (row["plot"], str(row["occasion"]), row["stratum"], f"{row['area_ha']:.4f}",
         f"{row['value']:,.4f}")
        for row in plots.iter_rows(named=True)
    )  # fmt: skip
    table = Table(Label("各样地碳储量", "Carbon stock of each plot"), columns, rows)
    return Section(APPENDIX, (), (table,))
