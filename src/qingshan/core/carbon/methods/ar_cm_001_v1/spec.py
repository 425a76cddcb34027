"""What the national afforestation method AR-CM-001-V01 takes, gives and rests on."""

from __future__ import annotations

from decimal import Decimal

from qingshan.core.carbon.formulas import baseline, closing, emission, shrub, stock
from qingshan.core.carbon.specification import (
    Citation,
    Equation,
    Option,
    Parameter,
    Rule,
    Spec,
    Step,
)
from qingshan.core.kernel.label import Label

SPEC = Spec(
    method="ar_cm_001",
    version=1,
    label=Label("碳汇造林（AR-CM-001-V01）", "Carbon sink afforestation (AR-CM-001-V01)"),
    basis=Label(
        "AR-CM-001-V01《碳汇造林项目方法学》，2013 年；手头只有引言，公式凭记忆录入。",
        "Method of 2013; only its introduction is at hand, the equations are recalled.",
    ),
    scope=Label(
        "2005 年 2 月 16 日以来无林地上的造林；乔木，可选灌木；只计地上与地下生物质；泄漏为零。",
        "Afforestation of land without forest since 16 February 2005; trees, shrub by option; "
        "living biomass only; leakage is nothing.",
    ),
    status=Label(
        "草案：公式须与方法学原文逐条核对后方可用于签发",
        "draft: to be held against the document before anything is credited",
    ),
    kinds=(*stock.KINDS, shrub.KIND),
    inputs=(
        *stock.PLACE,
        *stock.STOCK,
        *shrub.INPUTS,
        emission.BURNT_AREA,
        emission.EMISSION,
    ),
    quantities=(
        *stock.QUANTITIES,
        *shrub.QUANTITIES,
        *emission.FIRE_QUANTITIES,
        emission.ALL_EMISSION,
        baseline.BASELINE,
        *closing.QUANTITIES,
    ),
    outputs=closing.OUTPUTS,
    parameters=(*stock.PARAMETERS, *shrub.PARAMETERS, *emission.FIRE_PARAMETERS),
    options=(
        Option(
            "baseline_removal",
            Label("原有散生木和灌木的基线清除量", "baseline removal of what stood there"),
            "number",
            Decimal(0),
            low=Decimal(0),
            high=Decimal(40),
            unit="tCO2/ha/yr",
            help=Label(
                "原有植被按规定清除或稀少时为零。",
                "Nothing where it was cleared as the rules allow, or is scarce.",
            ),
        ),
        *closing.OPTIONS_WITHOUT_RISK,
        Option("shrub", Label("计入灌木", "count shrub"), "flag", default=False),
        shrub.FOREST_BIOMASS,
        emission.FIRE_ZONE,
        emission.GWP,
    ),
    equations=(
        stock.factor_equation(1),
        stock.area_equation(2),
        stock.larger_equation(3),
        stock.stock_equation(4),
        *shrub.shrub_equations(5),
        closing.pools_equation(7, {"tree": "", "shrub": "shrub"}),
        *emission.fire_equations(8),
        emission.emission_equation(12, "emission_t", "fire_t"),
        baseline.rate_equation(13, stock.AR_CM),
        Equation(
            14,
            Label("扣减前减排量", "removal before deductions"),
            "R_s = (C_s,t2 − C_s,t1) · 44/12 − BSL_s − GHG_E,s; LK = 0",
            stock.AR_CM,
            (Step("gross_t", ("carbon_t1_tc", "carbon_t2_tc", "baseline_t", "ghg_t")),),
        ),
        *closing.closing_equations(15, stock.AR_CM, with_risk=False),
    ),
    scheme="AR-CM-001/003 step",
    rules=(
        Rule(
            "patch_min",
            Label("地块面积", "area of a parcel"),
            "area_ha",
            "at least",
            Parameter(
                "patch_min",
                Label("最小面积", "least area"),
                "m2",
                "carbon.eligibility",
                "forest",
                "patch_min_m2",
            ),
            stock.AR_CM,
            per_unit=10_000.0,
        ),
    ),
    conditions=(
        Label("2005 年 2 月 16 日以来的无林地", "land without forest since 16 February 2005"),
        Label("权属清晰", "clear title"),
        Label("不属于湿地和有机土", "no wetland, no organic soil"),
        Label("不使用火烧方式清理林地", "no clearing by fire"),
        Label("不移除枯死木、枯落物和采伐剩余物", "dead wood and litter stay"),
    ),
    citations=(Citation(stock.AR_CM, "introduction read; equations recalled"),),
)
