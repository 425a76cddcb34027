"""Notes: what is worth saying about an upload though it does not stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qingshan.core.kernel.label import Label, Text, facts_said

_TEXTS: Mapping[str, Label] = {
    "shx restored": Label(
        "缺少 .shx，已从 .shp 重建索引。",
        "The .shx was missing; the index was rebuilt from the .shp.",
    ),
    "encoding declared wrongly": Label(
        "编码声明（{declared}）与内容不符，已按 {found} 读取。",
        "The declared encoding ({declared}) does not fit the content; read as {found}.",
    ),
    "encoding ambiguous": Label(
        "文字很少，UTF-8 与 GB18030 均可解读，已按 GB18030 读取，请核对：{sample}。",
        "There is little text and both UTF-8 and GB18030 would fit; read as GB18030, please check: "
        "{sample}.",
    ),
    "text cut": Label(
        "字段 {field} 有 {count} 处文字在字段宽度处被截断半个字，已略去残缺的字。",
        "In field {field}, {count} texts end in half a character at the field width; left out.",
    ),
    "field name cut": Label(
        "字段名 {field} 在 10 字节处被截断。", "The field name {field} was cut at 10 bytes."
    ),
    "field renamed": Label(
        "字段名 {field} 重复或为系统保留，已改为 {renamed}。",
        "The field name {field} is taken; it was changed to {renamed}.",
    ),
    "field too wide": Label(
        "数字字段 {field} 宽于 18 位，末位可能失真；编号请改为文本字段。",
        "The number field {field} is wider than 18 digits and may lose its last ones; store "
        "identifiers as text.",
    ),
    "rows deleted": Label(
        "有 {count} 行已标记删除，未读取。", "{count} rows are marked as deleted and were not read."
    ),
    "height dropped": Label(
        "{count} 个图斑带有高程或量测值，已略去。",
        "{count} shapes carry heights or measures; they were dropped.",
    ),
    "rings closed": Label(
        "{count} 个图斑的边界未闭合，已首尾相接。",
        "{count} shapes had open rings; they were closed.",
    ),
    "attributes absent": Label(
        "缺 .dbf，属性为空。", "The .dbf is missing; there are no attributes."
    ),
    "field of bytes": Label(
        "字段 {field} 存放图片等二进制内容，未读取。",
        "Field {field} holds pictures or other bytes and was not read.",
    ),
    "curves drawn": Label(
        "{count} 个图斑含曲线，已按 4° 一段的折线读取，面积可能相差约千分之一。",
        "{count} shapes have curves; they were read as chords of 4 degrees, areas may differ by a "
        "thousandth.",
    ),
    "layers passed over": Label(
        "只有一个面图层，已读取；未读取：{layers}。",
        "The one layer of polygons was read; passed over: {layers}.",
    ),
    "lines as areas": Label(
        "{count} 条首尾相接的线已按面读取，请核对。",
        "{count} lines that go round were read as areas; please check.",
    ),
    "lines closed": Label(
        "其中 {count} 条首尾未完全重合（最远 {gap_m} 米），已用直线闭合。",
        "{count} of the lines did not quite meet (at most {gap_m} m); a straight line closes them.",
    ),
    "points left out": Label(
        "{count} 个点没有面积，未读取。", "{count} points have no area and were left out."
    ),
    "links not followed": Label(
        "{count} 个网络链接未读取，请将其内容另存后上传。",
        "{count} network links were not followed; save what they show and upload that.",
    ),
    "axis order": Label(
        "坐标按{order_zh}读取，请核对。", "Coordinates were read {order_en}; please check."
    ),
    "crs web mercator": Label(
        "坐标系为 Web 墨卡托，在此纬度平面面积约偏大 {share_percent}%；图形面积已按椭球面计算，"
        "属性面积若由该坐标系量得则不可用。",
        "The system is Web Mercator, whose plane areas are about {share_percent} % too large here; "
        "shapes are measured on the ellipsoid, but stated areas measured in it cannot be used.",
    ),
    "crs by range": Label(
        "没有坐标系，数值只与 {name} 相符，请确认。",
        "No coordinate system; the numbers fit {name} alone. Please confirm.",
    ),
    "crs by zone prefix": Label(
        "没有坐标系，根据横坐标以 {zone} 开头判断为 {name}，请确认。",
        "No coordinate system; the eastings begin with {zone}, so {name} was concluded. "
        "Please confirm.",
    ),
    "crs by degrees": Label(
        "没有坐标系，坐标为中国范围内的经纬度，按 CGCS2000 经纬度读取，请确认。",
        "No coordinate system; the coordinates are degrees within China, read as CGCS2000. Please "
        "confirm.",
    ),
    "crs overruled": Label(
        "文件声明的坐标系为 {declared}，已按指定的 {name} 读取。",
        "The file declares {declared}; it was read as {name}, as you named it.",
    ),
    "crs approximate": Label(
        "{name} 的基准不是 CGCS2000，换算结果为近似值，不得用于界址认定。",
        "The datum of {name} is not CGCS2000; the conversion is approximate and does not settle "
        "boundaries.",
    ),
    "sliver": Label(
        "{first} 与 {second} 有 {area_m2} 平方米的细小重叠，在允许范围内。",
        "{first} and {second} share a sliver of {area_m2} m², within the tolerance.",
    ),
    "area apart": Label(
        "{place} 属性面积 {stated_ha} 公顷，图形面积 {shape_ha} 公顷，"
        "相差 {share_percent}%，请核对。",
        "{place}: stated {stated_ha} ha, shape {shape_ha} ha, {share_percent} % apart; please "
        "check.",
    ),
    "area in mu": Label(
        "属性面积合计约为图形面积的 15 倍，面积字段可能以亩为单位。",
        "The stated areas are about 15 times the shapes; the field may be in mu.",
    ),
    "text shortened": Label(
        "字段 {field} 有 {count} 处文字超过 254 字节，已截短；GeoPackage 可以保留。",
        "In field {field}, {count} texts exceed 254 bytes and were cut; GeoPackage keeps them.",
    ),
    "characters lost": Label(
        "字段 {field} 中的 {characters} 不能用 {encoding} 保存，已写为问号；GeoPackage 可以保留。",
        "{characters} in field {field} cannot be stored in {encoding} and became question marks; "
        "GeoPackage keeps them.",
    ),
}


@dataclass(frozen=True)
class Note:
    """One thing worth saying: its kind, the place and the facts that fill its sentence."""

    kind: str
    place: Text = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A kind without a sentence is our fault."""
        if self.kind not in _TEXTS:
            raise AssertionError(f"note {self.kind!r} has no sentence")

    def say(self, language: str = "zh") -> str:
        """The sentence in one language."""
        told = facts_said({"place": self.place, **self.facts}, language)
        return _TEXTS[self.kind].say(language).format_map(told)

    @classmethod
    def of(cls, kind: str, place: Text = "", **facts: Any) -> Note:
        """Short form with the facts as keywords."""
        return cls(kind, place, facts)
