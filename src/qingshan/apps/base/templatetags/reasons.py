"""Lines of an explanation: a figure of a run, made ready for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from qingshan.apps.base.frame import say
from qingshan.core.carbon.node import READ_FROM
from qingshan.core.kernel.label import Label
from qingshan.core.tables.row import BASES

PLAIN_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?([eE][-+]?\d+)?")
RAISED = {"m3": "m³", "m2": "m²", "CO2": "CO₂"}
CONFIDENCE = {
    "H": Label("可信度高", "confidence high"),
    "M": Label("可信度中", "confidence medium"),
    "L": Label("可信度低", "confidence low"),
}
WORDS = {
    **READ_FROM,
    "option": Label("选项 {value}", "option {value}"),
    "given": Label("取值 {value}", "given {value}"),
    "source": Label("出自 {value}", "source: {value}"),
    "page": Label("页 {value}", "page {value}"),
    "basis": Label("依据：{value}", "basis: {value}"),
    "valid_from": Label("{value} 起", "from {value}"),
    "valid_to": Label("至 {value}", "until {value}"),
}
"""Fields of a table row that a reader needs beside the figure, in this order."""


@dataclass(frozen=True)
class Row:
    """A line of the tree as the template draws it."""

    label: str
    shown: str
    formula: str
    source: str
    children: Iterable[Any]
    more: int
    href: str


def rows(tree: Any, href: str) -> list[Row]:
    """The lines of one level."""
    several = tree if isinstance(tree, (list, tuple)) else () if tree is None else (tree,)
    return [_row(figure, href) for figure in several]


def _row(figure: Any, href: str) -> Row:
    return Row(
        label=say(figure.label),
        shown=_shown(figure.shown, figure.unit),
        formula=say(figure.formula),
        source=source_text(figure.source),
        children=figure.children,
        more=figure.more,
        href=href.replace("{id}", quote(figure.id)) if href and figure.more else "",
    )


def _shown(shown: str, unit: str) -> str:
    """The figure with its unit, unless it names one already or has none (unit ``1``)."""
    bare = PLAIN_NUMBER.fullmatch(shown) is not None
    text = f"{shown} {unit}" if bare and unit not in ("", "1") else shown
    for plain, raised in RAISED.items():
        text = text.replace(plain, raised)
    return text


def source_text(source: Any) -> str:
    """A sentence as it is; of a table row the document, page, basis, confidence and dates."""
    if not isinstance(source, Mapping):
        return say(source)
    said = [
        say(label).format(value=_told(key, source[key]))
        for key, label in WORDS.items()
        if source.get(key) not in (None, "")
    ]
    if source.get("confidence") in CONFIDENCE:
        said.append(say(CONFIDENCE[source["confidence"]]))
    return " · ".join(said)


def _told(key: str, value: Any) -> str:
    """One field in words: a document by number and title, a basis by its name."""
    if key == "source" and isinstance(value, Mapping):
        title = say(Label(f"《{value['title']}》", f"{value['title']}"))
        return f"{value['number']} {title}" if value.get("number") else title
    if key == "basis" and value in BASES:
        return say(BASES[value])
    return str(value)
