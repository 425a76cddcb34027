"""The form in which a method states itself: quantities, parameters, options, and its equations.

The equations are a graph: each step gives one quantity and takes others. The computation, the
explanation of a figure, templates, checks, forms and pages are all made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qingshan.core.carbon.statement import as_dict
from qingshan.core.kernel.label import Label

NOTHING = Label("", "")
GROUP = "{group}"

When = tuple[str, str | bool]
"""The name of an option and the value under which something holds."""

RATES: Mapping[str, Label] = {
    "years": Label("监测期年数 T", "years of the period T"),
    "uncertainty": Label("不确定性扣减 D_UNC", "deduction for uncertainty D_UNC"),
    "risk": Label("非持久性风险扣减 K_RISK", "deduction for non-permanence K_RISK"),
}
"""What every run knows besides columns, parameters and options; rates are fractions."""


@dataclass(frozen=True)
class Quantity:
    """A figure of a sub-compartment, given or computed: its name ends in its unit.

    ``default`` holds where the column is absent, ``same_as`` names the column that stands in for
    it; with ``layers`` it is asked of those pools only and is nothing in the rows of all others.
    """

    name: str
    label: Label
    unit: str = ""
    kind: str = "number"
    low: float | None = None
    high: float | None = None
    is_required: bool = True
    is_positive: bool = False
    default: float | str | None = None
    same_as: str = ""
    layers: tuple[str, ...] = ()
    decimals: int = 6

    @property
    def short(self) -> str:
        """The name without its unit, as ids of figures have it: ``carbon_t1`` of ``carbon_t1_tc``.

        Of ``0.0001 tCO2e`` the name keeps its ending: ``removal_unit``.
        """
        words = self.unit.lower().replace("co2e", "").replace("co2", "").replace("/", "_")
        return self.name.removesuffix(f"_{words}") if words else self.name

    @property
    def may_be_absent(self) -> bool:
        """Whether a survey may go without the column."""
        return bool(self.default is not None or self.same_as or not self.is_required)


@dataclass(frozen=True)
class Parameter:
    """A dated value of a table; ``key`` and ``row`` may name options in braces, or ``{group}``.

    A row rests on it where its layer is of the ``pool``, or where the input ``where`` is not zero.
    """

    name: str
    label: Label
    unit: str
    table: str
    key: str
    row: str
    pool: str = "tree"
    where: str = ""

    @property
    def by_group(self) -> bool:
        """Whether each species group has a value of its own."""
        return GROUP in self.key


@dataclass(frozen=True)
class Option:
    """A choice left open by the method; ``default`` holds when the caller says nothing.

    With ``when`` it is in force only beside that value of another option, and then needed where
    ``is_needed``; out of force it counts as nothing. With ``pools`` it is needed where these occur.
    """

    name: str
    label: Label
    kind: str
    default: str | Decimal | bool | None = None
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    help: Label = NOTHING
    when: When | None = None
    is_needed: bool = False
    pools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One use of an equation: the quantity given and what it takes, in the formula's order.

    A taken name may be ``name@column`` (the value of the species group in that column) and may end
    in ``?option`` (taken only while that flag is set).
    """

    gives: str
    takes: tuple[str, ...]
    when: When | None = None


@dataclass(frozen=True)
class Equation:
    """One formula as the method numbers it, with its source and the steps that use it.

    An equation of the whole (a sum over sub-compartments) is stated without steps.
    """

    number: int
    label: Label
    text: str
    source: Label
    steps: tuple[Step, ...] = ()
    gives: str = ""


@dataclass(frozen=True)
class Layer:
    """A kind of land that the method measures, by its pool; ``option`` names the flag it needs."""

    code: str
    label: Label
    pool: str
    option: str = ""


@dataclass(frozen=True)
class Rule:
    """A condition of applicability that the data can show: a quantity against a dated limit.

    ``per_unit`` brings the quantity into the unit of the limit; an unknown value is refused.
    """

    name: str
    label: Label
    quantity: str
    relation: str
    limit: Parameter
    source: Label
    per_unit: float = 1.0
    layers: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True)
class Citation:
    """A document that a result rests on, and what of it."""

    title: Label
    part: str = ""


@dataclass(frozen=True)
class Spec:
    """All a method says of itself.

    ``quantities`` are computed on the way, ``outputs`` are kept in the run; ``scheme`` names the
    steps of the uncertainty deduction, ``risk`` the row of the risk deduction; ``conditions`` are
    what applicability asks beyond the data.
    """

    method: str
    version: int
    label: Label
    basis: Label
    scope: Label
    status: Label
    kinds: tuple[Layer, ...]
    inputs: tuple[Quantity, ...]
    outputs: tuple[Quantity, ...]
    options: tuple[Option, ...]
    equations: tuple[Equation, ...]
    quantities: tuple[Quantity, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    scheme: str = ""
    risk: Parameter | None = None
    rules: tuple[Rule, ...] = ()
    conditions: tuple[Label, ...] = ()
    citations: tuple[Citation, ...] = field(default_factory=tuple)

    @property
    def id(self) -> str:
        """The name under which the method is asked for, such as ``gz_ticket_v1``."""
        return f"{self.method}_v{self.version}"

    @property
    def layers(self) -> Mapping[str, Label]:
        """Every layer that the method can measure, those that need an option included."""
        return {kind.code: kind.label for kind in self.kinds}

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that a result may rest on."""
        named = [p.table for p in (*self.parameters, *(rule.limit for rule in self.rules))]
        named += ["carbon.uncertainty_discount"] if self.scheme else []
        named += [self.risk.table] if self.risk else []
        return tuple(dict.fromkeys(named))

    def admitted(self, settled: Mapping[str, Any]) -> Mapping[str, Layer]:
        """The layers that count under these options, by code."""
        return {k.code: k for k in self.kinds if not k.option or settled.get(k.option)}

    def option(self, name: str) -> Option | None:
        """The option of that name, if there is one."""
        return next((option for option in self.options if option.name == name), None)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, if there is one."""
        return next((each for each in self.parameters if each.name == name), None)

    def quantity(self, name: str) -> Quantity | None:
        """The input, computed or kept quantity of that name, if there is one."""
        every = (*self.inputs, *self.quantities, *self.outputs)
        return next((each for each in every if each.name == name), None)

    def equation(self, number: int) -> Equation:
        """The equation of that number."""
        return next(equation for equation in self.equations if equation.number == number)

    def giving(self, name: str) -> Equation | None:
        """The equation of the whole that gives ``name``: ``removal``, ``issuable``."""
        return next((equation for equation in self.equations if equation.gives == name), None)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: a page of documentation as data, both languages."""
        told: dict[str, Any] = {"id": self.id, **as_dict(self)}
        told["layers"] = as_dict(dict(self.layers))
        told["tables"] = list(self.tables)
        return told
