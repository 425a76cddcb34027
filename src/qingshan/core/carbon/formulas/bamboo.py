"""Bamboo: biomass by culms of three ages, or by area where a stand is established."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.specification import (
    Equation,
    Layer,
    Option,
    Parameter,
    Quantity,
    Step,
    When,
)
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)

BAMBOO = "bamboo"
TABLE = "carbon.bamboo"
KILOGRAM_PER_TONNE = 1_000.0

SOURCE = Label(
    "AR-CM-005-V01《竹林经营碳汇项目方法学》（凭记忆）；单株生物量为湖南桃江毛竹实测值",
    "AR-CM-005-V01 Bamboo management (recalled); biomass per culm as measured on moso in Taojiang",
)
NATIONAL = Label(
    "省级温室气体清单编制指南（凭记忆）", "Guidelines for provincial inventories (recalled)"
)
CULMS: When = ("bamboo_by", "culms")
DENSITY: When = ("bamboo_by", "density")

AGES = {
    "young": ("1", Label("一年生立竹", "culms of about one year")),
    "middle": ("3", Label("三年生立竹", "culms of about three years")),
    "old": ("5", Label("五年生及以上立竹", "culms of five years and more")),
}
ERAS = {"t1": Label("期初", "at t1"), "t2": Label("期末", "at t2")}

KIND = Layer("bamboo", Label("竹林地", "bamboo forest"), BAMBOO, "bamboo")
PARAMETERS = (
    *(
        Parameter(
            f"culm_{age}",
            Label(f"{label.zh}单株生物量", f"biomass of {label.en}"),
            "kg",
            TABLE,
            f"total_per_culm|{{group}} {years} yr",
            "value",
            pool=BAMBOO,
        )
        for age, (years, label) in AGES.items()
    ),
    Parameter(
        "cf_bamboo",
        Label("竹含碳率 CF_B", "carbon fraction of bamboo CF_B"),
        "tC/t",
        TABLE,
        "cf|毛竹",
        "value",
        pool=BAMBOO,
    ),
    Parameter(
        "bamboo_density",
        Label("竹林单位面积生物量", "biomass of bamboo per area"),
        "t/ha",
        "carbon.area_density",
        "竹林|national mean",
        "total",
        pool=BAMBOO,
    ),
    Parameter(
        "bamboo_closure_min",
        Label("竹林最低郁闭度", "lowest closure of a bamboo stand"),
        "1",
        TABLE,
        "min_canopy|竹 definition",
        "value",
        pool=BAMBOO,
    ),
)
INPUTS = (
    *(
        Quantity(
            f"{age}_{era}_culms_ha",
            Label(f"{when.zh}{label.zh}每公顷株数", f"{label.en} per hectare {when.en}"),
            "culms/ha",
            low=0.0,
            layers=(BAMBOO,),
            decimals=0,
        )
        for era, when in ERAS.items()
        for age, (_, label) in AGES.items()
    ),
    *(
        Quantity(
            f"closure_{era}",
            Label(f"{when.zh}竹林郁闭度", f"closure of the bamboo {when.en}"),
            "1",
            low=0.0,
            high=1.0,
            layers=(BAMBOO,),
            decimals=2,
        )
        for era, when in ERAS.items()
    ),
)
QUANTITIES = (
    *(
        Quantity(
            f"bamboo_biomass_{era}_t_ha",
            Label(f"{when.zh}竹林生物量", f"biomass of bamboo {when.en}"),
            "t/ha",
            layers=(BAMBOO,),
        )
        for era, when in ERAS.items()
    ),
    *(
        Quantity(
            f"bamboo_{era}_tc",
            Label(f"竹林{when.zh}碳储量", f"carbon in bamboo {when.en}"),
            "tC",
            layers=(BAMBOO,),
        )
        for era, when in ERAS.items()
    ),
)
BAMBOO_BY = Option(
    "bamboo_by",
    Label("竹林生物量的求法", "how the biomass of bamboo is found"),
    "choice",
    "culms",
    ("culms", "density"),
    help=Label(
        "culms：按各龄级立竹株数；density：郁闭度达到下限的按单位面积生物量，成林后不再变化。",
        "culms: by counts of each age; density: by area once the closure is reached, and unchanged "
        "from then on.",
    ),
)


def bamboo_biomass(*counts_and_culms: Number) -> Number:
    """Biomass of bamboo with its roots, t/ha: three counts (culms/ha), then kg of each culm.

    Source: AR-CM-005-V01, culms by age (recalled in form).
    """
    young, middle, old, young_kg, middle_kg, old_kg = counts_and_culms
    return (young * young_kg + middle * middle_kg + old * old_kg) / KILOGRAM_PER_TONNE


def bamboo_by_area(closure: Floats, closure_min: float, density_t_ha: float) -> Floats:
    """Biomass of bamboo, t/ha, where the stand is established; nothing below the lowest closure."""
    return np.where(closure >= closure_min, density_t_ha, 0.0)


def bamboo_stock(area_ha: Number, biomass_t_ha: Number, carbon_fraction: float) -> Number:
    """Carbon in bamboo, tC, of ``area_ha`` hectares; ``carbon_fraction`` tC/t d.m."""
    return area_ha * biomass_t_ha * carbon_fraction


def bamboo_equations(first: int) -> tuple[Equation, Equation, Equation]:
    """The statements of biomass by culms, by area, and of the stock, at both dates."""
    return (
        Equation(
            first,
            Label("竹林生物量（按立竹）", "biomass of bamboo by culms"),
            "B_s,t = (n_1 · m_1 + n_3 · m_3 + n_5 · m_5) / 1000",
            SOURCE,
            tuple(_by_culms(era) for era in ERAS),
        ),
        Equation(
            first + 1,
            Label("竹林生物量（按面积）", "biomass of bamboo by area"),
            "B_s,t = B_BAMBOO (CC_s,t ≥ CC_min), 0 (CC_s,t < CC_min)",
            NATIONAL,
            tuple(
                Step(
                    f"bamboo_biomass_{era}_t_ha",
                    (f"closure_{era}", "bamboo_closure_min", "bamboo_density"),
                    DENSITY,
                )
                for era in ERAS
            ),
        ),
        Equation(
            first + 2,
            Label("竹林碳储量", "carbon stock of bamboo"),
            "C_BAMBOO,s,t = A_s · B_s,t · CF_B",
            SOURCE,
            tuple(
                Step(
                    f"bamboo_{era}_tc",
                    ("area_measured_ha", f"bamboo_biomass_{era}_t_ha", "cf_bamboo"),
                )
                for era in ERAS
            ),
        ),
    )


def _by_culms(era: str) -> Step:
    counts = tuple(f"{age}_{era}_culms_ha" for age in AGES)
    culms = tuple(f"culm_{age}@group" for age in AGES)
    return Step(f"bamboo_biomass_{era}_t_ha", (*counts, *culms), CULMS)


BAMBOO_FORMULAS = (bamboo_biomass, bamboo_by_area, bamboo_stock)
