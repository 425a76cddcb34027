"""A run and its project as one document: facts, result, method, checks, appendix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.plausibility import Band, yield_t_ha_yr
from qingshan.core.carbon.report import Cell, Column, Document, Section, Table, report
from qingshan.core.carbon.reporting.dossier import FACTS, Dossier
from qingshan.core.carbon.reporting.subject import subject_of
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.shelf import Shelf

TOTAL = Label("合计", "total")
APPENDIX = Label("附录　小班明细", "Appendix: sub-compartments")
UNKNOWN = Label("未写明", "not stated")
_NUMERALS = "一二三四五六七八九十"
_NUMBER = re.compile(r"^([一二三四五六七八九十]+、|\d+\.\s*)")
_FIGURES = {
    "volume_t1_m3_ha": (Label("期初蓄积", "stock at t1"), "m3/ha", 2),
    "volume_t2_m3_ha": (Label("期末蓄积", "stock at t2"), "m3/ha", 2),
}
_UNITS = {
    "gross_unit": Label("扣减前", "before deductions"),
    "removal_unit": Label("减排量", "removal"),
}


def monitoring_report(dossier: Dossier, shelf: Shelf) -> Document:
    """The whole report, sections numbered through, the sub-compartments at its end."""
    run = dossier.run
    assert isinstance(run, Run), "a run over plots has a report of its own"
    body = report(run)
    rates = (
        (part.name, yield_t_ha_yr(part.removal_unit, part.area_ha, run.years))
        for part in subject_of(run).parts
    )
    band, whole = Band.on(shelf, run.as_of), Label("全部小班", "the whole")
    sections = (
        project(dossier),
        *body.sections[:-1],
        plausibility(run.yield_t_ha_yr, band, whole, rates),
        _overrides(run),
        body.sections[-1],
    )
    return Document(body.title, (*numbered(sections), compartments(run)), run.digest)


def compartments(run: Run) -> Section:
    """Every sub-compartment in order of its key, with the total."""
    frame = run.frame.sort(KEY)
    area = area_column(frame)
    held = [name for name in _FIGURES if name in frame.columns]
    columns = (
        Column(Label("小班编号", "key")),
        Column(Label("树种组", "species group")),
        Column(Label("计量面积", "area measured"), "ha", is_figure=True),
        *(Column(_FIGURES[name][0], _FIGURES[name][1], is_figure=True) for name in held),
        *(Column(label, "tCO2e", is_figure=True) for label in _UNITS.values()),
    )
    names = [KEY, "group", area, *held, *_UNITS]
    rows: list[tuple[Cell, ...]] = []
    for row in frame.select(pl.col(names)).iter_rows():
        key, group, hectares, *rest = row
        volumes, units = rest[: len(held)], rest[len(held) :]
        shown = [f"{v:,.{_FIGURES[n][2]}f}" for n, v in zip(held, volumes, strict=True)]
        rows.append(
            (key, group, f"{hectares:,.4f}", *shown, *(tonnes_text(int(unit)) for unit in units))
        )
    totals = (tonnes_text(int(frame[name].sum())) for name in _UNITS)
    rows.append((TOTAL, "", f"{run.area_ha:,.4f}", *("" for _ in held), *totals))
    table = Table(Label("各小班计量结果", "Result of each sub-compartment"), columns, tuple(rows))
    return Section(APPENDIX, (), (table,))


def area_column(frame: pl.DataFrame) -> str:
    """The column of the area that was measured."""
    return "area_measured_ha" if "area_measured_ha" in frame.columns else "area_ha"


def project(dossier: Dossier) -> Section:
    """What is said of the project, its method and period."""
    facts, run = dossier.facts, dossier.run
    rows: list[tuple[Cell, ...]] = [
        (label, facts.text(name) or UNKNOWN) for name, label in FACTS.items()
    ]
    subject = subject_of(run)
    named = Label(
        f"{subject.label.zh}（{subject.method}）", f"{subject.label.en} ({subject.method})"
    )
    rows.append((Label("方法学", "method"), named))
    period = f"{run.period.start} – {run.period.last}"
    rows.append((Label("监测期", "period"), period))
    columns = (Column(Label("项目", "item")), Column(Label("内容", "content")))
    table = Table(Label("项目概况", "Project"), columns, tuple(rows))
    return Section(Label("项目概况", "Project"), (), (table,))


def plausibility(
    rate: float, band: Band, whole: Label, parts: Iterable[tuple[str, float]]
) -> Section:
    """Yields of the whole and its parts, tCO2e/(ha yr), beside those of published tickets."""
    is_usual = band.low <= rate <= band.high
    said = Label(
        f"每公顷每年 {rate:.2f} 吨，{'在' if is_usual else '不在'}常见范围 "
        f"{band.low:g} 至 {band.high:g} 吨之内。",
        f"{rate:.2f} t per hectare and year, {'inside' if is_usual else 'outside'} the usual "
        f"{band.low:g} to {band.high:g} t.",
    )
    columns = (
        Column(Label("检验", "check")),
        Column(Label("结果", "result"), is_figure=True),
        Column(Label("常见范围", "usual range"), is_figure=True),
        Column(Label("上限", "limit"), is_figure=True),
        Column(Label("单位", "unit")),
    )
    usual = f"{band.low:g}–{band.high:g}"
    rated: list[tuple[Cell, float]] = [(whole, rate), *parts]
    rows: list[tuple[Cell, ...]] = [
        (name, f"{found:.2f}", usual, f"{band.block:g}", "tCO2e/(ha yr)") for name, found in rated
    ]
    table = Table(Label("合理性检验", "Plausibility"), columns, tuple(rows))
    return Section(Label("合理性检验", "Plausibility"), (said,), (table,))


def _overrides(run: Run) -> Section:
    spec = find_method(run.method).spec
    rows: list[tuple[Cell, ...]] = [
        (option.label, _said(run.options.get(option.name)))
        for option in spec.options
        if option.name.startswith("allow_") and run.options.get(option.name)
    ]
    if by := run.options.get("override_by"):
        why = run.options.get("override_reason")
        passed = Label("采用可信度 L 的参数", "use of parameters of confidence L")
        rows.append((passed, Label(f"{by}：{why}", f"{by}: {why}")))
    heading = Label("人工放行", "Overrides")
    if not rows:
        said = Label("无：没有对任何限制放行。", "None: no limit was overridden.")
        return Section(heading, (said,))
    said = Label(
        "下列限制由责任人写明理由后放行，签发前须复核。",
        "These limits were overridden for the reasons stated and must be reviewed before issue.",
    )
    columns = (Column(Label("放行事项", "what")), Column(Label("理由", "reason")))
    return Section(heading, (said,), (Table(heading, columns, tuple(rows)),))


def _said(value: Any) -> Cell:
    return Label("已放行，未写明理由", "allowed without a reason") if value is True else str(value)


def numbered(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections with their headings numbered through."""
    for at, section in enumerate(sections, 1):
        zh, en = (_NUMBER.sub("", text) for text in (section.heading.zh, section.heading.en))
        yield replace(section, heading=Label(f"{numeral(at)}、{zh}", f"{at}. {en}"))


def numeral(number: int) -> str:
    """A number up to 19 in Chinese numerals."""
    tens, rest = divmod(number, 10)
    if not tens:
        return _NUMERALS[number - 1]
    return "十" + (_NUMERALS[rest - 1] if rest else "")
