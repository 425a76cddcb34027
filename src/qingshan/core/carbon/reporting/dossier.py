"""What a monitoring report is made from: a run, and what is said of its project."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.reporting import refusals as codes
from qingshan.core.carbon.reporting.map import Place
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

FACTS: Mapping[str, Label] = {
    "project": Label("项目名称", "name of the project"),
    "number": Label("项目编号", "number of the project"),
    "holder": Label("申请主体", "right holder"),
    "place": Label("所在地", "place"),
    "county": Label("县级行政区划代码", "code of the county"),
    "tenure": Label("不动产权证号", "number of the tenure certificate"),
    "measurer": Label("计量单位", "measuring body"),
    "survey": Label("调查数据", "survey"),
    "reported": Label("报告日期", "date of the report"),
}
NEEDED = ("project", "holder", "place", "county", "measurer", "reported")


@dataclass(frozen=True)
class Facts:
    """What is said of a project; empty where nothing was said. ``annexes`` are keys of a table."""

    project: str = ""
    number: str = ""
    holder: str = ""
    place: str = ""
    county: str = ""
    tenure: str = ""
    measurer: str = ""
    survey: str = ""
    reported: date | None = None
    annexes: tuple[str, ...] = ()
    note: str = ""

    def text(self, name: str) -> str:
        """A fact for reading; empty when it was not stated."""
        value = getattr(self, name)
        return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class Dossier:
    """A run with the facts of its project and, for a map, the shapes with their species groups.

    ``note`` of the facts is printed on the cover, such as that the data are made up; ``shapes``
    are in longitude and latitude, ``groups`` in the same order; ``places`` are the plots of a run
    over plots, which is drawn with them alone.
    """

    run: Run | PlotRun
    facts: Facts = field(default_factory=Facts)
    shapes: np.ndarray[Any, Any] | None = None
    groups: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def read_facts(path: Path) -> Facts:
    """Facts from a TOML file with the names of ``Facts``.

    Raises
    ------
    Refused
        E-RP-08 for every entry that is unknown or of another kind.
    """
    known = [each.name for each in fields(Facts)]
    shown = "、".join(known)

    def wrong(zh: str, en: str) -> Refusal:
        facts = {"name": path.name, "finding_zh": zh, "finding_en": en, "known": shown}
        return Refusal(codes.FACTS_UNREADABLE, path.name, facts)

    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        refuse_all([wrong(f"读不出（{type(fault).__name__}）", f"{type(fault).__name__}")])
        raise AssertionError from fault
    refusals = []
    for name, value in told.items():
        if name not in known:
            refusals.append(wrong(f"没有“{name}”这一项", f"there is no “{name}”"))
        elif name == "reported" and type(value) is not date:
            refusals.append(wrong("reported 须为日期", "reported must be a date"))
        elif name == "annexes" and not _is_texts(value):
            refusals.append(wrong("annexes 须为文本列表", "annexes must be a list of texts"))
        elif name not in ("reported", "annexes") and not isinstance(value, str):
            refusals.append(wrong(f"{name} 须为文本", f"{name} must be a text"))
    refuse_all(refusals)
    return Facts(**{**told, "annexes": tuple(told.get("annexes", ()))})


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
