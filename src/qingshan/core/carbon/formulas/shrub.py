"""Shrub: biomass by crown cover against that of the local forest, with quantities and rows."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.formulas.stock import AR_CM
from qingshan.core.carbon.specification import Equation, Layer, Option, Parameter, Quantity, Step
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]

SHRUB = "shrub"
TABLE = "carbon.shrub"
RULE = "AR-CM"
COVER = "cover_t2"
PERCENT = 100.0


KIND = Layer("shrub", Label("灌木林地", "shrub land"), SHRUB, "shrub")


def _parameter(name: str, label: Label, unit: str, row: str) -> Parameter:
    return Parameter(name, label, unit, TABLE, RULE, row, SHRUB)


def _cover(name: str, label: Label) -> Quantity:
    return Quantity(name, label, "1", low=0.0, high=1.0, default=0.0, layers=(SHRUB,), decimals=3)


PARAMETERS = (
    _parameter(
        "biomass_ratio",
        Label("灌木与森林生物量之比 BDR", "shrub to forest biomass BDR"),
        "1",
        "biomass_ratio",
    ),
    _parameter(
        "rsr_shrub", Label("灌木根茎比 R_S", "root-to-shoot ratio of shrub R_S"), "1", "root_shoot"
    ),
    _parameter("cf_shrub", Label("灌木含碳率 CF_S", "carbon fraction of shrub CF_S"), "tC/t", "cf"),
    _parameter("cover_min", Label("计入的最低盖度", "lowest cover that counts"), "%", "cover_min"),
)
INPUTS = (
    _cover("cover_t1", Label("期初灌木盖度", "crown cover of shrub at t1")),
    _cover(COVER, Label("期末灌木盖度", "crown cover of shrub at t2")),
)
QUANTITIES = (
    Quantity("shrub_tc_ha", Label("灌木全覆盖碳密度", "carbon density under full cover"), "tC/ha"),
    Quantity(
        "shrub_t1_tc", Label("灌木期初碳储量", "carbon in shrub at t1"), "tC", layers=(SHRUB,)
    ),
    Quantity(
        "shrub_t2_tc", Label("灌木期末碳储量", "carbon in shrub at t2"), "tC", layers=(SHRUB,)
    ),
)
FOREST_BIOMASS = Option(
    "forest_biomass",
    Label("当地森林平均地上生物量 b_FOREST", "mean above-ground biomass of local forest b_FOREST"),
    "number",
    low=Decimal(1),
    high=Decimal(600),
    unit="t/ha",
    help=Label(
        "有灌木林小班时必填，取当地森林资源调查的公布值，并在项目文件中注明出处。",
        "Needed where there is shrub: the published value of the local survey, with its source in "
        "the project's papers.",
    ),
    pools=(SHRUB,),
)


def shrub_density(
    forest_t_ha: float, biomass_ratio: float, root_shoot: float, carbon_fraction: float
) -> float:
    """Carbon of shrub under full cover, tC/ha.

    ``forest_t_ha`` t d.m./ha above ground, ``carbon_fraction`` tC/t d.m., the others dimensionless.
    Source: AR-CM-001-V01, shrub (recalled; equals CDM AR-TOOL14 in form).
    """
    return biomass_ratio * forest_t_ha * (1.0 + root_shoot) * carbon_fraction


def shrub_stock(
    area_ha: Floats, cover: Floats, density_tc_ha: float, cover_min_percent: float
) -> Floats:
    """Carbon in shrub, tC, of ``area_ha`` under ``cover`` (0 to 1); nothing below the lowest cover.

    Source: AR-CM-001-V01, shrub (recalled).
    """
    counted = np.where(cover * PERCENT >= cover_min_percent, cover, 0.0)
    return area_ha * counted * density_tc_ha


def shrub_equations(first: int) -> tuple[Equation, Equation]:
    """The statements of ``shrub_density`` and ``shrub_stock`` at both dates."""
    return (
        Equation(
            first,
            Label("灌木全覆盖碳密度", "carbon density of shrub under full cover"),
            "c_SHRUB = BDR · b_FOREST · (1 + R_S) · CF_S",
            AR_CM,
            (Step("shrub_tc_ha", ("forest_biomass", "biomass_ratio", "rsr_shrub", "cf_shrub")),),
        ),
        Equation(
            first + 1,
            Label("灌木碳储量", "carbon stock of shrub"),
            "C_SHRUB,s,t = A_s · CC_s,t · c_SHRUB (CC_s,t ≥ CC_min), 0 (CC_s,t < CC_min)",
            AR_CM,
            tuple(
                Step(
                    f"shrub_{era}_tc",
                    ("area_measured_ha", f"cover_{era}", "shrub_tc_ha", "cover_min"),
                )
                for era in ("t1", "t2")
            ),
        ),
    )


SHRUB_FORMULAS = (shrub_density, shrub_stock)
