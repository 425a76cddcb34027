"""The pre-check report as PDF, made from a packed result."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.frame import language, say
from qingshan.apps.base.paper import INVISIBLE, render
from qingshan.apps.base.templatetags import amounts
from qingshan.apps.base.templatetags.layers import close_up
from qingshan.apps.portal.check_page import circled, result_context
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.proof.refusals import NO_GLYPH

TEMPLATE = Path(__file__).parent / "papers" / "precheck.typ"
HEADING = Label("林业碳票预检报告", "Forestry carbon ticket: pre-check report")
WORDS = {
    "card": Label("识别卡", "What was recognised"),
    "map": Label("冲突位置", "Where the conflicts lie"),
    "map_note": Label(
        "绿色为所查林地，红色为冲突；示意图，不作为权属依据。",
        "Green: the forest checked; red: conflicts. A sketch, no evidence of title.",
    ),
    "conflicts": Label("冲突清单", "Conflicts"),
    "rules": Label("逐条结论", "Rule by rule"),
    "estimate": Label("大约多少", "About how much"),
    "layers": Label("核对所用图层", "Layers consulted"),
    "findings": Label("文件须核对之处", "To be checked in the file"),
    "low": Label("保守", "Low"),
    "mid": Label("居中", "Middle"),
    "high": Label("乐观", "High"),
    "tonne": Label("吨", "t"),
    "none": Label("没有发现冲突。", "No conflict was found."),
    "demo": Label("演示环境，数据为虚构", "Demonstration: all data are fictional"),
    "foot": Label(
        "本报告由预检自动生成，不是受理凭证；估算不是承诺。",
        "Made by the pre-check; no receipt of an application. An estimate is no promise.",
    ),
    "page": Label("页", "page"),
}
_REPLACED = "□"
_TRIES = 12


def precheck_pdf(result: Mapping[str, Any]) -> bytes:
    """The report in the language of the request.

    A character of the file's own texts that no font of ours has is shown as an empty box: a
    strange name must not keep anybody from the report.
    """
    context = result_context(result)
    title = f"{say(HEADING)} {(context['found'] or {}).get('id', '')}".strip()
    data: dict[str, Any] = _shown(_data(context))
    for _ in range(_TRIES):
        try:
            return render(TEMPLATE, data, title=title, dated=context["made"].date())
        except Refused as refused:
            refusal = refused.refusals[0]
            if refusal.code != NO_GLYPH:
                raise
            missing = str(refusal.facts.get("problem", ""))
            data = _without(data, missing)
    return render(TEMPLATE, data, title=title, dated=context["made"].date())


def _data(context: Mapping[str, Any]) -> dict[str, Any]:
    found = context["found"] or {}
    return {
        "lang": language(),
        "demo": bool(settings.DEMO),
        "heading": HEADING,
        "words": WORDS,
        "number": found.get("id", ""),
        "made": context["made"].strftime("%Y-%m-%d %H:%M"),
        "verdict": context["title"],
        "facts": _facts(context),
        "map_svg": str(close_up(context["features"], (), "paper")),
        "map_alt": WORDS["map"],
        "conflicts": [_conflict(one) for one in context.get("conflicts", [])],
        "rules": [_rule(rule) for rule in context.get("rules", [])],
        "estimate": _estimate(context.get("estimate")),
        "layers": [layer["says"] for layer in context.get("layers", [])],
        "findings": [
            {"says": finding["says"], "remedy": finding["remedy"] or ""}
            for group in context["findings"]
            for finding in group["findings"]
            if group["level"] != "tells"
        ],
    }


def _facts(context: Mapping[str, Any]) -> list[list[Any]]:
    card, found = context["card"], context["found"]
    unknown = Label("未知", "unknown")
    rows = [
        [Label("文件", "File"), card["file"]],
        [Label("坐标系", "Coordinate system"), context["crs_name"] or unknown],
        [Label("文字编码", "Encoding"), (card["encoding"] or {}).get("name") or unknown],
        [Label("小班数", "Sub-compartments"), str(card["count"])],
        [Label("图形面积", "Drawn area"), amounts.area(context["area_ha"])],
        [Label("属性面积", "Stated area"), amounts.area(context["stated_ha"])],
        [Label("所在县", "County"), context["counties"] or unknown],
    ]
    if not card["file"]:
        rows = rows[1:]
    if found and found.get("period"):
        period = found["period"]
        rows.append([Label("监测期", "Period"), f"{period['from']} — {period['to']}"])
    return rows


def _conflict(conflict: Mapping[str, Any]) -> dict[str, Any]:
    return {"mark": conflict["mark"], "says": conflict["says"], "remedy": conflict["remedy"] or ""}


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    article = rule["article"]
    return {
        "name": rule["name"],
        "verdict": rule["verdict"],
        "word": rule["word"],
        "says": rule["says"],
        "source": " ".join(filter(None, [article["source"], article["place"]])),
        "data_date": rule["data_date"].isoformat() if rule["data_date"] else "",
        "marks": " ".join(circled(number) for number in rule["conflicts"]),
    }


def _estimate(estimate: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    return {
        **estimate["shown"],
        "basis": estimate["basis"],
        "prices": [_price(scenario) for scenario in estimate["scenarios"]],
        # A result that was shared before differences were told has none.
        "assumptions": [*estimate.get("differences", ()), *estimate["assumptions"]],
    }


def _price(scenario: Mapping[str, Any]) -> Label:
    price, net = amounts.yuan(scenario["price_fen"]), scenario["net_fen"]
    use, share = scenario["use"], scenario["per_household_fen"]
    zh = f"{use.zh}，{price} 元/吨：扣除成本后 {_span(net, ' 至 ')}"
    en = f"{use.en}, CNY {price} per t: after costs {_span(net, ' to ')}"
    if share:
        zh += f"；每户 {_span(share, ' 至 ')}"
        en += f"; per household {_span(share, ' to ')}"
    return Label(f"{zh}。", f"{en}.")


def _span(money: Mapping[str, int], joint: str) -> str:
    return joint.join(amounts.big_yuan(money[name]) for name in ("low", "high"))


def _shown(value: Any) -> Any:
    """Labels said, invisible characters dropped."""
    if isinstance(value, Label):
        return _shown(say(value))
    if isinstance(value, str):
        return "".join(c for c in value if unicodedata.category(c) not in INVISIBLE)
    if isinstance(value, Mapping):
        return {key: _shown(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return value


def _without(value: Any, missing: str) -> Any:
    if isinstance(value, str):
        return value.replace(missing, _REPLACED) if missing else value
    if isinstance(value, dict):
        return {key: _without(each, missing) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, missing) for each in value]
    return value
