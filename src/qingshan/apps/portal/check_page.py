"""From a packed result to what its page shows; page, shared page and paper say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qingshan.apps.base.frame import say
from qingshan.apps.base.templatetags.layers import MapLayer
from qingshan.apps.portal.result import labelled, map_features
from qingshan.core.doctor.card import Level
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE, SQUARE_METRE_PER_HECTARE
from qingshan.core.kernel.zones import ZONE_KINDS
from qingshan.core.zoning.verdict import Verdict

STATES = {
    Verdict.PASS.value: "done",
    Verdict.FAIL.value: "refused",
    Verdict.UNKNOWN.value: "unknown",
    Verdict.NOTED.value: "open",
}
ORDER = (Level.BLOCKS, Level.ASKS, Level.WARNS, Level.TELLS)
_ZONED = re.compile(r"^(.+?) / (3|6)-degree Gauss-Kruger (?:zone (\d+)|CM (\d+E))$")
_FEW_TONNES = 10
_WIDTHS = {"3": "三度", "6": "六度"}
_CIRCLED_ONE, _CIRCLED_MOST = 0x2460, 20
_SHOWN_RULE_WORDS = {verdict.value: verdict.label for verdict in Verdict}


def result_context(result: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the templates of a result need."""
    told = labelled(result)
    card, found = told["card"], told["found"]
    context = {
        "card": card,
        "found": found,
        "made": datetime.fromisoformat(result["made"]),
        "title": _title(card, found),
        "crs_name": _crs_name(card["crs"]),
        "area_ha": _hectares(card["area_m2"]),
        "stated_ha": _hectares(card["stated_m2"]),
        "counties": say(_counties(card["counties"])),
        "standard_count": sum(1 for field in card["fields"] if field["standard"]),
        "findings": _by_level(card["findings"]),
        "questions": [f for f in card["findings"] if f["level"] == Level.ASKS.value],
        "features": map_features(result),
        "codes": [county["code"] for county in card["counties"]],
    }
    if found is not None:
        context |= {
            "rules": [_rule(rule) for rule in found["rules"]],
            "conflicts": [_conflict(conflict) for conflict in found["conflicts"]],
            "estimate": _estimate(found["estimate"]),
            "layers": [_dated(layer, "as_of") for layer in found["layers"]],
            "map_layers": _map_layers(found["layers"]),
        }
    return context


def _counties(shares: list[dict[str, Any]]) -> Label:
    """Their names; there is no official English one, so the code follows it."""
    en = ", ".join(f"{county['name']} ({county['code']})" for county in shares)
    return Label("、".join(county["name"] for county in shares), en)


def _map_layers(consulted: list[dict[str, Any]]) -> list[MapLayer]:
    """The switch of the map: what was found first, then each kind of zone by version and date."""
    zones = [
        MapLayer(
            layer["kind"],
            layer["label"],
            _version(layer["version"], layer["as_of"]),
            is_missing=layer["name"] is None,
        )
        for layer in consulted
        if layer["kind"] in ZONE_KINDS
    ]
    conflict = MapLayer("conflict", Label("冲突", "Conflicts"))
    return [conflict, MapLayer("parcel", Label("所查林地", "The forest checked")), *zones]


def _version(version: str, as_of: str | None) -> Label:
    return Label(
        f"{version} 版，截至 {as_of}" if version else f"截至 {as_of}",
        f"version {version}, {as_of}" if version else f"as of {as_of}",
    )


def circled(number: int) -> str:
    """① to ⑳, and plain figures beyond."""
    if 1 <= number <= _CIRCLED_MOST:
        return chr(_CIRCLED_ONE + number - 1)
    return f"({number})"


def _crs_name(crs: Mapping[str, Any] | None) -> Label | None:
    """A coordinate system as foresters call it: CGCS2000 三度带 36 带."""
    if crs is None:
        return None
    name = str(crs["name"])
    if (zoned := _ZONED.match(name)) is None:
        return Label(name, name)
    datum, width, zone = zoned[1], _WIDTHS[zoned[2]], zoned[3] or zoned[4]
    return Label(f"{datum} {width}带 {zone}{'' if 'E' in zone else ' 带'}", name)


def _title(card: Mapping[str, Any], found: Mapping[str, Any] | None) -> Label:
    if found is not None:
        title: Label = found["title"]
        return title
    asked = sum(finding["level"] == Level.ASKS.value for finding in card["findings"])
    wrong = sum(finding["level"] == Level.BLOCKS.value for finding in card["findings"])
    if wrong:
        return Label("文件要先更正", "The file must be corrected first")
    if asked:
        return Label("请先确认文件的几处信息", "Please confirm some facts of the file first")
    return Label("文件已识别", "The file was recognised")


def _hectares(area_m2: float | None) -> float | None:
    return None if area_m2 is None else area_m2 / SQUARE_METRE_PER_HECTARE


def _by_level(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups in the order of weight, without the empty ones; questions stand elsewhere."""
    groups = []
    for level in ORDER:
        some = [finding for finding in findings if finding["level"] == level.value]
        if some and level is not Level.ASKS:
            groups.append({"level": level.value, "label": level.label, "findings": some})
    return groups


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    return {
        **_dated(rule, "data_date"),
        "state": STATES[rule["verdict"]],
        "word": _SHOWN_RULE_WORDS[rule["verdict"]],
        "marks": [(number, circled(number)) for number in rule["conflicts"]],
    }


def _conflict(conflict: dict[str, Any]) -> dict[str, Any]:
    period = conflict["period"]
    return {
        **conflict,
        "mark": circled(conflict["number"]),
        "area_ha": conflict["area_m2"] / SQUARE_METRE_PER_HECTARE,
        "period": period and {key: date.fromisoformat(day) for key, day in period.items()},
    }


def _estimate(estimate: dict[str, Any] | None) -> dict[str, Any] | None:
    """With its tonnes as shown: whole ones, for nobody knows the decimals beforehand."""
    if estimate is None:
        return None
    return {**estimate, "shown": {k: _whole(v) for k, v in estimate["carbon"].items()}}


def _whole(units: int) -> str:
    """Carbon units as whole tonnes, as one decimal below ten."""
    tonnes = units / CARBON_PER_TONNE
    return f"{tonnes:,.0f}" if abs(tonnes) >= _FEW_TONNES else f"{tonnes:.1f}"


def _dated(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {**row, name: date.fromisoformat(row[name]) if row.get(name) else None}
