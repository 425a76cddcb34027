"""The editions of an application: as it was handed in, and as each correction states it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.apps.applications.attachments import PAPERS
from qingshan.apps.applications.models import Application, ApplicationCorrection
from qingshan.apps.applications.statement import lines
from qingshan.core.kernel.label import Label

_HOUSEHOLDS = Label("分户清单", "Households")
_PAPERS = Label("所附材料", "Papers")
_LAND = Label("小班", "Sub-compartments")


@dataclass(frozen=True)
class Difference:
    """One line of the form that a correction states otherwise."""

    label: Label
    before: str
    now: str


@dataclass(frozen=True)
class Edition:
    """A correction, numbered on from the application, which is the first edition."""

    number: int
    correction: ApplicationCorrection
    differences: list[Difference]


def editions(found: Application) -> list[Edition]:
    """Every correction of an application with what it changed, the newest first."""
    told, made = found.told, []
    for number, one in enumerate(found.corrections.select_related("notice").order_by("pk"), 2):
        made.append(Edition(number, one, differences(told, one.told)))
        told = one.told
    return made[::-1]


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """The lines in which two statements differ, in the order of the form."""
    there = dict(lines(before))
    found = [
        Difference(label, there[label], value)
        for label, value in lines(now)
        if there[label] != value
    ]
    for label, name in ((_LAND, "plots"), (_HOUSEHOLDS, "")):
        old, new = (_part(told, label, name) for told in (before, now))
        if old != new:
            found.append(Difference(label, _count(old), _count(new)))
    papers, others = _papers(before), _papers(now)
    if papers != others:
        found.append(Difference(_PAPERS, _named(papers - others), _named(others - papers)))
    return found


def _part(told: Mapping[str, Any], label: Label, name: str) -> list[Any]:
    if label is _LAND:
        return list(told["land"].get(name, []))
    return list(told["households"])


def _papers(told: Mapping[str, Any]) -> Counter[str]:
    """The papers by kind and name; the signature is given anew anyway."""
    return Counter(
        f"{PAPERS[one['kind']].zh} {one['name']}"
        for one in told["papers"]
        if one["kind"] != "signature"
    )


def _named(papers: Counter[str]) -> str:
    return "、".join(papers.elements()) or "—"


def _count(rows: list[Any]) -> str:
    return str(len(rows))
