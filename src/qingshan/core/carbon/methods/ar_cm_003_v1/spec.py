"""What the national method of forest management AR-CM-003-V01 takes, gives and rests on."""

from __future__ import annotations

from decimal import Decimal

from qingshan.core.carbon.formulas import baseline, closing, emission, stock, wood_product
from qingshan.core.carbon.specification import Citation, Equation, Option, Quantity, Spec, Step
from qingshan.core.kernel.label import Label

GROWTH = ("baseline", "growth")
RATE = ("baseline", "rate")

SPEC = Spec(
    method="ar_cm_003",
    version=1,
    label=Label("森林经营碳汇（AR-CM-003-V01）", "Forest management (AR-CM-003-V01)"),
    basis=Label(
        "AR-CM-003-V01《森林经营碳汇项目方法学》，2014 年；"
        "手头只有封面、前言和目录，公式凭记忆录入。",
        "Method of 2014; cover, preface and contents are at hand, the equations are recalled.",
    ),
    scope=Label(
        "人工中幼龄乔木林的经营；基线为原经营方式下的同一林分；"
        "计地上与地下生物质，可选木质林产品；泄漏为零。",
        "Management of planted young and middle-aged arbor forest; the baseline is the same stand "
        "as managed before; living biomass, wood products by option; leakage is nothing.",
    ),
    status=Label(
        "草案：公式须与方法学原文逐条核对后方可用于签发",
        "draft: to be held against the document before anything is credited",
    ),
    kinds=stock.KINDS,
    inputs=(
        *stock.PLACE,
        *stock.STOCK,
        Quantity(
            "volume_baseline_m3_ha",
            Label("原经营方式下的期末蓄积", "stock at t2 under the former management"),
            "m3/ha",
            low=0.0,
            layers=(stock.TREE,),
            decimals=3,
        ),
        *wood_product.INPUTS,
        emission.BURNT_AREA,
        emission.EMISSION,
    ),
    quantities=(
        *stock.QUANTITIES,
        Quantity(
            "tree_baseline_tc",
            Label("基线期末碳储量", "carbon at t2 in the baseline"),
            "tC",
            layers=(stock.TREE,),
        ),
        baseline.BASELINE,
        *wood_product.QUANTITIES,
        *emission.FIRE_QUANTITIES,
        emission.ALL_EMISSION,
        *closing.QUANTITIES,
    ),
    outputs=closing.OUTPUTS,
    parameters=(*stock.PARAMETERS, *wood_product.PARAMETERS, *emission.FIRE_PARAMETERS),
    options=(
        Option(
            "baseline",
            Label("基线", "baseline"),
            "choice",
            "growth",
            ("growth", "rate"),
            help=Label(
                "growth：每个小班给出原经营方式下的期末蓄积（由生长曲线推算）；rate：按每公顷每年速率。",
                "growth: each sub-compartment's stock at t2 as managed before, from growth "
                "curves; rate: per hectare and year.",
            ),
        ),
        Option(
            "baseline_removal",
            Label("基线清除量", "baseline removal"),
            "number",
            low=Decimal(0),
            high=Decimal(40),
            unit="tCO2/ha/yr",
            help=Label("基线为 rate 时必填。", "Required when the baseline is a rate."),
            when=RATE,
            is_needed=True,
        ),
        *closing.OPTIONS_WITHOUT_RISK,
        *wood_product.OPTIONS,
        emission.FIRE_ZONE,
        emission.GWP,
    ),
    equations=(
        stock.factor_equation(1),
        stock.area_equation(2),
        stock.larger_equation(3),
        stock.stock_equation(
            4,
            more=(
                Step(
                    "tree_baseline_tc",
                    ("area_measured_ha", "volume_baseline_m3_ha", "factor_tc_m3@group"),
                ),
            ),
        ),
        closing.pools_equation(5, {"tree": ""}),
        baseline.growth_equation(6, wood_product.SOURCE, GROWTH),
        baseline.rate_equation(7, wood_product.SOURCE, RATE),
        *wood_product.product_equations(8),
        *emission.fire_equations(10),
        emission.emission_equation(14, "emission_t", "fire_t"),
        Equation(
            15,
            Label("扣减前减排量", "removal before deductions"),
            "R_s = (C_s,t2 − C_s,t1) · 44/12 + HWP_s − BSL_s − GHG_E,s; LK = 0",
            wood_product.SOURCE,
            (
                Step(
                    "gross_t",
                    (
                        "carbon_t1_tc",
                        "carbon_t2_tc",
                        "baseline_t",
                        "ghg_t",
                        "products_t?wood_products",
                    ),
                ),
            ),
        ),
        *closing.closing_equations(16, wood_product.SOURCE, with_risk=False),
    ),
    scheme="AR-CM-001/003 step",
    conditions=(
        Label("人工中幼龄乔木林", "planted arbor forest, young or middle-aged"),
        Label("权属清晰", "clear title"),
        Label("不属于湿地和有机土", "no wetland, no organic soil"),
        Label(
            "不清除枯死木和枯落物，不用火烧清理", "dead wood and litter stay; no clearing by fire"
        ),
    ),
    citations=(
        Citation(wood_product.SOURCE, "cover and contents read; equations recalled"),
        Citation(stock.AR_CM, "Eq. 1, 4, 10–13"),
    ),
)
