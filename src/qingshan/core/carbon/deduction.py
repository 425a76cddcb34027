"""Deductions of a run: by relative error and by risk, each with the row it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qingshan.core.carbon.note import Note
from qingshan.core.carbon.options import Settled, number
from qingshan.core.carbon.parameters import read
from qingshan.core.carbon.specification import RATES, Spec
from qingshan.core.kernel.label import Label
from qingshan.core.sampling.discount import discount
from qingshan.core.tables.shelf import Shelf

TABLE = "carbon.uncertainty_discount"
PERCENT = Decimal(100)


@dataclass(frozen=True)
class Deduction:
    """One rate taken off, in per cent, and where it comes from (a table row or an option)."""

    name: str
    label: Label
    percent: Decimal
    source: dict[str, Any]

    @property
    def fraction(self) -> float:
        """The rate as a fraction."""
        return float(self.percent / PERCENT)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "label": {"zh": self.label.zh, "en": self.label.en},
            "percent": str(self.percent),
            "source": self.source,
        }

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Deduction:
        """Back from ``as_dict``."""
        label = Label(row["label"]["zh"], row["label"]["en"])
        return cls(row["name"], label, Decimal(row["percent"]), row["source"])


def deductions(
    spec: Spec, settled: Settled, shelf: Shelf, as_of: date
) -> tuple[tuple[Deduction, ...], list[Note]]:
    """The deductions that the method makes, in the order in which its formulas take them."""
    made: list[Deduction] = []
    notes: list[Note] = []
    for wanted, find in ((spec.scheme, _uncertainty), (spec.risk, _risk)):
        if wanted:
            found, more = find(spec, settled, shelf, as_of)
            made.append(found)
            notes += more
    return tuple(made), notes


def _uncertainty(
    spec: Spec, settled: Settled, shelf: Shelf, as_of: date
) -> tuple[Deduction, list[Note]]:
    """The deduction for the relative error (90 %), by the method's steps of table
    ``carbon.uncertainty_discount``.

    A step holds above its lower bound up to and including its upper one: exactly 10 % deducts
    nothing.

    Raises
    ------
    Refused
        E-SA-09 when the error lies above every step: more plots, nothing issued.
    """
    label = RATES["uncertainty"]
    error = number(settled, "relative_error")
    if error is None:
        note = Note(
            "no-relative-error",
            "warn",
            Label(
                "未给出相对误差，没有作不确定性扣减；签发前须提供抽样精度。",
                "No relative error was given and nothing is deducted for it; sampling precision "
                "is needed before "
                "anything is issued.",
            ),
        )
        return Deduction(
            "uncertainty", label, Decimal(0), {"option": "relative_error", "given": None}
        ), [note]
    assert spec.scheme is not None, "asked only of a method with a scheme"
    step = discount(shelf, spec.scheme, error, as_of, allow_low=True)
    source = {**step.row, "option": "relative_error", "given": str(error)}
    return Deduction("uncertainty", label, step.percent, source), []


def _risk(spec: Spec, settled: Settled, shelf: Shelf, as_of: date) -> tuple[Deduction, list[Note]]:
    """Non-permanence: the option, or the method's own row; a row set by the house says so."""
    label = RATES["risk"]
    given = number(settled, "risk")
    if given is not None:
        return Deduction("risk", label, given, {"option": "risk", "given": str(given)}), []
    assert spec.risk is not None, "asked only of a method with a risk deduction"
    value = read(spec.risk, settled, shelf, as_of)
    note = Note(
        "risk-not-settled",
        "warn",
        Label(
            f"碳票的非持久性风险扣减率尚无正式文本，暂取 {value.value_text}%。",
            f"No official text gives the risk deduction of tickets; {value.value_text}% is used "
            f"for the time being.",
        ),
    )
    return Deduction("risk", label, value.value, value.as_dict()), (
        [note] if value.basis == "set" else []
    )
