"""Kinds of zones that a register knows, the grades they may have, and the pools of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class ZoneKind:
    """A kind of zone.

    ``is_single`` says that one published version holds at a time, whatever it is called; kinds
    that are not single may have several layers side by side, told apart by their names.
    """

    label: Label
    is_single: bool


ZONE_KINDS: Mapping[str, ZoneKind] = {
    "redline": ZoneKind(Label("生态保护红线", "ecological redline"), is_single=True),
    "protected_area": ZoneKind(Label("自然保护地", "protected area"), is_single=False),
    "public_benefit": ZoneKind(Label("公益林", "public-benefit forest"), is_single=True),
    "other_programme": ZoneKind(
        Label("其他减排机制项目", "project of another programme"), is_single=False
    ),
    "farmland": ZoneKind(Label("永久基本农田", "permanent basic farmland"), is_single=True),
    "urban_boundary": ZoneKind(Label("城镇开发边界", "urban development boundary"), is_single=True),
    "water_source": ZoneKind(
        Label("饮用水水源保护区", "drinking-water protection zone"), is_single=False
    ),
}

ZONE_GRADES: Mapping[str, Label] = {
    "": Label("未载明", "not stated"),
    "core": Label("核心保护区", "core zone"),
    "general": Label("一般控制区", "general control zone"),
    "national": Label("国家级", "national"),
    "provincial": Label("省级", "provincial"),
    "local": Label("地方级", "local"),
}

POOLS: Mapping[str, Label] = {
    "above_ground": Label("地上生物量", "above-ground biomass"),
    "below_ground": Label("地下生物量", "below-ground biomass"),
    "dead_wood": Label("枯死木", "dead wood"),
    "litter": Label("枯落物", "litter"),
    "soil": Label("土壤有机碳", "soil organic carbon"),
    "wood_product": Label("木质林产品", "harvested wood products"),
}
"""The pools of the IPCC guidelines (2006, volume 4, table 1.1)."""
