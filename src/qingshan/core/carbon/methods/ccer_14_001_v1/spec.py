"""What the national afforestation method CCER-14-001-V01 takes, gives and rests on."""

from __future__ import annotations

from dataclasses import replace

from qingshan.core.carbon.formulas import bamboo, closing, emission, shrub, stock
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

CCER = Label(
    "CCER-14-001-V01《温室气体自愿减排项目方法学 造林碳汇》（适用条件已查阅，公式凭记忆）",
    "CCER-14-001-V01 Afforestation (conditions read, equations recalled)",
)
ELIGIBILITY = "carbon.eligibility"
SQUARE_METRE_PER_HECTARE = 10_000.0


def _patch(name: str, row: str, *, early: bool) -> Rule:
    return Rule(
        name,
        Label("地块连续面积", "continuous area of a parcel"),
        "area_ha",
        "at least",
        Parameter(name, Label("最小面积", "least area"), "m2", ELIGIBILITY, "CCER-14-001", row),
        CCER,
        per_unit=SQUARE_METRE_PER_HECTARE,
        when=("started_by_2019", early),
    )


SPEC = Spec(
    method="ccer_14_001",
    version=1,
    label=Label("造林碳汇（CCER-14-001-V01）", "Afforestation (CCER-14-001-V01)"),
    basis=Label(
        "《温室气体自愿减排项目方法学 造林碳汇（CCER-14-001-V01）》，2023 年；"
        "手头只有首页的适用条件，公式与扣减凭记忆录入。",
        "National method of 2023; only the page of applicability is at hand, equations and "
        "deductions are recalled.",
    ),
    scope=Label(
        "乔木、竹子和灌木造林；只计地上与地下生物质；基线清除量与泄漏为零；计火烧的甲烷和氧化亚氮。",
        "Afforestation with trees, bamboo and shrub; above- and below-ground biomass only; "
        "baseline and leakage are nothing; CH4 and N2O of fire are counted.",
    ),
    status=Label(
        "草案：公式须与方法学原文逐条核对后方可用于签发",
        "draft: to be held against the document before anything is credited",
    ),
    kinds=(*stock.KINDS, bamboo.KIND, shrub.KIND),
    inputs=(
        *stock.PLACE,
        *stock.STOCK,
        *bamboo.INPUTS,
        *shrub.INPUTS,
        emission.BURNT_AREA,
        emission.EMISSION,
    ),
    quantities=(
        *stock.QUANTITIES,
        *bamboo.QUANTITIES,
        *shrub.QUANTITIES,
        *emission.FIRE_QUANTITIES,
        emission.ALL_EMISSION,
        *closing.QUANTITIES,
    ),
    outputs=closing.OUTPUTS,
    parameters=(
        *stock.PARAMETERS,
        *bamboo.PARAMETERS,
        *shrub.PARAMETERS,
        *emission.FIRE_PARAMETERS,
    ),
    options=(
        *closing.OPTIONS,
        Option(
            "started_by_2019",
            Label("项目于 2019 年或以前开工", "started in or before 2019"),
            "flag",
            default=False,
            help=Label(
                "开工在 2019 年或以前的，地块面积下限为 667 平方米，其后为 400 平方米。",
                "A parcel has at least 667 m² where work began by 2019, 400 m² later.",
            ),
        ),
        Option("bamboo", Label("计入竹林", "count bamboo"), "flag", default=True),
        bamboo.BAMBOO_BY,
        Option("shrub", Label("计入灌木林", "count shrub"), "flag", default=True),
        shrub.FOREST_BIOMASS,
        emission.FIRE_ZONE,
        replace(
            emission.GWP,
            default="AR5",
            help=Label("原文未见，暂取 AR5。", "The text is not at hand; AR5 for the time being."),
        ),
    ),
    equations=(
        stock.factor_equation(1),
        stock.area_equation(2),
        stock.larger_equation(3),
        stock.stock_equation(4, CCER),
        *bamboo.bamboo_equations(5),
        *shrub.shrub_equations(8),
        closing.pools_equation(10, {"tree": "", "bamboo": "bamboo", "shrub": "shrub"}),
        *emission.fire_equations(11),
        emission.emission_equation(15, "emission_t", "fire_t"),
        Equation(
            16,
            Label("项目清除量", "removal of the project"),
            "R_s = (C_s,t2 − C_s,t1) · 44/12 − GHG_E,s; CDR_BSL = 0; LK = 0",
            CCER,
            (Step("gross_t", ("carbon_t1_tc", "carbon_t2_tc", "ghg_t")),),
        ),
        *closing.closing_equations(17, CCER),
    ),
    scheme="CCER-14-001-V01 step",
    risk=Parameter(
        "risk",
        Label("非持久性风险扣减 K_RISK", "deduction for non-permanence K_RISK"),
        "%",
        "carbon.nonpermanence",
        "CCER-14-001|K_RISK",
        "value",
    ),
    rules=(
        _patch("patch_min", "patch_min_m2", early=False),
        _patch("patch_min_early", "patch_min_m2_until_2019", early=True),
    ),
    conditions=(
        Label(
            "造林前至少三年未达到森林标准的规划造林地，不含采伐迹地更新、补植、林冠下造林",
            "planned land that was no forest for at least three years before; no replanting after "
            "harvest, gap filling or planting under canopy",
        ),
        Label("权属清晰", "clear title"),
        Label("不属于湿地", "no wetland"),
        Label(
            "不移除原有散生林木；清除的灌木和胸径 2 厘米以下的竹子不超过面积的 20%",
            "scattered trees stay; shrub and bamboo below 2 cm that are cleared cover at most 20% "
            "of the area",
        ),
        Label("计入期内不重复扰动土壤", "no repeated disturbance of soil in the crediting period"),
        Label("除病虫害木外不用火烧除", "no burning except of diseased wood"),
        Label("不含经济林及非林地通道、城镇村、矿区绿化", "no economic forest or greening"),
        Label("计入期 20 至 40 年", "crediting period of 20 to 40 years"),
    ),
    citations=(
        Citation(CCER, "conditions (a)–(g); equations recalled"),
        Citation(stock.AR_CM, "Eq. 1, 9, 11–14"),
    ),
)
