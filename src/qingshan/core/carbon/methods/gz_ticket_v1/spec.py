"""What the method of the forestry carbon ticket, version 1, takes, gives and rests on."""

from __future__ import annotations

from decimal import Decimal

from qingshan.core.carbon.formulas import bamboo, baseline, closing, emission, shrub, stock
from qingshan.core.carbon.specification import (
    Citation,
    Equation,
    Option,
    Parameter,
    Spec,
    Step,
)
from qingshan.core.kernel.label import Label

_PRACTICE = Label(
    "由三明、毕节等地碳票实践推得（尚未见省级方法学原文）",
    "inferred from the practice of tickets in Sanming and Bijie (no official text at hand)",
)
_WHERE_ALLOWED = Label(
    "地方规则允许时方可打开（毕节办法计入灌木林）；默认不计。",
    "Only where the local rule allows it (Bijie counts shrub); off by default.",
)

SPEC = Spec(
    method="gz_ticket",
    version=1,
    label=Label(
        "林业碳票碳减排量计量方法（蓄积量差值法）", "Forestry carbon ticket, stock difference"
    ),
    basis=Label(
        "《贵州省林业碳票管理办法（试行）》所称计量方法；原文未见，公式按已公布的碳票实践推得。",
        "The method meant by Guizhou's trial rules on forestry carbon tickets; the text is not "
        "at hand, the formulas are inferred from published tickets.",
    ),
    scope=Label(
        "权属清晰的乔木林小班，只计地上与地下生物质碳库的变化；"
        "地方规则允许时可以选项计入竹林、灌木林。",
        "Arbor sub-compartments with clear title; change of above- and below-ground biomass "
        "only; bamboo and shrub by option where the local rule allows.",
    ),
    status=Label("草案，尚未经主管部门发布", "draft, not published by an authority"),
    kinds=(*stock.KINDS, bamboo.KIND, shrub.KIND),
    inputs=(*stock.PLACE, *stock.STOCK, *bamboo.INPUTS, *shrub.INPUTS, emission.EMISSION),
    quantities=(
        *stock.QUANTITIES,
        *bamboo.QUANTITIES,
        *shrub.QUANTITIES,
        baseline.BASELINE,
        *closing.QUANTITIES,
    ),
    outputs=closing.OUTPUTS,
    parameters=(*stock.PARAMETERS, *bamboo.PARAMETERS, *shrub.PARAMETERS),
    options=(
        Option(
            "baseline",
            Label("基线", "baseline"),
            "choice",
            "stock_t1",
            ("stock_t1", "scenario"),
            help=Label(
                "stock_t1：以期初碳储量为基线，期内增长全部计入；scenario：另扣基线情景下的清除量。",
                "stock_t1: the stock at t1 is the baseline and all growth counts; scenario: a "
                "baseline removal is subtracted.",
            ),
        ),
        Option(
            "baseline_removal",
            Label("基线清除量", "baseline removal"),
            "number",
            low=Decimal(0),
            high=Decimal(40),
            unit="tCO2/ha/yr",
            help=Label("基线为 scenario 时必填。", "Required when the baseline is a scenario."),
            when=("baseline", "scenario"),
            is_needed=True,
        ),
        *closing.OPTIONS,
        Option(
            "bamboo",
            Label("计入竹林", "count bamboo"),
            "flag",
            default=False,
            help=_WHERE_ALLOWED,
        ),
        bamboo.BAMBOO_BY,
        Option(
            "shrub", Label("计入灌木林", "count shrub"), "flag", default=False, help=_WHERE_ALLOWED
        ),
        shrub.FOREST_BIOMASS,
    ),
    equations=(
        stock.factor_equation(1),
        stock.area_equation(2),
        stock.larger_equation(3),
        stock.stock_equation(4),
        *bamboo.bamboo_equations(5),
        *shrub.shrub_equations(8),
        closing.pools_equation(10, {"tree": "", "bamboo": "bamboo", "shrub": "shrub"}),
        baseline.rate_equation(11, _PRACTICE),
        Equation(
            12,
            Label("扣减前减排量", "removal before deductions"),
            "R_s = (C_s,t2 − C_s,t1) · 44/12 − BSL_s − GHG_E,s",
            _PRACTICE,
            (Step("gross_t", ("carbon_t1_tc", "carbon_t2_tc", "baseline_t", "emission_t")),),
        ),
        *closing.closing_equations(13, stock.AR_CM),
    ),
    scheme="AR-CM-001/003 step",
    risk=Parameter(
        "risk",
        Label("非持久性风险扣减 K_RISK", "deduction for non-permanence K_RISK"),
        "%",
        "registry.ticket",
        "ticket",
        "k_risk_ticket",
    ),
    citations=(
        Citation(stock.AR_CM, "Eq. 1, 4, 9, 13"),
        Citation(
            Label("《三明林业碳票碳减排量计量方法》", "Sanming method of forestry carbon tickets"),
            "practice of the stock difference; text not at hand",
        ),
        Citation(
            Label(
                "《毕节市林业碳票碳减排量计量方法（试行）》", "Bijie trial method of carbon tickets"
            ),
            "five-year period, shrub as a layer; text not at hand",
        ),
    ),
)
