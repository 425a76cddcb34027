"""A figure at which two sides part, with both values in the unit in which it is read."""

from __future__ import annotations

from typing import Any

from qingshan.core.carbon.difference import Parting
from qingshan.core.carbon.figures import UNIT
from qingshan.core.kernel.units import tonnes_text


def parting_row(parting: Parting) -> dict[str, Any]:
    """The figure, its label, our value and the other."""
    node = parting.node
    value = float(node.value) if isinstance(node.value, int | float) else None
    return {
        "node": node,
        "label": node.label,
        "ours": node.shown if value is None else shown(value, node.unit),
        "other": shown(parting.other, node.unit),
    }


def shown(value: float, unit: str) -> str:
    """Integers of a run as tonnes, all else to eight figures."""
    if unit == UNIT:
        return f"{tonnes_text(round(value))} t"
    return f"{value:,.8g}" + ("" if unit in ("", "1") else f" {unit}")
