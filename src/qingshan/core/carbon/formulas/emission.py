"""Greenhouse gases of a period: methane and nitrous oxide of fire, nitrous oxide of fertiliser."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.formulas.stock import AR_CM, TREE
from qingshan.core.carbon.specification import Equation, Option, Parameter, Quantity, Step
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)

GRAM_PER_KILOGRAM = 1_000.0
KILOGRAM_PER_TONNE = 1_000.0
N2O_PER_N = 44.0 / 28.0
"""Molar masses of N2O and of the nitrogen in it."""

IPCC = Label(
    "IPCC 国家温室气体清单指南，管理土壤氧化亚氮（凭记忆）",
    "IPCC Guidelines, N2O of managed soils (recalled)",
)
BURNT = "burnt_ha"
NITROGEN = "nitrogen_kg"


def _fire(name: str, label: Label, unit: str, key: str) -> Parameter:
    return Parameter(name, label, unit, "carbon.fire_factor", key, "value", "", BURNT)


def _gwp(name: str, label: Label, gas: str, where: str) -> Parameter:
    return Parameter(name, label, "tCO2e/t", "carbon.gwp", f"{gas}|{{gwp}}", "gwp100", "", where)


def _soil(name: str, label: Label, unit: str, key: str) -> Parameter:
    return Parameter(name, label, unit, "carbon.n2o_fertiliser", key, "{n2o}", "", NITROGEN)


FIRE_PARAMETERS = (
    _fire("comf", Label("燃烧因子 COMF", "combustion factor COMF"), "1", "COMF|{fire_zone}|all"),
    _fire(
        "ef_ch4", Label("甲烷排放因子", "emission factor of CH4"), "g/kg", "EF_CH4|other forest|-"
    ),
    _fire(
        "ef_n2o",
        Label("氧化亚氮排放因子", "emission factor of N2O"),
        "g/kg",
        "EF_N2O|other forest|-",
    ),
    _gwp("gwp_ch4", Label("甲烷增温潜势", "warming potential of CH4"), "CH4", BURNT),
    _gwp("gwp_n2o", Label("氧化亚氮增温潜势", "warming potential of N2O"), "N2O", BURNT),
)
FERTILISER_PARAMETERS = (
    _soil("ef1", Label("直接排放 EF1", "direct emission EF1"), "kg N2O-N/kg N",
          "EF1 synthetic N (wet climate)"),
    _soil("frac_gas", Label("挥发比例 Frac_GAS", "volatilised share Frac_GAS"), "kg N/kg N",
          "FracGASF"),
    _soil("ef4", Label("沉降排放 EF4", "emission of deposition EF4"), "kg N2O-N/kg N", "EF4"),
    _soil("frac_leach", Label("淋失比例 Frac_LEACH", "leached share Frac_LEACH"), "kg N/kg N",
          "FracLEACH"),
    _soil("ef5", Label("淋失排放 EF5", "emission of leaching EF5"), "kg N2O-N/kg N", "EF5"),
    _gwp("gwp_soil", Label("氧化亚氮增温潜势", "warming potential of N2O"), "N2O", NITROGEN),
)  # fmt: skip

EMISSION = Quantity(
    "emission_t",
    Label("其他排放", "other emission of the period"),
    "tCO2e",
    low=0.0,
    default=0.0,
    decimals=4,
)
BURNT_AREA = Quantity(
    BURNT,
    Label("过火面积", "area burnt"),
    "ha",
    low=0.0,
    default=0.0,
    layers=(TREE,),
    decimals=4,
)
NITROGEN_USED = Quantity(
    NITROGEN,
    Label("期内施用化肥折纯氮", "nitrogen of synthetic fertiliser in the period"),
    "kg",
    low=0.0,
    default=0.0,
    decimals=1,
)
FIRE_QUANTITIES = (
    Quantity(
        "above_t_m3",
        Label("单位蓄积地上生物量", "above-ground biomass per growing stock"),
        "t/m3",
    ),
    Quantity("before_fire_t_ha", Label("过火前地上生物量", "biomass before the fire"), "t/ha"),
    Quantity(
        "fire_factor_t_t", Label("单位生物量火烧排放", "emission per biomass burnt"), "tCO2e/t"
    ),
    Quantity("fire_t", Label("火烧排放", "emission of fire"), "tCO2e", layers=(TREE,)),
)
FERTILISER_QUANTITIES = (
    Quantity(
        "fertiliser_factor_t_kg",
        Label("单位施氮排放", "emission per nitrogen used"),
        "tCO2e/kg",
        decimals=9,
    ),
    Quantity("fertiliser_t", Label("施肥排放", "emission of fertiliser"), "tCO2e"),
)
ALL_EMISSION = Quantity("ghg_t", Label("期内排放 GHG_E", "emission of the period GHG_E"), "tCO2e")

FIRE_ZONE = Option(
    "fire_zone",
    Label("火烧燃烧因子的气候带", "climate zone of the combustion factor"),
    "choice",
    "temperate",
    ("temperate", "boreal"),
)
GWP = Option(
    "gwp",
    Label("增温潜势的评估报告", "assessment report of the warming potentials"),
    "choice",
    "AR4",
    ("AR4", "AR5", "AR6"),
    help=Label("AR-CM 各方法学采用 AR4。", "The AR-CM documents use AR4."),
)
FERTILISER = Option(
    "fertiliser",
    Label("计入施肥的氧化亚氮排放", "count the N2O of fertiliser"),
    "flag",
    default=False,
    help=Label(
        "方法学认为不显著、不计；打开后更保守。",
        "Taken as insignificant by the method; counting it is the more conservative way.",
    ),
)
N2O = Option(
    "n2o",
    Label("施肥排放因子的版本", "edition of the factors of fertiliser"),
    "choice",
    "ipcc_2006",
    ("ipcc_2006", "ipcc_2019"),
)


def above_ground(svd: float, bef: float) -> float:
    """Above-ground biomass per growing stock, t d.m./m3."""
    return svd * bef


def biomass_density(volume_m3_ha: Number, factor_t_m3: Number) -> Number:
    """Above-ground biomass, t d.m./ha."""
    return volume_m3_ha * factor_t_m3


def fire_factor(
    combustion: float, ch4_g_kg: float, n2o_g_kg: float, gwp_ch4: float, gwp_n2o: float
) -> float:
    """CH4 and N2O of a tonne of dry matter that burns, tCO2e/t; the CO2 is in the stock already.

    Source: AR-CM-001-V01, fire (recalled; equals CDM AR-TOOL08 in form).
    """
    return combustion * (ch4_g_kg * gwp_ch4 + n2o_g_kg * gwp_n2o) / GRAM_PER_KILOGRAM


def fire_emission(burnt_ha: Number, biomass_t_ha: Number, factor: float) -> Number:
    """Emission of a fire, tCO2e, over ``burnt_ha`` bearing ``biomass_t_ha`` before it.

    Source: AR-CM-001-V01, fire (recalled).
    """
    return burnt_ha * biomass_t_ha * factor


def fertiliser_factor(
    ef1: float, frac_gas: float, ef4: float, frac_leach: float, ef5: float, gwp: float
) -> float:
    """N2O of a kilogram of nitrogen, direct and indirect, tCO2e/kg.

    Source: IPCC 2006 Vol. 4 Ch. 11 (recalled), as the factors of table ``carbon.n2o_fertiliser``.
    """
    nitrogen = ef1 + frac_gas * ef4 + frac_leach * ef5
    return nitrogen * N2O_PER_N * gwp / KILOGRAM_PER_TONNE


def fertiliser_emission(nitrogen_kg: Number, factor_t_kg: float) -> Number:
    """Emission of fertiliser, tCO2e."""
    return nitrogen_kg * factor_t_kg


def all_emissions(*emissions_t: Number) -> Number:
    """Emissions of the period added up, tCO2e."""
    whole = emissions_t[0]
    for emission_t in emissions_t[1:]:
        whole = whole + emission_t
    return whole


def fire_equations(first: int) -> tuple[Equation, Equation, Equation, Equation]:
    """The statements of biomass above ground, its density, the factor and the emission of fire."""
    return (
        Equation(
            first,
            Label("单位蓄积地上生物量", "above-ground biomass per growing stock"),
            "a_g = SVD_g · BEF_g",
            AR_CM,
            (Step("above_t_m3", ("svd", "bef")),),
        ),
        Equation(
            first + 1,
            Label("过火前地上生物量", "biomass before the fire"),
            "b_s = V_s,t1 · a_g(t1)",
            AR_CM,
            (Step("before_fire_t_ha", ("volume_t1_m3_ha", "above_t_m3@group_t1")),),
        ),
        Equation(
            first + 2,
            Label("单位生物量火烧排放", "emission per biomass burnt"),
            "e = COMF · (EF_CH4 · GWP_CH4 + EF_N2O · GWP_N2O) / 1000",
            AR_CM,
            (Step("fire_factor_t_t", ("comf", "ef_ch4", "ef_n2o", "gwp_ch4", "gwp_n2o")),),
        ),
        Equation(
            first + 3,
            Label("火烧排放", "emission of fire"),
            "GHG_FF,s = A_BURN,s · b_s · e",
            AR_CM,
            (Step("fire_t", (BURNT, "before_fire_t_ha", "fire_factor_t_t")),),
        ),
    )


def fertiliser_equations(first: int) -> tuple[Equation, Equation]:
    """The statements of the factor and the emission of fertiliser."""
    return (
        Equation(
            first,
            Label("单位施氮排放", "emission per nitrogen used"),
            "e_N = (EF_1 + Frac_GAS · EF_4 + Frac_LEACH · EF_5) · 44/28 · GWP / 1000",
            IPCC,
            (
                Step(
                    "fertiliser_factor_t_kg",
                    ("ef1", "frac_gas", "ef4", "frac_leach", "ef5", "gwp_soil"),
                ),
            ),
        ),
        Equation(
            first + 1,
            Label("施肥排放", "emission of fertiliser"),
            "GHG_N,s = N_s · e_N",
            IPCC,
            (Step("fertiliser_t", (NITROGEN, "fertiliser_factor_t_kg")),),
        ),
    )


def emission_equation(number: int, *emissions: str) -> Equation:
    """The statement of ``all_emissions`` over the quantities named."""
    return Equation(
        number,
        Label("期内排放", "emission of the period"),
        "GHG_E,s = Σ GHG_s",
        AR_CM,
        (Step("ghg_t", emissions),),
    )


FIRE_FORMULAS = (above_ground, biomass_density, fire_factor, fire_emission)
FERTILISER_FORMULAS = (fertiliser_factor, fertiliser_emission)
