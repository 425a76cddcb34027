"""Tables of the market as a paper: a heading, what they come to, sections of rows; landscape A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.frame import HOUSE, HOUSE_LINE, language, say
from qingshan.apps.base.paper import render
from qingshan.core.kernel.label import Label

TEMPLATE = Path(__file__).parent / "papers" / "market.typ"
DEMO = Label("演示环境，数据为虚构", "Demonstration: all data are fictional")


@dataclass(frozen=True)
class Line:
    """Cells of a row; ``direction`` tints it: ``up``, ``down`` or nothing."""

    cells: Sequence[str]
    direction: str = ""


@dataclass(frozen=True)
class Section:
    """A table under a heading; ``none`` is said where it has no rows."""

    heading: Label
    head: Sequence[Label]
    lines: Sequence[Line]
    none: Label


@dataclass(frozen=True)
class MarketPaper:
    """``span`` is what stands in the foot: a day, a month, a year; ``mark`` names an edition."""

    title: Label
    sums: Label
    span: str
    foot: Label
    dated: date
    mark: Label | None = None
    sections: Sequence[Section] = field(default_factory=list)


def market_pdf(paper: MarketPaper) -> bytes:
    """The paper in the language of the request; the same bytes every time."""
    data: dict[str, Any] = {
        "lang": language(),
        "house": f"{say(HOUSE)} · {say(HOUSE_LINE)}",
        "demo": say(DEMO) if settings.DEMO else "",
        "span": paper.span,
        "sum": say(paper.sums),
        "foot": say(paper.foot),
        "mark": say(paper.mark) if paper.mark else "",
        "sections": [_told(section) for section in paper.sections],
    }
    return render(TEMPLATE, data, title=say(paper.title), dated=paper.dated)


def _told(section: Section) -> dict[str, Any]:
    return {
        "heading": say(section.heading),
        "head": [say(name) for name in section.head],
        "none": say(section.none),
        "rows": [
            {"cells": list(line.cells), "direction": line.direction or "none"}
            for line in section.lines
        ],
    }
