"""The schema of a sub-compartment (小班): our columns, units, and survey field codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Field:
    """One thing known of a sub-compartment and the field codes under which surveys keep it."""

    name: str
    label: Label
    section: str
    codes: tuple[str, ...]
    unit: str = ""
    low: float | None = None
    high: float | None = None


KEY_PARTS = (
    ("SHENG", "province"),
    ("SHI", "prefecture"),
    ("XIAN", "county"),
    ("XIANG", "township"),
    ("CUN", "village"),
    ("LIN_YE_JU", "forest_bureau"),
    ("LIN_CHANG", "forest_farm"),
    ("LIN_BAN", "forest_block"),
    ("XIAO_BAN", "compartment"),
    ("XI_BAN", "subunit"),
)
"""The hierarchy of keys (公益林数据规范 pinyin codes), outermost first."""

KEY_REQUIRED = ("LIN_BAN", "XIAO_BAN")
COUNTY_DIGITS = 6

_SHARE = ("1", 0.0, 1.0)
_COVER = ("%", 0.0, 100.0)
_COUNT = ("culms/ha", 0.0, None)
_MORE: Mapping[str, tuple[Label, str, tuple[str, float | None, float | None]]] = {
    "cover_t1": (Label("期初灌木盖度", "earlier shrub cover"), "Q_GMZGD", _COVER),
    "cover_t2": (Label("灌木总盖度", "shrub cover"), "GMZGD", _COVER),
    "closure_t1": (Label("期初竹林郁闭度", "earlier closure of bamboo"), "CLOSURE_T1", _SHARE),
    "closure_t2": (Label("期末竹林郁闭度", "closure of bamboo"), "CLOSURE_T2", _SHARE),
    "tree_closure": (Label("乔木郁闭度", "closure of trees"), "TREE_CLOSURE", _SHARE),
    **{
        f"{age}_{era}_culms_ha": (
            Label(f"{when}{zh}株数", f"{en} per hectare, {era}"),
            f"{age}_{era}".upper(),
            _COUNT,
        )
        for era, when in (("t1", "期初"), ("t2", "期末"))
        for age, zh, en in (
            ("young", "一年生立竹", "culms of one year"),
            ("middle", "三年生立竹", "culms of three years"),
            ("old", "五年生及以上立竹", "culms of five years and more"),
        )
    },
    "volume_baseline_m3_ha": (
        Label("基线期末蓄积", "stock at t2 in the baseline"),
        "VOLUME_BASELINE",
        ("m3/ha", 0.0, None),
    ),
    "harvest_m3": (Label("采伐材积", "volume harvested"), "HARVEST_M3", ("m3", 0.0, None)),
    "burnt_ha": (Label("过火面积", "area burnt"), "BURNT_HA", ("ha", 0.0, None)),
    "nitrogen_kg": (Label("施氮量", "nitrogen used"), "NITROGEN_KG", ("kg", 0.0, None)),
}
MORE: Mapping[str, Field] = {
    name: Field(name, label, name, (code, label.zh), *span)
    for name, (label, code, span) in _MORE.items()
}
"""What single methods ask for besides, by the name of their quantity; codes are our own, but those
of shrub cover."""

FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        *MORE.values(),
        Field("area", Label("面积", "area"), "area", ("MIAN_JI", "XBMJ"), "ha", 0.0),
        Field("land_class", Label("地类", "land class"), "land_class", ("DI_LEI", "DLBM")),
        Field("species", Label("优势树种", "dominant species"), "species", ("YOU_SHI_SZ",)),
        Field("origin", Label("起源", "origin"), "origin", ("QI_YUAN",)),
        Field("age_group", Label("龄组", "age group"), "age_group", ("LING_ZU",), "", 1.0, 5.0),
        Field("mean_age", Label("平均年龄", "mean age"), "mean_age", ("PINGJUN_NL",), "yr"),
        Field("canopy", Label("郁闭度", "canopy closure"), "canopy", ("YU_BI_DU",), "1"),
        Field(
            "volume_t2",
            Label("每公顷蓄积", "growing stock per hectare"),
            "volume_t2",
            ("HUO_LMGQXJ",),
            "m3/ha",
            0.0,
        ),
        Field(
            "stock_t2",
            Label("总蓄积", "total growing stock"),
            "volume_t2",
            ("ZXJ", "XIAO_BAN_X"),
            "m3",
            0.0,
        ),
        Field("area_t1", Label("前期面积", "earlier area"), "area_t1", ("Q_MJ",), "ha", 0.0),
        Field("species_t1", Label("前期树种", "earlier dominant species"), "species_t1", ("Q_SZ",)),
        Field(
            "stock_t1",
            Label("前期总蓄积", "earlier total growing stock"),
            "volume_t1",
            ("Q_ZXJ",),
            "m3",
            0.0,
        ),
        Field(
            "volume_t1",
            Label("前期每公顷蓄积", "earlier growing stock per hectare"),
            "volume_t1",
            ("Q_HUO_LMGQXJ", "Q_GQXJ"),
            "m3/ha",
            0.0,
        ),
        Field(
            "emission",
            Label("监测期内温室气体排放", "greenhouse gas emission of the period"),
            "emission",
            ("GHG_E",),
            "tCO2e",
            0.0,
        ),
    )
}

OUTPUT_COLUMNS = (
    "compartment",
    "row",
    "area_ha",
    "area_t1_ha",
    "land_class",
    "layer",
    "species",
    "group",
    "group_t1",
    "level",
    "origin",
    "age_group",
    "mean_age_yr",
    "canopy",
    "volume_t1_m3_ha",
    "volume_t2_m3_ha",
    "emission_t",
)
"""Columns of a fitted frame, in this order; units last in the name."""


def aliases_from(rows: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Codes of every field, with the aliases and Chinese names of the field dictionary."""
    return {
        name: tuple(
            dict.fromkeys(
                (*field.codes, *(alias for code in field.codes for alias in rows.get(code, ())))
            )
        )
        for name, field in FIELDS.items()
    }


def find_column(columns: list[str], codes: tuple[str, ...]) -> str | None:
    """The column that bears one of the codes, whatever its case; the earlier code wins."""
    by_upper = {column.strip().upper(): column for column in reversed(columns)}
    return next((by_upper[code.upper()] for code in codes if code.upper() in by_upper), None)


def nearest(word: str, known: list[str], count: int = 3) -> str:
    """The most similar words, for a refusal that helps; a dash when nothing is near."""
    return "、".join(get_close_matches(word, known, n=count, cutoff=0.4)) or "—"
