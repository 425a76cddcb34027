"""Refusals of growth curves: too little to fit, or asked for more than the data can tell."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

GROUP_SMALL = declare(
    "E-GR-01",
    what=Label(
        "“{group_zh}”可用的小班只有 {count} 个、林龄 {ages} 种。",
        "{group_en}: only {count} usable stands with {ages} different ages.",
    ),
    why=Label(
        "至少需要 {stands_min} 个小班、{ages_min} 种林龄，否则参数不可靠。",
        "At least {stands_min} stands and {ages_min} ages are needed, or parameters mean little.",
    ),
    remedy=Label(
        "请补充同一树种组、同一起源的小班，或与相近的组合并后再拟合。",
        "Add stands of this species group and origin, or join it with a similar group.",
    ),
)
NOT_RISING = declare(
    "E-GR-02",
    what=Label(
        "“{group_zh}”的蓄积随林龄没有可辨认的增长（最好的 R² 为 {r_squared}）。",
        "{group_en}: no growth with age can be seen (the best R² is {r_squared}).",
    ),
    why=Label(
        "R² 低于 {least} 的曲线不能说明这些小班的生长。",
        "A curve with an R² below {least} says nothing of these stands.",
    ),
    remedy=Label(
        "请核对林龄与每公顷蓄积的填写和单位，或按立地、树种进一步分组。",
        "Check ages, volumes and their units, or divide the stands by site or species.",
    ),
)
AGE_BEYOND = declare(
    "E-GR-03",
    what=Label(
        "曲线“{curve}”用于 {ages} 年，超出可用范围 {first}–{last} 年（{count} 处，如 {rows}）。",
        "Curve {curve} is asked at {ages} yr, beyond {first}–{last} yr ({count} times, such as "
        "{rows}).",
    ),
    why=Label(
        "曲线只在拟合所用林龄范围及其外 {reach} 年内可用，再远没有数据支持。",
        "A curve holds within the ages it was fitted on and {reach} years beyond; no data support "
        "more.",
    ),
    remedy=Label(
        "请缩短预测年限，或补充更大（更小）林龄的小班后重新拟合。",
        "Ask for fewer years, or fit again with stands of those ages.",
    ),
)
CURVE_ABSENT = declare(
    "E-GR-04",
    what=Label(
        "没有“{group_zh}”的曲线（{count} 个小班）。",
        "There is no curve for {group_en} ({count} stands).",
    ),
    why=Label("没有曲线就不能预测。", "Nothing can be projected without one."),
    remedy=Label(
        "请补充这一树种组和起源的小班，或从预测中去掉这些小班。",
        "Add stands of this group and origin, or leave them out of the projection.",
    ),
)
STANDS_ABSENT = declare(
    "E-GR-05",
    what=Label(
        "{count} 个小班中没有一个可以用于拟合。", "None of {count} stands can be used for a fit."
    ),
    why=Label(
        "林龄、每公顷蓄积、面积、树种组须已知且大于零：{reasons_zh}。",
        "Age, volume, area and species group must be known and above zero: {reasons_en}.",
    ),
    remedy=Label("请补全这些字段。", "Fill in these fields."),
)
REFERENCE_BEYOND = declare(
    "E-GR-06",
    what=Label(
        "参考曲线“{curve}”用于 {ages} 年，超出暂定的 {first}–{last} 年（{count} 处，如 {rows}）。",
        "Reference curve {curve} is asked at {ages} yr, beyond the set {first}–{last} yr ({count} "
        "times, such as {rows}).",
    ),
    why=Label(
        "参考曲线来自外地，原文没有给出适用林龄，范围由参数表 growth.limit 暂定。",
        "It comes from elsewhere and states no range; table growth.limit sets one.",
    ),
    remedy=Label(
        "请缩短预测年限，或用自己的小班拟合曲线。",
        "Ask for fewer years, or fit a curve on your own stands.",
    ),
)
