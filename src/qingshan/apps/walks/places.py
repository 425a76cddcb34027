"""The forests of the demonstration province: real counties, made-up right holders and stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingshan.core.kernel.period import Period

METHOD = "gz_ticket_v1"
PERIOD = Period.inclusive(date(2012, 1, 1), date(2023, 12, 31))
"""Twelve years, the first cycle of a neighbouring province (RULES 2.6)."""

AREA_HA = 6.0

PINE = {"220": 0.6, "310": 0.2, "410": 0.1, "420": 0.1}
FIR = {"310": 0.7, "220": 0.2, "490": 0.1}
MIXED = {"490": 0.4, "310": 0.3, "480": 0.2, "220": 0.1}


@dataclass(frozen=True)
class Place:
    """One of the ten counties of the first batch, with its made-up right holder and forest."""

    county: str
    username: str
    holder: str
    holder_en: str
    village: str
    species: Mapping[str, float]
    count: int
    growth_m3_ha_yr: float
    kind: str = "farm"


PLACES = (
    Place(
        "520121",
        "kaiyang",
        "开阳县青杠岭国有林场",
        "Qinggangling Forest Farm",
        "青杠岭镇",
        PINE,
        14,
        9.2,
    ),
    Place(
        "520204",
        "shuicheng",
        "水城区云杉坡股份经济合作社",
        "Yunshanpo Cooperative",
        "云杉坡乡",
        PINE,
        12,
        8.4,
        "cooperative",
    ),
    Place(
        "520327", "fenggang", "凤冈县东岭国有林场", "Dongling Forest Farm", "东岭镇", PINE, 16, 9.0
    ),
    Place(
        "520502",
        "qixingguan",
        "七星关区松林坝村股份经济合作社",
        "Songlinba Cooperative",
        "松林坝乡",
        PINE,
        12,
        8.1,
        "cooperative",
    ),
    Place(
        "520621",
        "jiangkou",
        "江口县梵溪林业投资有限公司",
        "Fanxi Forestry Co.",
        "梵溪镇",
        MIXED,
        15,
        6.3,
        "enterprise",
    ),
    Place(
        "522701", "duyun", "都匀市剑江国有林场", "Jianjiang Forest Farm", "剑江镇", MIXED, 16, 6.5
    ),
    Place(
        "522630", "taijiang", "台江县苗岭国有林场", "Miaoling Forest Farm", "苗岭镇", FIR, 13, 9.6
    ),
    Place(
        "522636",
        "danzhai",
        "丹寨县龙泉山村股份经济合作社",
        "Longquanshan Cooperative",
        "龙泉山镇",
        FIR,
        11,
        9.1,
        "cooperative",
    ),
    Place(
        "522629",
        "jianhe",
        "剑河县三棵树国有林场",
        "Sankeshu Forest Farm",
        "三棵树镇",
        FIR,
        20,
        10.07,
    ),
    Place(
        "522327",
        "ceheng",
        "册亨县者楼河国有林场",
        "Zhelouhe Forest Farm",
        "者楼河镇",
        PINE,
        15,
        8.9,
    ),
)
SECOND = (
    Place("520381", "chishui", "赤水市竹海国有林场", "Zhuhai Forest Farm", "竹海镇", FIR, 9, 8.8),
    Place(
        "522632",
        "rongjiang",
        "榕江县月亮山国有林场",
        "Yueliangshan Forest Farm",
        "月亮山乡",
        FIR,
        9,
        9.3,
    ),
)
"""Two more forests, whose reports are still before the public and the experts."""

UNDERWAY = (
    Place(
        "522634",
        "leishan",
        "雷山县响水岩国有林场",
        "Xiangshuiyan Forest Farm",
        "响水岩镇",
        FIR,
        6,
        9.0,
    ),
    Place(
        "522635",
        "majiang",
        "麻江县杉木冲国有林场",
        "Shanmuchong Forest Farm",
        "杉木冲镇",
        FIR,
        6,
        8.7,
    ),
    Place(
        "520324",
        "zhengan",
        "正安县竹笋坪国有林场",
        "Zhusunping Forest Farm",
        "竹笋坪镇",
        PINE,
        6,
        8.3,
    ),
)
"""Three forests of today: one waits to be measured, one to be verified, one to be co-signed."""

APPLYING = Place(
    "522628",
    "village",
    "示例村股份经济合作社",
    "Sample Village Cooperative",
    "三江镇示例村",
    FIR,
    4,
    8.9,
    "collective",
)
"""A village of today, whose application was sent back to be corrected."""


def tenure_number(place: Place) -> str:
    """The made-up certificate under which a place claims its land."""
    return f"黔林证字（演示）第 {place.county}001 号"
