"""One dated value with its unit and provenance, as number or as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qingshan.core.kernel.label import Label
from qingshan.core.tables.sources import Source

COLUMNS = (
    "key",
    "name",
    "value",
    "unit",
    "valid_from",
    "valid_to",
    "source",
    "page",
    "basis",
    "confidence",
    "low",
    "high",
    "note",
)
REQUIRED = ("key", "name", "value", "unit", "valid_from", "source", "basis", "confidence")

BASES = {
    "read": Label("已查阅原文", "read in the document"),
    "recalled": Label("凭记忆、待核", "recalled, to be checked"),
    "computed": Label("计算得出", "computed"),
    "set": Label("暂定设置", "set by the project"),
}
"""How the values of the files were come by."""
ANNOUNCED, _ANNOUNCED = "announced", Label("交易机构公告", "announced by the exchange")
"""The basis of a row that is laid over those of the files."""
CONFIDENCES = {
    "H": Label("高", "high"),
    "M": Label("中", "medium"),
    "L": Label("低", "low"),
}


@dataclass(frozen=True)
class Row:
    """What a number and a text have in common; ``valid_to`` is the first day no longer covered."""

    table: str
    key: str
    name: str
    value: Decimal | str
    unit: str
    valid_from: date
    valid_to: date | None
    source: Source
    page: str
    basis: str
    confidence: str
    low: Decimal | None
    high: Decimal | None
    note: str

    @property
    def value_text(self) -> str:
        """The value as the one text that enters digests: no exponent, no trailing zeros."""
        return plain(self.value) if isinstance(self.value, Decimal) else self.value

    @property
    def basis_label(self) -> Label:
        """How the value was come by, for people."""
        return _ANNOUNCED if self.basis == ANNOUNCED else BASES[self.basis]

    @property
    def confidence_label(self) -> Label:
        """How sure the value is, for people."""
        return CONFIDENCES[self.confidence]

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the value as text, its unit, its span and its full provenance."""
        return {
            "table": self.table,
            "key": self.key,
            "name": self.name,
            "value": self.value_text,
            "unit": self.unit,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "source": self.source.as_dict(),
            "page": self.page,
            "basis": self.basis,
            "confidence": self.confidence,
            "low": plain(self.low) if self.low is not None else None,
            "high": plain(self.high) if self.high is not None else None,
            "note": self.note,
        }

    def canonical(self) -> list[str | None]:
        """The cells that a digest covers, in the order of the columns."""
        return [
            self.key,
            self.name,
            self.value_text,
            self.unit,
            self.valid_from.isoformat(),
            self.valid_to.isoformat() if self.valid_to else None,
            self.source.id,
            self.page,
            self.basis,
            self.confidence,
            plain(self.low) if self.low is not None else None,
            plain(self.high) if self.high is not None else None,
            self.note,
        ]


@dataclass(frozen=True)
class Value(Row):
    """A number in its unit."""

    value: Decimal

    @property
    def number(self) -> float:
        """The value as a float, for measurement only."""
        return float(self.value)


@dataclass(frozen=True)
class TextValue(Row):
    """A code, a formula or words."""

    value: str


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: ``0.50`` and ``5E-1`` give ``0.5``."""
    if number == 0:
        return "0"
    return format(number.normalize(), "f")
