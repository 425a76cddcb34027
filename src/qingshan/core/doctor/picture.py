"""A card as one HTML file: a map drawn in it, numbered findings, a list twin, nothing loaded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import shapely

from qingshan.core.doctor.card import VERDICTS, Card, CountyShare, Finding
from qingshan.core.geo.picture import Look, Piece, Sheet, still_picture
from qingshan.core.kernel.label import Label

_M2_PER_MU, _M2_PER_HA = 10_000 / 15, 10_000
_WIDTH, _HEIGHT = 1600, 1000
_MOST_SHAPES, _MOST_FINDINGS = 20_000, 500
_LOOKS = {
    "shape": Look("#1e6b4a", opacity=0.2, width=1.25),
    "piece": Look("#c8102e", width=2.5),
}
_STYLE = """
:root{--green:#0f4d36;--red:#c8102e;--gold:#9a5b00;--line:#d9dedb}
*{box-sizing:border-box}body{margin:0 auto;max-width:1040px;padding:24px 16px;color:#1b2320;
background:#fff;font:16px/1.6 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1,h2{font-family:"Noto Serif SC","Songti SC",SimSun,serif;color:var(--green);line-height:1.3}
h1{font-size:28px;margin:0 0 8px;overflow-wrap:anywhere}h2{font-size:20px;margin:32px 0 8px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}th,td{text-align:left;vertical-align:top;padding:8px;
border-bottom:1px solid var(--line)}
td{overflow-wrap:anywhere}th{font-weight:600;white-space:nowrap}
svg{display:block;width:100%;height:auto;max-height:70vh;border:1px solid var(--line)}
.n{white-space:nowrap}.verdict{font-weight:600;font-size:18px}.blocked,.blocks{color:var(--red)}
.asks,.warns{color:var(--gold)}.good,.tells{color:var(--green)}
small{color:#4d5a54}@media print{body{max-width:none}}
"""


def card_html(card: Card, language: str = "zh") -> str:
    """One self-contained page; every text of the file is escaped, nothing is loaded from outside.

    Each number on the map is a line of the list.
    """

    def say(zh: str, en: str) -> str:
        return escape(Label(zh, en).say(language))

    numbered = list(enumerate(card.findings[:_MOST_FINDINGS], 1))
    more = len(card.findings) - len(numbered)
    mark = {"good": "✓", "asks": "?", "blocked": "✕"}[card.verdict]
    said = VERDICTS[card.verdict].say(language)
    title = say("数据检查结果", "Check of a file of shapes")
    rows = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in facts(card, language)
    )
    parts = [
        "<!doctype html>",
        f'<html lang="{"zh-Hans" if language.startswith("zh") else "en"}"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        "<meta http-equiv='Content-Security-Policy' "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title} · {escape(card.file)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(card.file)}</h1><p class='verdict {card.verdict}'>{mark} {escape(said)}</p>",
        f"<div class='wide'><table>{rows}</table></div>",
    ]
    if card.layer_read is not None:
        parts += [f"<h2>{say('图上位置', 'On the map')}</h2>", card_svg(card, numbered, language)]
    parts.append(f"<h2>{say('检查发现', 'Findings')}</h2>")
    parts.append(_list(numbered, language) if numbered else f"<p>{say('没有发现问题。', 'None.')}")
    if more > 0:
        parts.append(f"<p>{say(f'另有 {more} 条未列出。', f'{more} more are not listed.')}</p>")
    parts += _fields(card, language)
    return "\n".join(parts) + "\n"


def card_svg(card: Card, numbered: Sequence[tuple[int, Finding]], language: str = "zh") -> str:
    """The shapes and the numbered places of findings as an SVG, with a name read aloud."""
    layer = card.layer_read
    assert layer is not None, "a card without layer has no map"
    present = layer.shapes[~shapely.is_missing(layer.shapes)][:_MOST_SHAPES]
    title = Label("图斑与检查发现", "Shapes and findings").say(language)
    places = [
        Piece("piece", finding.shape, str(number) if finding.at else "", finding.at)
        for number, finding in numbered
        if finding.at is not None or finding.shape is not None
    ]
    sheet = Sheet(_WIDTH, _HEIGHT, "card", title, language, centred=("shape",))
    return still_picture([*(Piece("shape", shape) for shape in present), *places], _LOOKS, sheet)


def facts(card: Card, language: str = "zh") -> list[tuple[str, str]]:
    """The head of a card as pairs of name and value; what is not known says so."""

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    unknown = say("未知", "unknown")
    crs = card.crs
    named = unknown if crs is None else _aside(crs.name, crs.code or "—", language)
    sure = crs is None or crs.sure
    counties = say("、", ", ").join(_share(county, language) for county in card.counties[:5])
    return [
        (say("格式", "Format"), card.driver or unknown),
        (say("图层", "Layer"), card.layer or unknown),
        (say("文字编码", "Encoding"), card.encoding.name if card.encoding else unknown),
        (
            say("坐标系", "Coordinate system"),
            named if sure else named + say("，待确认", ", to be confirmed"),
        ),
        (say("图斑数", "Shapes"), f"{card.count:,}" if card.layer_read else unknown),
        (say("图形面积", "Drawn area"), _area(card.area_m2, language) or unknown),
        (say("属性面积", "Stated area"), _area(card.stated_m2, language) or unknown),
        (say("所在县", "County"), counties or unknown),
        ("SHA-256", card.digest or unknown),
    ]


def paper_data(card: Card, language: str = "zh") -> dict[str, Any]:
    """What the paper of a card is filled with: texts, the map as SVG, numbered findings."""

    def say(zh: str, en: str) -> str:
        return Label(zh, en).say(language)

    numbered = list(enumerate(card.findings[:_MOST_FINDINGS], 1))
    more = len(card.findings) - len(numbered)
    return {
        "lang": language,
        "verdict": VERDICTS[card.verdict].say(language),
        "facts": [list(pair) for pair in facts(card, language)],
        "map_svg": card_svg(card, numbered, language) if card.layer_read else "",
        "findings": [_line(number, finding, language) for number, finding in numbered],
        "more": say(f"另有 {more} 条未列出。", f"{more} more are not listed.") if more > 0 else "",
        "fields": [
            [f.name, f.means.say(language) if f.means else "—", "、".join(f.sample)]
            for f in card.fields
        ],
        "words": {
            "foot": say("青山 · 数据检查结果", "Qingshan · check of a file of shapes"),
            "map": say("图上位置", "On the map"),
            "findings": say("检查发现", "Findings"),
            "none": say("没有发现问题。", "None."),
            "fields": say("字段", "Fields"),
        },
    }


def _line(number: int, finding: Finding, language: str) -> dict[str, Any]:
    rest = (label.say(language) for label in (finding.why, finding.remedy) if label)
    return {
        "number": number,
        "level": finding.level.value,
        "label": finding.level.label.say(language),
        "says": finding.says.say(language),
        "rest": " ".join((finding.code, finding.where(language), *rest)),
        "choices": [choice.label.say(language) for choice in finding.choices],
    }


def _share(county: CountyShare, language: str) -> str:
    """A county with its part; there is no official English name, so the code follows it."""
    name = Label(county.name, f"{county.name} ({county.code})").say(language)
    return f"{name} {_mu(county.area_m2, language)}"


def _area(area_m2: float | None, language: str) -> str:
    if area_m2 is None:
        return ""
    ha = f"{area_m2 / _M2_PER_HA:,.4f}"
    return _aside(_mu(area_m2, language), f"{ha} {Label('公顷', 'ha').say(language)}", language)


def _aside(text: str, more: str, language: str) -> str:
    return Label(f"{text}（{more}）", f"{text} ({more})").say(language)


def _mu(area_m2: float, language: str) -> str:
    return f"{area_m2 / _M2_PER_MU:,.2f} {Label('亩', 'mu').say(language)}"


def _list(numbered: Sequence[tuple[int, Finding]], language: str) -> str:
    lines = []
    for number, finding in numbered:
        rest = " ".join(label.say(language) for label in (finding.why, finding.remedy) if label)
        options = "；".join(choice.label.say(language) for choice in finding.choices)
        asked = f"<br><small>→ {escape(options)}</small>" if options else ""
        lines.append(
            f"<tr><td>{number}</td><td class='{finding.level.value}'>"
            f"{escape(finding.level.label.say(language))}<br><small>{escape(finding.code)}</small>"
            f"</td><td>{escape(finding.says.say(language))}<br><small>{escape(finding.where(language))}</small>"
            f"<br><small>{escape(rest)}</small>{asked}</td></tr>"
        )
    return f"<div class='wide'><table>{''.join(lines)}</table></div>"


def _fields(card: Card, language: str) -> list[str]:
    if not card.fields:
        return []
    lines = "".join(
        f"<tr><th scope='row'>{escape(field.name)}</th>"
        f"<td>{escape(field.means.say(language) if field.means else '—')}</td>"
        f"<td class='n'>{field.filled:,} / {card.count:,}</td>"
        f"<td>{escape('、'.join(field.sample))}</td></tr>"
        for field in card.fields
    )
    return [
        f"<h2>{escape(Label('字段', 'Fields').say(language))}</h2>",
        f"<div class='wide'><table>{lines}</table></div>",
    ]
