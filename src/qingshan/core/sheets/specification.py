"""What a side file must look like: its columns, kinds, units, keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from qingshan.core.kernel.label import Label, enumerated


class Kind(Enum):
    """What the cells of a column are; the kind decides what the frame holds."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"

    @property
    def label(self) -> Label:
        """The kind in words."""
        return _KINDS[self]


_KINDS: Mapping[Kind, Label] = {
    Kind.TEXT: Label("文字", "text"),
    Kind.IDENTIFIER: Label("编号（文本格式）", "identifier (as text)"),
    Kind.NUMBER: Label("数字", "number"),
    Kind.SHARE: Label("百分数，至多两位小数", "per cent with at most two decimals"),
    Kind.MONEY: Label("金额，至多两位小数", "money with at most two decimals"),
    Kind.DATE: Label("日期，如 2024-03-05", "date such as 2024-03-05"),
    Kind.CHOICE: Label("从列表中选择", "one of a list"),
}

SCALED = {Kind.SHARE: 2, Kind.MONEY: 2}
"""Kinds kept as integers, with their decimals: shares in 0.01 %, money in fen."""


class Rule(Enum):
    """A form that an identifier must have."""

    RESIDENT_ID = "resident id"
    CREDIT_CODE = "credit code"
    BANK_CARD = "bank card"
    MOBILE = "mobile"


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest plausible value, from a table; both are allowed."""

    low: float
    high: float


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    key : str
        Name in the frame, unit last.
    units : mapping
        Units that a header may state, each with its factor to the frame's; the first is the
        frame's own and stands in the template. Empty when the column has no unit.
    is_unit_needed : bool
        Whether a header without a unit is refused; otherwise the frame's own is meant.
    choices : mapping
        Code to name, for a choice.
    is_personal : bool
        Whether a value is shown masked wherever it is said.
    """

    key: str
    label: Label
    kind: Kind
    help: Label
    aliases: tuple[str, ...] = ()
    is_required: bool = True
    is_personal: bool = False
    is_unit_needed: bool = False
    units: Mapping[str, Decimal] = field(default_factory=dict)
    choices: Mapping[str, Label] = field(default_factory=dict)
    rule: Rule | None = None
    bounds: Bounds | None = None

    @property
    def unit(self) -> str:
        """The unit of the frame and of the template."""
        return next(iter(self.units), "")

    def unit_in(self, language: str) -> str:
        """The same by the name of the language, where it has one: kg for 千克."""
        if language == "zh":
            return self.unit
        alike = (name for name, factor in self.units.items() if factor == self.units[self.unit])
        return next((name for name in alike if name.isascii()), self.unit)

    def heading(self, language: str = "zh") -> str:
        """The header as the template writes it, with the unit."""
        name = self.label.say(language)
        unit = self.unit_in(language)
        if not unit:
            return name
        return f"{name}（{unit}）" if language == "zh" else f"{name} ({unit})"

    def entry(self, code: str, language: str = "zh") -> str:
        """A choice as the template lists it: its code, and its name where that is another word."""
        name = self.choices[code].say(language)
        return code if name == code else f"{code} {name}"


@dataclass(frozen=True)
class Specification:
    """One list: its columns, the columns that make a row its own, and which may stand for others.

    ``either`` names groups of columns of which one has to be complete: degrees or metres.
    """

    name: str
    label: Label
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    help: Label | None = None

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)

    def names(self, keys: tuple[str, ...]) -> Label:
        """The names of some columns, for a sentence."""
        return enumerated(self.column(key).label for key in keys)
