"""The card of a file of shapes: what it is, what it holds, what is wrong and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from qingshan.core.geo.crs import CrsFound
from qingshan.core.geo.dbf import EncodingFound
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel import level
from qingshan.core.kernel.label import Label, Text, said

PREVIEW_ROWS = 5
GOOD, ASKS, BLOCKED = "good", "asks", "blocked"
Level = level.Level
_AREA_DECIMALS, _DEGREE_DECIMALS = 4, 9
VERDICTS: Mapping[str, Label] = {
    GOOD: Label("可以使用", "ready to use"),
    ASKS: Label("请先确认", "please confirm first"),
    BLOCKED: Label("须更正后再提交", "to be corrected first"),
}
"""The verdicts of a card in words."""


@dataclass(frozen=True)
class Choice:
    """One answer to a question: ``answer`` names the field of ``Answers``, ``value`` goes in."""

    answer: str
    value: str
    label: Label


@dataclass(frozen=True)
class Finding:
    """One thing found in a file.

    Attributes
    ----------
    code : str
        A refusal code such as E-UP-06, or the kind of a note such as ``crs-by-zone-prefix``.
    place : text
        Row, pair or field for people; a label where it has words.
    rows : tuple of int
        Rows concerned, 1-based.
    at : (longitude, latitude), optional
        The point to look at.
    shape : shapely geometry, optional
        The disputed piece (EPSG:4490).
    repair : str, optional
        Name of the safe repair that ``--fix`` applies.
    choices : tuple of Choice
        The answers among which the user chooses, for ``Level.ASKS``.
    """

    code: str
    level: Level
    place: Text
    says: Label
    why: Label | None = None
    remedy: Label | None = None
    rows: tuple[int, ...] = ()
    at: tuple[float, float] | None = None
    shape: Any = None
    repair: str | None = None
    choices: tuple[Choice, ...] = ()

    def where(self, language: str = "zh") -> str:
        """The place in one language."""
        return said(self.place, language)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the keys of this class, labels in both languages, the shape as GeoJSON.

        ``place`` is the Chinese; ``where`` has both.
        """
        return {
            "code": self.code,
            "level": self.level.value,
            "place": self.where(),
            "where": {"zh": self.where("zh"), "en": self.where("en")},
            "says": _both(self.says),
            "why": _both(self.why),
            "remedy": _both(self.remedy),
            "rows": list(self.rows),
            "at": None if self.at is None else [round(v, _DEGREE_DECIMALS) for v in self.at],
            "shape": None if self.shape is None else shapely.geometry.mapping(self.shape),
            "repair": self.repair,
            "choices": [
                {"answer": c.answer, "value": c.value, "label": _both(c.label)}
                for c in self.choices
            ],
        }


@dataclass(frozen=True)
class FieldFound:
    """One attribute field: its name, the standard field it stands for, and what fills it."""

    name: str
    standard: str | None
    means: Label | None
    kind: str
    filled: int
    distinct: int
    sample: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "standard": self.standard,
            "means": _both(self.means),
            "kind": self.kind,
            "filled": self.filled,
            "distinct": self.distinct,
            "sample": list(self.sample),
        }


@dataclass(frozen=True)
class CountyShare:
    """How much of a layer lies in one county."""

    code: str
    name: str
    area_m2: float


@dataclass(frozen=True)
class Card:
    """What was found out about one file.

    ``area_m2`` is measured on the ellipsoid; ``stated_m2`` is the sum of the area field, None
    where it cannot be told; ``bounds`` are west, south, east, north in degrees; ``shift`` is what
    the user answered of an offset; ``layer_read`` is None where the file could not be read, and
    then the findings say why.
    """

    file: str
    size_bytes: int
    digest: str | None = None
    driver: str | None = None
    layer: str | None = None
    encoding: EncodingFound | None = None
    crs: CrsFound | None = None
    count: int = 0
    area_m2: float | None = None
    stated_m2: float | None = None
    bounds: tuple[float, float, float, float] | None = None
    counties: tuple[CountyShare, ...] = ()
    fields: tuple[FieldFound, ...] = ()
    preview: tuple[Mapping[str, str | None], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Label, ...] = ()
    shift: str | None = None
    layer_read: Layer | None = None

    @property
    def verdict(self) -> str:
        """``blocked`` when anything blocks, else ``asks`` when anything is asked, else ``good``."""
        levels = {finding.level for finding in self.findings}
        if Level.BLOCKS in levels:
            return BLOCKED
        return ASKS if Level.ASKS in levels else GOOD

    def to_json(self) -> dict[str, Any]:
        """The card as JSON values with stable keys; what is unknown is null, never left out."""
        return {
            "file": self.file,
            "size_bytes": self.size_bytes,
            "sha256": self.digest,
            "driver": self.driver,
            "layer": self.layer,
            "verdict": self.verdict,
            "verdict_label": _both(VERDICTS[self.verdict]),
            "encoding": self.encoding and {"name": self.encoding.name, "how": self.encoding.how},
            "crs": self.crs
            and {
                "code": self.crs.code,
                "name": self.crs.name,
                "how": self.crs.how,
                "sure": self.crs.sure,
            },
            "count": self.count,
            "area_m2": _rounded(self.area_m2),
            "stated_m2": _rounded(self.stated_m2),
            "bounds": self.bounds and [round(v, _DEGREE_DECIMALS) for v in self.bounds],
            "counties": [
                {"code": c.code, "name": c.name, "area_m2": _rounded(c.area_m2)}
                for c in self.counties
            ],
            "fields": [field.as_dict() for field in self.fields],
            "preview": [dict(row) for row in self.preview],
            "findings": [finding.as_dict() for finding in self.findings],
            "notes": [_both(note) for note in self.notes],
        }


def _both(label: Label | None) -> dict[str, str] | None:
    return None if label is None else {"zh": label.zh, "en": label.en}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _AREA_DECIMALS)
