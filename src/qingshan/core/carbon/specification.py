"""The form in which a method states itself: inputs, outputs, options, equations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qingshan.core.kernel.label import Label

NOTHING = Label("", "")


@dataclass(frozen=True)
class Terms:
    """What holds for all rows of a run: rates as fractions, baseline in tCO2/ha/yr."""

    years: float
    baseline_removal: float = 0.0
    deduction: float = 0.0
    risk: float = 0.0


@dataclass(frozen=True)
class Quantity:
    """A column that goes in or comes out: its name ends in its unit."""

    name: str
    label: Label
    unit: str = ""
    kind: str = "number"
    low: float | None = None
    high: float | None = None
    is_required: bool = True
    is_positive: bool = False


@dataclass(frozen=True)
class Option:
    """A choice left open by the method; ``default`` holds when the caller says nothing."""

    name: str
    label: Label
    kind: str
    default: str | Decimal | bool | None = None
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    help: Label = NOTHING


@dataclass(frozen=True)
class Equation:
    """One formula as the method numbers it, with its source."""

    number: int
    label: Label
    text: str
    source: Label


@dataclass(frozen=True)
class Citation:
    """A document that a result rests on, and what of it."""

    title: Label
    part: str = ""


@dataclass(frozen=True)
class Spec:
    """All a method says of itself; forms, checks, help and headings are made from it."""

    method: str
    version: int
    label: Label
    basis: Label
    scope: Label
    status: Label
    layers: Mapping[str, Label]
    inputs: tuple[Quantity, ...]
    outputs: tuple[Quantity, ...]
    options: tuple[Option, ...]
    equations: tuple[Equation, ...]
    tables: tuple[str, ...]
    citations: tuple[Citation, ...] = field(default_factory=tuple)

    @property
    def id(self) -> str:
        """The name under which the method is asked for, such as ``gz_ticket_v1``."""
        return f"{self.method}_v{self.version}"

    def option(self, name: str) -> Option | None:
        """The option of that name, if there is one."""
        return next((option for option in self.options if option.name == name), None)

    def equation(self, number: int) -> Equation:
        """The equation of that number."""
        return next(equation for equation in self.equations if equation.number == number)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: a page of documentation as data, both languages."""
        return {
            "id": self.id,
            "label": _both(self.label),
            "basis": _both(self.basis),
            "scope": _both(self.scope),
            "status": _both(self.status),
            "layers": {name: _both(label) for name, label in self.layers.items()},
            "inputs": [_quantity(q) for q in self.inputs],
            "outputs": [_quantity(q) for q in self.outputs],
            "options": [
                {
                    "name": o.name,
                    "label": _both(o.label),
                    "kind": o.kind,
                    "default": None if o.default is None else str(o.default),
                    "choices": list(o.choices),
                    "unit": o.unit,
                    "help": _both(o.help),
                }
                for o in self.options
            ],
            "equations": [
                {
                    "number": e.number,
                    "label": _both(e.label),
                    "text": e.text,
                    "source": _both(e.source),
                }
                for e in self.equations
            ],
            "tables": list(self.tables),
            "citations": [{"title": _both(c.title), "part": c.part} for c in self.citations],
        }


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "name": quantity.name,
        "label": _both(quantity.label),
        "unit": quantity.unit,
        "kind": quantity.kind,
        "low": quantity.low,
        "high": quantity.high,
        "required": quantity.is_required,
        "positive": quantity.is_positive,
    }
