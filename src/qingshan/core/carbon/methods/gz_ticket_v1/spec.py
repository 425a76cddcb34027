"""What the method of the forestry carbon ticket, version 1, takes, gives and rests on."""

from __future__ import annotations

from decimal import Decimal

from qingshan.core.carbon.specification import Citation, Equation, Option, Quantity, Spec
from qingshan.core.kernel.label import Label

_AR_CM = Label(
    "AR-CM-001-V01《碳汇造林项目方法学》（凭记忆，形式与 CDM 造林再造林工具一致）",
    "AR-CM-001-V01 Carbon sink afforestation (recalled; the form equals the CDM A/R tools)",
)
_PRACTICE = Label(
    "由三明、毕节等地碳票实践推得（尚未见省级方法学原文）",
    "inferred from the practice of tickets in Sanming and Bijie (no official text at hand)",
)
_HOUSE = Label("本平台规则：整数与保守性", "rule of this platform: integers, conservativeness")

_ALL_FOREST = Label("乔木林地", "arbor forest")
_YOUNG = Label("未成林地", "young forest land")

BASELINES = ("stock_t1", "scenario")
SCHEMES = ("AR-CM-001/003 step",)

SPEC = Spec(
    method="gz_ticket",
    version=1,
    label=Label(
        "林业碳票碳减排量计量方法（蓄积量差值法）", "Forestry carbon ticket, stock difference"
    ),
    basis=Label(
        "《贵州省林业碳票管理办法（试行）》所称计量方法；原文未见，公式按已公布的碳票实践推得。",
        "The method meant by Guizhou's trial rules on forestry carbon tickets; the text is not "
        "at hand, the "
        "formulas are inferred from published tickets.",
    ),
    scope=Label(
        "权属清晰的乔木林小班，只计地上与地下生物质碳库的变化；竹林、灌木林不在本版范围内。",
        "Arbor sub-compartments with clear title; change of above- and below-ground biomass "
        "only; bamboo and "
        "shrub are outside this version.",
    ),
    status=Label("草案，尚未经主管部门发布", "draft, not published by an authority"),
    layers={
        "tree": _ALL_FOREST,
        "young plantation": _YOUNG,
        "young closed area": _YOUNG,
        "young": _YOUNG,
    },
    inputs=(
        Quantity("compartment", Label("小班编号", "key"), kind="text"),
        Quantity("group", Label("树种参数组", "species group"), kind="text"),
        Quantity("group_t1", Label("前期树种参数组", "earlier species group"), kind="text"),
        Quantity("area_ha", Label("面积", "area"), "ha", low=0.0, is_positive=True),
        Quantity("area_t1_ha", Label("前期面积", "earlier area"), "ha", low=0.0, is_required=False),
        Quantity("volume_t1_m3_ha", Label("期初蓄积", "stock at t1"), "m3/ha", low=0.0),
        Quantity("volume_t2_m3_ha", Label("期末蓄积", "stock at t2"), "m3/ha", low=0.0),
        Quantity("emission_t", Label("期内排放", "emission of the period"), "tCO2e", low=0.0),
    ),
    outputs=(
        Quantity("carbon_t1_tc", Label("期初碳储量", "carbon stock at t1"), "tC"),
        Quantity("carbon_t2_tc", Label("期末碳储量", "carbon stock at t2"), "tC"),
        Quantity("gross_unit", Label("扣减前减排量", "removal before deductions"), "0.0001 tCO2e"),
        Quantity("removal_unit", Label("减排量", "removal"), "0.0001 tCO2e"),
    ),
    options=(
        Option(
            "baseline",
            Label("基线", "baseline"),
            "choice",
            "stock_t1",
            BASELINES,
            help=Label(
                "stock_t1：以期初碳储量为基线，期内增长全部计入；scenario：另扣基线情景下的清除量。",
                "stock_t1: the stock at t1 is the baseline and all growth counts; scenario: a "
                "baseline removal is "
                "subtracted.",
            ),
        ),
        Option(
            "baseline_removal",
            Label("基线清除量", "baseline removal"),
            "number",
            None,
            low=Decimal(0),
            high=Decimal(40),
            unit="tCO2/ha/yr",
            help=Label("基线为 scenario 时必填。", "Required when the baseline is a scenario."),
        ),
        Option(
            "relative_error",
            Label("相对误差（90% 可靠性）", "relative error at 90%"),
            "number",
            None,
            low=Decimal(0),
            high=Decimal(100),
            unit="%",
            help=Label(
                "蓄积量抽样的相对误差；不给出则不扣减，并在报告中提示。",
                "Of the sampled stock; without it nothing is deducted and the report says so.",
            ),
        ),
        Option(
            "risk",
            Label("非持久性风险扣减率 K_RISK", "non-permanence deduction K_RISK"),
            "number",
            None,
            low=Decimal(0),
            high=Decimal(100),
            unit="%",
            help=Label(
                "不给出则取 registry.ticket 表中的值。", "By default that of table registry.ticket."
            ),
        ),
        Option(
            "allow_yield",
            Label("放行超限产率的理由", "reason to pass a yield above the limit"),
            "text",
            None,
        ),
        Option(
            "allow_low_confidence",
            Label("试算时允许可信度 L 的参数", "allow parameters of confidence L for a trial"),
            "flag",
            default=False,
        ),
    ),
    equations=(
        Equation(
            1,
            Label("单位蓄积含碳量", "carbon per unit of growing stock"),
            "k_g = SVD_g · BEF_g · (1 + RSR_g) · CF_g",
            _AR_CM,
        ),
        Equation(
            2,
            Label("小班碳储量", "carbon stock of a sub-compartment"),
            "C_s,t = A_s · V_s,t · k_g，A_s = min(A_s,t1, A_s,t2)，期初 k = max(k_g(t1), k_g(t2))",
            _AR_CM,
        ),
        Equation(
            3,
            Label("扣减前减排量", "removal before deductions"),
            "R_s = (C_s,t2 − C_s,t1) · 44/12 − b · A_s · T − GHG_E,s",
            _PRACTICE,
        ),
        Equation(
            4,
            Label("扣减系数", "factor of deductions"),
            "f_s = (1 − D_UNC)(1 − K_RISK)，R_s ≥ 0；f_s = 1 + D_UNC，R_s < 0",
            _AR_CM,
        ),
        Equation(
            5,
            Label("小班减排量", "removal of a sub-compartment"),
            "CR_s = round_half_even(R_s · f_s · 10000)，单位 0.0001 t",
            _HOUSE,
        ),
        Equation(6, Label("减排量", "removal"), "CR = Σ_s CR_s", _HOUSE),
        Equation(7, Label("签发量", "quantity issued"), "Q = ⌊CR / 10000⌋ t", _HOUSE),
    ),
    tables=("carbon.species_group", "carbon.uncertainty_discount"),
    citations=(
        Citation(_AR_CM, "Eq. 1, 2, 4"),
        Citation(
            Label("《三明林业碳票碳减排量计量方法》", "Sanming method of forestry carbon tickets"),
            "practice of the stock difference; text not at hand",
        ),
        Citation(
            Label(
                "《毕节市林业碳票碳减排量计量方法（试行）》", "Bijie trial method of carbon tickets"
            ),
            "five-year period; text not at hand",
        ),
    ),
)
