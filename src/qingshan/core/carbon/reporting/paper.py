"""What the paper of a monitoring report is filled with: texts, tables, bars, a map."""

from __future__ import annotations

from typing import Any

from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.report import Document
from qingshan.core.carbon.reporting.document import APPENDIX
from qingshan.core.carbon.reporting.dossier import Dossier
from qingshan.core.carbon.reporting.map import plot_map, report_map
from qingshan.core.carbon.reporting.over_plots import APPENDIX as PLOTS
from qingshan.core.carbon.reporting.subject import Subject, subject_of
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import mu, tonnes_text

APPENDICES = (APPENDIX, PLOTS)
ROWS_MOST = 3_000
"""Sub-compartments printed; the workbook and the package hold all of them."""
BARS_MOST = 12
SIGNS = str.maketrans({"⌊": "INT(", "⌋": ")"})
"""Signs of formulas that the fonts of the house do not have."""


def report_data(
    dossier: Dossier, document: Document, language: str = "zh", *, is_draft: bool = False
) -> dict[str, Any]:
    """The data of ``base/papers/monitoring.typ`` in one language.

    ``is_draft`` prints on every page that proof-reading found something.
    """

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    run, facts = dossier.run, dossier.facts
    subject = subject_of(run)
    told = _printable(document.as_dict(language))
    sections = told["sections"]
    appendix = sections[-1] if document.sections[-1].heading in APPENDICES else None
    picture, legend = "", list[list[str]]()
    if dossier.places:
        picture, legend = plot_map(dossier.places, dossier.shapes, language)
    elif dossier.shapes is not None:
        picture, legend = report_map(dossier.shapes, dossier.groups, language)
    more = ""
    if appendix is not None:
        more = _cut(appendix, subject.counted, language)
    return {
        "lang": language,
        "heading": told["title"],
        "project": facts.project or say("项目名称未写明", "project not named"),
        "method": subject.label.say(language),
        "draft": say("草稿　校对未通过", "DRAFT: proof-reading found faults") if is_draft else "",
        "note": facts.note,
        "figures": _figures(run, subject, language),
        "cover": _cover(dossier, subject, language),
        "sections": [section for section in sections if section is not appendix],
        "appendix": appendix,
        "more": more,
        "charts": _charts(subject, language),
        "map_svg": picture,
        "legend": legend,
        "words": {
            "contents": say("目录", "Contents"),
            "map": subject.map.say(language),
            "charts": subject.charts.say(language),
            "foot": say("青山 · 监测报告", "Qingshan · monitoring report"),
            "digest": say("结果摘要", "digest"),
        },
        "digest": run.digest,
    }


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(SIGNS)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list) else value


def _figures(run: Run | PlotRun, subject: Subject, language: str) -> list[list[str]]:
    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    area = f"{mu(run.area_ha):,.2f}" if language == "zh" else f"{run.area_ha:,.2f}"
    return [
        [say("减排量", "removal"), tonnes_text(run.removal), "tCO2e"],
        [say("可签发", "issuable"), f"{run.issuable_t:,}", say("吨", "t")],
        [say("计量面积", "area measured"), area, say("亩", "ha")],
        [subject.counted.say(language), f"{subject.count:,}", say("个", "")],
    ]


def _cover(dossier: Dossier, subject: Subject, language: str) -> list[list[str]]:
    run, facts = dossier.run, dossier.facts
    unknown = Label("未写明", "not stated").say(language)
    rows = [
        (Label("申请主体", "right holder"), facts.holder),
        (Label("所在地", "place"), facts.place),
        (Label("监测期", "period"), f"{run.period.start} – {run.period.last}"),
        (Label("方法学", "method"), subject.method),
        (Label("计量单位", "measuring body"), facts.measurer),
        (Label("报告日期", "date of the report"), facts.text("reported")),
    ]
    return [[label.say(language), value or unknown] for label, value in rows]


def _cut(appendix: dict[str, Any], counted: Label, language: str) -> str:
    """Shorten the appendix to what is printed, its last row kept; what is said of the rest."""
    table = appendix["tables"][0]
    rows = table["rows"]
    over = len(rows) - 1 - ROWS_MOST
    if over <= 0:
        return ""
    table["rows"] = [*rows[:ROWS_MOST], rows[-1]]
    return Label(
        f"另有 {over:,} 个{counted.zh}未印出，全部明细见随附的表格与复算包。",
        f"{over:,} more {counted.en} are not printed; the workbook and the package hold all.",
    ).say(language)


def _charts(subject: Subject, language: str) -> list[dict[str, Any]]:
    """Bars by species group or stratum, the largest first; each title states what is seen."""
    parts = sorted(subject.parts, key=lambda part: (-part.removal_unit, part.name))
    whole = sum(max(0, part.removal_unit) for part in parts)
    share = 100 * max(0, parts[0].removal_unit) / whole if whole else 0.0
    largest = max(parts, key=lambda part: part.area_ha)
    covered = 100 * largest.area_ha / sum(part.area_ha for part in parts)
    return [
        {
            "title": Label(
                f"{parts[0].name}贡献最大，占减排量的 {share:.0f}%",
                f"{parts[0].name} contributes most: {share:.0f}% of the removal",
            ).say(language),
            "unit": "tCO2e",
            "bars": _bars([(each.name, each.removal_unit) for each in parts], tonnes_text),
        },
        {
            "title": Label(
                f"{largest.name}面积最大，占 {covered:.0f}%",
                f"{largest.name} covers most: {covered:.0f}% of the area",
            ).say(language),
            "unit": "ha",
            "bars": _bars([(each.name, each.area_ha) for each in parts], "{:,.2f}".format),
        },
    ]


def _bars(rows: list[tuple[str, Any]], shown: Any) -> list[dict[str, Any]]:
    """Lengths in thousandths of the longest bar; a loss is told apart."""
    longest = max((abs(value) for _, value in rows), default=0) or 1
    return [
        {
            "label": label,
            "text": shown(value),
            "length": round(1000 * abs(value) / longest),
            "loss": value < 0,
        }
        for label, value in rows[:BARS_MOST]
    ]
