"""What a pre-check answers: rules with their articles, numbered conflicts, layers consulted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import shapely

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period

_AREA_DECIMALS = 2
_M2_PER_MU = 10_000 / 15


class Verdict(Enum):
    """How one rule is met; what cannot be told from what is at hand is unknown, never passed."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOTED = "noted"

    @property
    def label(self) -> Label:
        """The verdict in words."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.PASS: Label("符合", "met"),
    Verdict.FAIL: Label("不符合", "not met"),
    Verdict.UNKNOWN: Label("未知", "unknown"),
    Verdict.NOTED: Label("提示", "noted"),
}


@dataclass(frozen=True)
class Article:
    """Where a rule comes from: its words in short, the document, and how sure both are."""

    text: Label
    source: str
    number: str
    place: str
    basis: str
    confidence: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "text": label_dict(self.text),
            "source": self.source,
            "number": self.number,
            "place": self.place,
            "basis": self.basis,
            "confidence": self.confidence,
        }


@dataclass(frozen=True)
class Rule:
    """One eligibility rule (E1 to E15) answered; ``conflicts`` are numbers of ``Conflict``."""

    code: str
    name: Label
    verdict: Verdict
    says: Label
    article: Article
    data_date: date | None = None
    conflicts: tuple[int, ...] = ()
    remedy: Label | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "code": self.code,
            "name": label_dict(self.name),
            "verdict": self.verdict.value,
            "says": label_dict(self.says),
            "article": self.article.as_dict(),
            "data_date": self.data_date.isoformat() if self.data_date else None,
            "conflicts": list(self.conflicts),
            "remedy": label_dict(self.remedy),
        }


@dataclass(frozen=True)
class Conflict:
    """One numbered place where the ground cannot be as it is handed in, or must be explained.

    ``kind`` is shape, claim, shifted_claim, tenure, other_programme, protected_area, redline or
    public_benefit; ``code`` the refusal code that an application would meet, if any. ``shape`` is
    the shared piece in longitude and latitude (EPSG:4490); ``rows`` are 1-based rows of the file.
    ``certain`` is false where the period or the position is only suspected; ``blocks`` is true
    where it must be solved before anything is issued.
    """

    number: int
    kind: str
    says: Label
    with_name: str
    area_m2: float
    shape: shapely.Geometry | None
    rows: tuple[int, ...]
    period: Period | None
    remedy: Label | None
    certain: bool
    blocks: bool = True
    code: str | None = None

    @property
    def area_mu(self) -> float:
        """The shared area in mu."""
        return self.area_m2 / _M2_PER_MU

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the shape as GeoJSON with seven decimals (a centimetre)."""
        return {
            "number": self.number,
            "kind": self.kind,
            "code": self.code,
            "says": label_dict(self.says),
            "with": self.with_name,
            "area_m2": round(self.area_m2, _AREA_DECIMALS),
            "rows": list(self.rows),
            "period": period_dict(self.period),
            "remedy": label_dict(self.remedy),
            "certain": self.certain,
            "blocks": self.blocks,
            "shape": _geojson(self.shape),
        }


@dataclass(frozen=True)
class LayerConsulted:
    """A layer that was asked, or that is missing: then ``name`` is None and ``says`` tells so."""

    kind: str
    label: Label
    name: str | None
    version: str
    as_of: date | None
    covers_all: bool
    says: Label

    @property
    def is_missing(self) -> bool:
        """Whether nothing was there to be asked."""
        return self.name is None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "kind": self.kind,
            "label": label_dict(self.label),
            "name": self.name,
            "version": self.version,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "covers_all": self.covers_all,
            "says": label_dict(self.says),
        }


def label_dict(label: Label | None) -> dict[str, str] | None:
    """A label for JSON: both languages, or null."""
    return None if label is None else {"zh": label.zh, "en": label.en}


def period_dict(period: Period | None) -> dict[str, str] | None:
    """A period for JSON: first and last day, both counted."""
    if period is None:
        return None
    return {"from": period.start.isoformat(), "to": period.last.isoformat()}


def _geojson(shape: shapely.Geometry | None) -> dict[str, Any] | None:
    if shape is None or shape.is_empty:
        return None
    rounded: dict[str, Any] = shapely.geometry.mapping(
        shapely.transform(shape, lambda points: points.round(7))
    )
    return rounded
