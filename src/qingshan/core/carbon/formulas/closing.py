"""From carbon stocks to the integer of a sub-compartment: change, deductions, rounding, totals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.formulas.stock import AREA_MEASURED, HOUSE
from qingshan.core.carbon.specification import Equation, Option, Quantity, Step
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]
Units = npt.NDArray[np.int64]
Number = TypeVar("Number", float, Floats)

CO2_PER_C = 44.0 / 12.0
"""Molar masses of CO2 and C (44 and 12 g/mol) as every method of the family writes them."""

CARBON_UNIT_PER_TONNE = 10_000.0

CARBON_T1 = Quantity("carbon_t1_tc", Label("期初碳储量", "carbon stock at t1"), "tC")
CARBON_T2 = Quantity("carbon_t2_tc", Label("期末碳储量", "carbon stock at t2"), "tC")
GROSS_UNIT = Quantity(
    "gross_unit",
    Label("扣减前减排量（取整）", "removal before deductions, rounded"),
    "0.0001 tCO2e",
)
REMOVAL_UNIT = Quantity("removal_unit", Label("减排量", "removal"), "0.0001 tCO2e")
OUTPUTS = (AREA_MEASURED, CARBON_T1, CARBON_T2, GROSS_UNIT, REMOVAL_UNIT)

CHANGE = Quantity("change_t", Label("碳储量变化", "change of carbon stock"), "tCO2")
GROSS = Quantity("gross_t", Label("扣减前减排量", "removal before deductions"), "tCO2e")
DEDUCTIONS = Quantity("deductions", Label("扣减系数", "factor of deductions"), "1")
NET = Quantity(
    "net_t", Label("扣减后减排量（未取整）", "removal after deductions, unrounded"), "tCO2e"
)
QUANTITIES = (GROSS, DEDUCTIONS, NET)

ALLOW_YIELD = Option(
    "allow_yield",
    Label("放行超限产率的理由", "reason to pass a yield above the limit"),
    "text",
    help=Label(
        "每公顷每年减排量超过上限时须写明，报告中载明。",
        "Needed above the limit of removal per hectare and year; the report says it.",
    ),
)
OVERRIDE_BY = Option(
    "override_by",
    Label("放行低可信参数的人", "person who passes parameters of low confidence"),
    "text",
    help=Label(
        "可信度 L 的参数不得据以签发；由具名的人写明理由后方可采用，报告中载明姓名与理由。",
        "A parameter of confidence L credits nothing unless a named person states a reason; the "
        "report names both.",
    ),
)
OVERRIDE_REASON = Option(
    "override_reason", Label("放行低可信参数的理由", "reason to pass them"), "text"
)
RELATIVE_ERROR = Option(
    "relative_error",
    Label("相对误差（90% 可靠性）", "relative error at 90%"),
    "number",
    low=Decimal(0),
    high=Decimal(100),
    unit="%",
    help=Label(
        "蓄积量抽样的相对误差；不给出则不扣减，并在报告中提示。",
        "Of the sampled stock; without it nothing is deducted and the report says so.",
    ),
)
RISK = Option(
    "risk",
    Label("非持久性风险扣减率 K_RISK", "non-permanence deduction K_RISK"),
    "number",
    low=Decimal(0),
    high=Decimal(100),
    unit="%",
    help=Label("不给出则取参数表中的值。", "By default that of the table of parameters."),
)
OPTIONS = (RELATIVE_ERROR, RISK, ALLOW_YIELD, OVERRIDE_BY, OVERRIDE_REASON)
OPTIONS_WITHOUT_RISK = (RELATIVE_ERROR, ALLOW_YIELD, OVERRIDE_BY, OVERRIDE_REASON)


def total_of_pools(*stocks_tc: Number) -> Number:
    """Carbon of all pools that are counted, tC."""
    whole = stocks_tc[0]
    for stock_tc in stocks_tc[1:]:
        whole = whole + stock_tc
    return whole


def removal_before_deductions(
    carbon_t1_tc: Number, carbon_t2_tc: Number, baseline_t: Number, emission_t: Number
) -> Number:
    """Removal in tCO2e; baseline removal and emission of the period in tCO2e.

    Source: AR-CM-001-V01, net removal (recalled); practice of tickets.
    """
    return (carbon_t2_tc - carbon_t1_tc) * CO2_PER_C - baseline_t - emission_t


def removal_without_baseline(
    carbon_t1_tc: Number, carbon_t2_tc: Number, emission_t: Number
) -> Number:
    """Removal in tCO2e where the baseline removal is nothing."""
    return (carbon_t2_tc - carbon_t1_tc) * CO2_PER_C - emission_t


def deduction_factor(removal_t: Floats, deduction: float, risk: float) -> Floats:
    """What a removal is multiplied by; a gain shrinks, a loss grows.

    The sign is that of the sub-compartment, so that the result of a whole is the sum of the
    results of its parts; a loss is never made smaller by the risk deduction.
    Source: AR-CM-001-V01 sampling clause (recalled).
    """
    gain = (1.0 - deduction) * (1.0 - risk)
    loss = 1.0 + deduction
    return np.where(removal_t >= 0.0, gain, loss)


def uncertainty_factor(removal_t: Floats, deduction: float) -> Floats:
    """The factor of a method without a risk deduction."""
    return deduction_factor(removal_t, deduction, 0.0)


def net_removal(removal_t: Number, factor: Number) -> Number:
    """Removal after deductions, tCO2e, unrounded."""
    return removal_t * factor


def carbon_units(removal_t: Floats) -> Units:
    """tCO2e as integers of 0.0001 t, rounded once, half to even."""
    return np.rint(removal_t * CARBON_UNIT_PER_TONNE).astype(np.int64)


def total(units: Units) -> int:
    """The integers of all sub-compartments added up, 0.0001 t."""
    return int(units.sum())


def whole_tonnes(units: int) -> int:
    """Whole tonnes that can be issued of a total; a loss carries none."""
    return max(0, units // int(CARBON_UNIT_PER_TONNE))


def pools_equation(number: int, pools: Mapping[str, str]) -> Equation:
    """The statement of ``total_of_pools``: pools by name, each with the flag that it needs."""
    takes = {
        era: tuple(
            f"{pool}_{era}_tc?{flag}" if flag else f"{pool}_{era}_tc"
            for pool, flag in pools.items()
        )
        for era in ("t1", "t2")
    }
    return Equation(
        number,
        Label("小班碳储量", "carbon stock of a sub-compartment"),
        "C_s,t = " + " + ".join(f"C_{pool},s,t" for pool in pools),
        HOUSE,
        tuple(Step(f"carbon_{era}_tc", taken) for era, taken in takes.items()),
    )


def closing_equations(first: int, source: Label, *, with_risk: bool = True) -> tuple[Equation, ...]:
    """The statements from the factor of deductions to the quantity issued, numbered on."""
    rates = ("uncertainty", "risk") if with_risk else ("uncertainty",)
    gain = "(1 − D_UNC)(1 − K_RISK)" if with_risk else "1 − D_UNC"
    return (
        Equation(
            first,
            Label("扣减系数", "factor of deductions"),
            f"f_s = {gain} (R_s ≥ 0), 1 + D_UNC (R_s < 0)",
            source,
            (Step("deductions", ("gross_t", *rates)),),
        ),
        Equation(
            first + 1,
            Label("扣减", "deducting"),
            "N_s = R_s · f_s",
            source,
            (Step("net_t", ("gross_t", "deductions")),),
        ),
        Equation(
            first + 2,
            Label("取整", "rounding"),
            "CR_s = round_half_even(N_s · 10000) [0.0001 t]",
            HOUSE,
            (Step("removal_unit", ("net_t",)), Step("gross_unit", ("gross_t",))),
        ),
        Equation(first + 3, Label("减排量", "removal"), "CR = Σ_s CR_s", HOUSE, gives="removal"),
        Equation(
            first + 4,
            Label("签发量", "quantity issued"),
            "Q = max(0, ⌊CR / 10000⌋) t",
            HOUSE,
            gives="issuable",
        ),
    )


CLOSING = (deduction_factor, net_removal, carbon_units, total, whole_tonnes)
CLOSING_WITHOUT_RISK = (uncertainty_factor, net_removal, carbon_units, total, whole_tonnes)
