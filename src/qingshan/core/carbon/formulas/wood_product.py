"""Harvested wood products: the carbon of timber that is still in use after the horizon."""

from __future__ import annotations

from decimal import Decimal
from math import exp, log
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.formulas.closing import CO2_PER_C
from qingshan.core.carbon.formulas.stock import TREE
from qingshan.core.carbon.specification import Equation, Option, Parameter, Quantity, Step
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)

SOURCE = Label(
    "AR-CM-003-V01《森林经营碳汇项目方法学》（凭记忆）",
    "AR-CM-003-V01 Forest management (recalled)",
)
TABLE = "carbon.wood_product"
HARVEST = "harvest_m3"
PERCENT = 100.0


def _parameter(name: str, label: Label, unit: str, key: str) -> Parameter:
    return Parameter(name, label, unit, TABLE, key, "value", "", HARVEST)


PARAMETERS = (
    _parameter(
        "wood_waste", Label("加工损耗 WW", "waste of processing WW"), "1", "all|WW_developing"
    ),
    _parameter("wood_horizon", Label("使用年限界 WT", "horizon of use WT"), "yr", "all|WT"),
    _parameter(
        "wood_life", Label("产品使用寿命 LT", "life of the product LT"), "yr", "{wood_product}|LT"
    ),
)
INPUTS = (
    Quantity(
        HARVEST,
        Label("期内采伐并用于产品的树干材积", "stem volume harvested for products in the period"),
        "m3",
        low=0.0,
        default=0.0,
        layers=(TREE,),
        decimals=3,
    ),
)
QUANTITIES = (
    Quantity("kept", Label("仍在使用的比例 OF", "share still in use OF"), "1"),
    Quantity(
        "products_t", Label("木质林产品碳储量", "carbon in wood products"), "tCO2", layers=(TREE,)
    ),
)
OPTIONS = (
    Option(
        "wood_products",
        Label("计入木质林产品", "count harvested wood products"),
        "flag",
        default=False,
    ),
    Option(
        "wood_product",
        Label("木材的主要用途", "main use of the timber"),
        "choice",
        "sawnwood",
        ("sawnwood", "panels", "building", "furniture", "packaging", "paper"),
        when=("wood_products", True),
    ),
    Option(
        "wood_turnout",
        Label("出材率 TOR", "share of the stem that becomes the product TOR"),
        "number",
        low=Decimal(0),
        high=Decimal(100),
        unit="%",
        help=Label("计入木质林产品时必填。", "Needed where wood products are counted."),
        when=("wood_products", True),
        is_needed=True,
    ),
)


def share_in_use(horizon_yr: float, life_yr: float) -> float:
    """Share of a product still in use after the horizon: OF = exp(−ln 2 · WT / LT).

    Source: AR-CM-003-V01, wood products (recalled).
    """
    return exp(-log(2.0) * horizon_yr / life_yr)


def products(*volume_and_factors: Number) -> Number:
    """Carbon in wood products, tCO2, of a stem volume harvested (m3).

    Taken in order: volume m3, SVD t d.m./m3, CF tC/t, TOR %, WW and OF as fractions.
    Source: AR-CM-003-V01, wood products (recalled).
    """
    volume_m3, svd, carbon_fraction, turnout_percent, waste, kept = volume_and_factors
    carbon = volume_m3 * svd * carbon_fraction * CO2_PER_C
    return carbon * (turnout_percent / PERCENT) * (1.0 - waste) * kept


def product_equations(first: int) -> tuple[Equation, Equation]:
    """The statements of ``share_in_use`` and ``products``."""
    return (
        Equation(
            first,
            Label("仍在使用的比例", "share still in use"),
            "OF = exp(−ln 2 · WT / LT)",
            SOURCE,
            (Step("kept", ("wood_horizon", "wood_life")),),
        ),
        Equation(
            first + 1,
            Label("木质林产品碳储量", "carbon in wood products"),
            "HWP_s = V_H,s · SVD_g · CF_g · 44/12 · TOR · (1 − WW) · OF",
            SOURCE,
            (
                Step(
                    "products_t",
                    (HARVEST, "svd@group", "cf@group", "wood_turnout", "wood_waste", "kept"),
                ),
            ),
        ),
    )


PRODUCT_FORMULAS = (share_in_use, products)
