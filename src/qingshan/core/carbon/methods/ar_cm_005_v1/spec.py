"""What the national method of bamboo management AR-CM-005-V01 takes, gives and rests on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from qingshan.core.carbon.formulas import bamboo, baseline, closing, emission, stock
from qingshan.core.carbon.specification import (
    Citation,
    Equation,
    Option,
    Parameter,
    Quantity,
    Rule,
    Spec,
    Step,
)
from qingshan.core.kernel.label import Label

_CANOPY = Label("竹林郁闭度", "closure of the bamboo")
_TREES = Label("乔木郁闭度", "closure of trees among the bamboo")


def _limit(name: str, label: Label, unit: str, key: str) -> Parameter:
    return Parameter(
        name, label, unit, bamboo.TABLE, f"{key}|竹 definition", "value", bamboo.BAMBOO
    )


SPEC = Spec(
    method="ar_cm_005",
    version=1,
    label=Label("竹林经营碳汇（AR-CM-005-V01）", "Bamboo management (AR-CM-005-V01)"),
    basis=Label(
        "AR-CM-005-V01《竹林经营碳汇项目方法学》，2016 年；手头只有适用条件摘要，公式凭记忆录入。",
        "Method of 2016; a summary of the conditions is at hand, the equations are recalled.",
    ),
    scope=Label(
        "竹林的经营；只计地上与地下生物质；按各龄级立竹株数计量；泄漏为零。",
        "Management of bamboo; living biomass only, by counts of culms of each age; leakage is "
        "nothing.",
    ),
    status=Label(
        "草案：公式须与方法学原文逐条核对后方可用于签发",
        "draft: to be held against the document before anything is credited",
    ),
    kinds=(replace(bamboo.KIND, option=""),),
    inputs=(
        stock.KEY,
        stock.GROUP,
        stock.LEVEL,
        stock.AREA,
        stock.AREA_T1,
        Quantity("canopy", _CANOPY, "1", low=0.0, high=1.0, decimals=2),
        Quantity("tree_closure", _TREES, "1", low=0.0, high=1.0, decimals=2),
        *bamboo.INPUTS,
        emission.NITROGEN_USED,
        emission.EMISSION,
    ),
    quantities=(
        *bamboo.QUANTITIES,
        *emission.FERTILISER_QUANTITIES,
        emission.ALL_EMISSION,
        baseline.BASELINE,
        *closing.QUANTITIES,
    ),
    outputs=closing.OUTPUTS,
    parameters=(*bamboo.PARAMETERS, *emission.FERTILISER_PARAMETERS),
    options=(
        bamboo.BAMBOO_BY,
        Option(
            "baseline_removal",
            Label("原经营方式下的清除量", "removal under the former management"),
            "number",
            Decimal(0),
            low=Decimal(0),
            high=Decimal(40),
            unit="tCO2/ha/yr",
            help=Label(
                "原经营方式下竹林结构已稳定的为零。",
                "Nothing where the stand was in a steady state as managed before.",
            ),
        ),
        *closing.OPTIONS_WITHOUT_RISK,
        emission.FERTILISER,
        emission.N2O,
        emission.GWP,
    ),
    equations=(
        stock.area_equation(1),
        *bamboo.bamboo_equations(2),
        closing.pools_equation(5, {"bamboo": ""}),
        *emission.fertiliser_equations(6),
        emission.emission_equation(8, "emission_t", "fertiliser_t?fertiliser"),
        baseline.rate_equation(9, bamboo.SOURCE),
        Equation(
            10,
            Label("扣减前减排量", "removal before deductions"),
            "R_s = (C_s,t2 − C_s,t1) · 44/12 − BSL_s − GHG_E,s; LK = 0",
            bamboo.SOURCE,
            (Step("gross_t", ("carbon_t1_tc", "carbon_t2_tc", "baseline_t", "ghg_t")),),
        ),
        *closing.closing_equations(11, bamboo.SOURCE, with_risk=False),
    ),
    scheme="AR-CM-001/003 step",
    rules=(
        Rule(
            "area_min",
            Label("竹林面积", "area of the bamboo"),
            "area_ha",
            "at least",
            _limit("area_min", Label("最小面积", "least area"), "ha", "min_area"),
            bamboo.SOURCE,
        ),
        Rule(
            "canopy_min",
            _CANOPY,
            "canopy",
            "at least",
            _limit("canopy_min", Label("最低郁闭度", "lowest closure"), "1", "min_canopy"),
            bamboo.SOURCE,
        ),
        Rule(
            "tree_closure_max",
            _TREES,
            "tree_closure",
            "below",
            _limit("tree_closure_max", Label("乔木郁闭度上限", "limit"), "1", "max_tree_closure"),
            bamboo.SOURCE,
        ),
    ),
    conditions=(
        Label("成竹高度不低于 2 米，胸径不小于 2 厘米", "culms of at least 2 m and 2 cm"),
        Label("不属于湿地", "no wetland"),
        Label("不移除枯落物", "litter stays"),
        Label("松土除草只带状或块状进行", "soil is worked in strips or patches only"),
    ),
    citations=(
        Citation(bamboo.SOURCE, "conditions read in a summary; equations recalled"),
        Citation(bamboo.NATIONAL, "biomass per area"),
    ),
)
