"""Growing stock into carbon: the volume method of trees, with its quantities and parameters."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.specification import Equation, Layer, Parameter, Quantity, Step
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)

AR_CM = Label(
    "AR-CM-001-V01《碳汇造林项目方法学》（凭记忆，形式与 CDM 造林再造林工具一致）",
    "AR-CM-001-V01 Carbon sink afforestation (recalled; the form equals the CDM A/R tools)",
)
HOUSE = Label("本平台规则：整数与保守性", "rule of this platform: integers, conservativeness")

TREE = "tree"
GROUP_TABLE = "carbon.species_group"

PARAMETERS = (
    Parameter(
        "svd",
        Label("基本木材密度 SVD", "basic wood density SVD"),
        "t/m3",
        GROUP_TABLE,
        "{group}",
        "svd",
    ),
    Parameter(
        "bef",
        Label("生物量扩展因子 BEF", "biomass expansion factor BEF"),
        "1",
        GROUP_TABLE,
        "{group}",
        "bef",
    ),
    Parameter(
        "rsr", Label("根茎比 RSR", "root-to-shoot ratio RSR"), "1", GROUP_TABLE, "{group}", "rsr"
    ),
    Parameter("cf", Label("含碳率 CF", "carbon fraction CF"), "tC/t", GROUP_TABLE, "{group}", "cf"),
)

_YOUNG = Label("未成林地", "young forest land")
KINDS = (
    Layer("tree", Label("乔木林地", "arbor forest"), TREE),
    Layer("young plantation", _YOUNG, TREE),
    Layer("young closed area", _YOUNG, TREE),
    Layer("young", _YOUNG, TREE),
)

KEY = Quantity("compartment", Label("小班编号", "key"), kind="text")
LAYER = Quantity("layer", Label("林地类型", "layer"), kind="text", default=TREE)
LEVEL = Quantity("level", Label("参数层级", "level of parameters"), kind="text", default="species")
AREA = Quantity("area_ha", Label("面积", "area"), "ha", low=0.0, is_positive=True, decimals=4)
AREA_T1 = Quantity(
    "area_t1_ha",
    Label("前期面积", "earlier area"),
    "ha",
    low=0.0,
    is_required=False,
    decimals=4,
)
GROUP = Quantity("group", Label("树种参数组", "species group"), kind="text")
GROUP_T1 = Quantity(
    "group_t1", Label("前期树种参数组", "earlier species group"), kind="text", same_as="group"
)
VOLUME_T1 = Quantity(
    "volume_t1_m3_ha",
    Label("期初蓄积", "growing stock per hectare at t1"),
    "m3/ha",
    low=0.0,
    layers=(TREE,),
    decimals=3,
)
VOLUME_T2 = Quantity(
    "volume_t2_m3_ha",
    Label("期末蓄积", "growing stock per hectare at t2"),
    "m3/ha",
    low=0.0,
    layers=(TREE,),
    decimals=3,
)
PLACE = (KEY, GROUP, GROUP_T1, LAYER, LEVEL, AREA, AREA_T1)
STOCK = (VOLUME_T1, VOLUME_T2)

FACTOR = Quantity("factor_tc_m3", Label("单位蓄积含碳量", "carbon per growing stock"), "tC/m3")
FACTOR_T1 = Quantity(
    "factor_t1_tc_m3",
    Label("期初单位蓄积含碳量（取大）", "carbon per growing stock at t1, the larger"),
    "tC/m3",
)
TREE_T1 = Quantity(
    "tree_t1_tc", Label("乔木期初碳储量", "carbon in trees at t1"), "tC", layers=(TREE,)
)
TREE_T2 = Quantity(
    "tree_t2_tc", Label("乔木期末碳储量", "carbon in trees at t2"), "tC", layers=(TREE,)
)
AREA_MEASURED = Quantity("area_measured_ha", Label("计量面积", "area measured"), "ha", decimals=4)
QUANTITIES = (FACTOR, FACTOR_T1, TREE_T1, TREE_T2)


def carbon_factor(svd: float, bef: float, rsr: float, cf: float) -> float:
    """Carbon per growing stock, tC/m3.

    ``svd`` t d.m./m3, ``bef`` and ``rsr`` dimensionless, ``cf`` tC/t d.m.
    Source: AR-CM-001-V01, volume method (recalled).
    """
    return svd * bef * (1.0 + rsr) * cf


def common_area(area_ha: Number, area_t1_ha: Number) -> Number:
    """The area present at both dates, ha: the smaller, or the current if the earlier is unknown."""
    smaller: Number = np.fmin(area_ha, area_t1_ha)
    return smaller


def larger(first: Number, second: Number) -> Number:
    """The larger factor, so that another name of the same species is no growth, tC/m3."""
    factor: Number = np.maximum(first, second)
    return factor


def carbon_stock(area_ha: Number, volume_m3_ha: Number, factor_tc_m3: Number) -> Number:
    """Carbon stock in tC of ``area_ha`` hectares bearing ``volume_m3_ha``.

    Source: AR-CM-001-V01, volume method (recalled).
    """
    return area_ha * volume_m3_ha * factor_tc_m3


def factor_equation(number: int, source: Label = AR_CM) -> Equation:
    """The statement of ``carbon_factor``."""
    return Equation(
        number,
        Label("单位蓄积含碳量", "carbon per unit of growing stock"),
        "k_g = SVD_g · BEF_g · (1 + RSR_g) · CF_g",
        source,
        (Step("factor_tc_m3", ("svd", "bef", "rsr", "cf")),),
    )


def area_equation(number: int) -> Equation:
    """The statement of ``common_area``."""
    return Equation(
        number,
        Label("计量面积", "area measured"),
        "A_s = min(A_s,t1, A_s,t2)",
        HOUSE,
        (Step("area_measured_ha", ("area_ha", "area_t1_ha")),),
    )


def larger_equation(number: int) -> Equation:
    """The statement of ``larger``."""
    return Equation(
        number,
        Label("期初单位蓄积含碳量", "carbon per unit of growing stock at t1"),
        "k_s,t1 = max(k_g(t1), k_g(t2))",
        HOUSE,
        (Step("factor_t1_tc_m3", ("factor_tc_m3@group", "factor_tc_m3@group_t1")),),
    )


def stock_equation(number: int, source: Label = AR_CM, more: tuple[Step, ...] = ()) -> Equation:
    """The statement of ``carbon_stock`` at both dates, and in ``more`` of another scenario."""
    return Equation(
        number,
        Label("乔木碳储量", "carbon stock of trees"),
        "C_s,t = A_s · V_s,t · k_s,t",
        source,
        (
            Step("tree_t1_tc", ("area_measured_ha", "volume_t1_m3_ha", "factor_t1_tc_m3")),
            Step("tree_t2_tc", ("area_measured_ha", "volume_t2_m3_ha", "factor_tc_m3@group")),
            *more,
        ),
    )
