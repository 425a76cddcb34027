"""The map on a page: as figure with layers and list twin, and as a place to draw an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qingshan.apps.base.frame import say
from qingshan.apps.base.templatetags import province
from qingshan.apps.base.templatetags.icons import icon
from qingshan.apps.base.templatetags.layers import MapLayer, close_up, swatch
from qingshan.core.kernel.label import Label

MAP_WORDS: dict[str, Label] = {
    "copy": Label("复制", "Copy"),
    "remark": Label("就此处提意见", "Comment on this place"),
    "zoomIn": Label("放大", "Zoom in"),
    "zoomOut": Label("缩小", "Zoom out"),
    "close": Label("关闭", "Close"),
    "open": Label("打开", "Open"),
    "baseFailed": Label(
        "底图暂时没有读到，图上内容和列表不受影响。",
        "The base map cannot be read just now; what is drawn on it and the list stand.",
    ),
    "failed": Label(
        "地图底图没有读到，列表内容不受影响。",
        "The ground of the map was not loaded; the list stands.",
    ),
}
"""What the script says on every map."""

DRAW_WORDS: dict[str, Label] = {
    "start": Label(
        "点“画一块”，再在图上沿林地边界逐点点按。",
        "Press “Draw an area”, then tap the map along its edge.",
    ),
    "sketch": Label(
        "已点 {n} 个角点；至少 3 个，点“完成”闭合。",
        "Corners so far: {n}. With at least 3, press “Finish” to close.",
    ),
    "edit": Label(
        "拖动角点或边可改边界，改好点“完成”。",
        "Drag a corner or an edge; press “Finish” when done.",
    ),
    "done": Label(
        "已画 {n} 块；可再画一块，或往下提交。", "Areas drawn: {n}. Draw another or go on below."
    ),
    "crossing": Label(
        "第 {n} 块的边界自己交叉，面积算不准。请点“改边界”把角点拖开，或“撤销”重画。",
        "The edge of area {n} crosses itself, so its size cannot be told. Press “Edit” and drag a "
        "corner, or “Undo”.",
    ),
    "crossingNow": Label(
        "边界自己交叉了，请撤销上一点。", "The edge crosses itself; undo the last corner."
    ),
    "area": Label("第 {n} 块", "Area {n}"),
    "total": Label("共 {n} 块，{mu} 亩", "Areas {n}, total {mu} mu"),
    "mu": Label("{mu} 亩", "{mu} mu"),
    "show": Label("在图上看", "Show on the map"),
    "delete": Label("删除", "Delete"),
    "locating": Label("正在定位……", "Finding your position …"),
    "located": Label(
        "已定位，误差约 {m} 米。位置只在本机使用，不会上传。",
        "Found, within about {m} m. Your position stays on this device.",
    ),
    "noPosition": Label(
        "没有取得位置：可能未授权或信号不好。请移动地图找到林地，或在下面输入坐标。",
        "No position: not allowed, or no signal. Move the map to your forest, or enter coordinates "
        "below.",
    ),
    "badLine": Label(
        "第 {n} 行看不懂：应为“经度，纬度”，如 108.441200，26.730100。",
        "Line {n} is not understood; write longitude,latitude such as 108.441200,26.730100.",
    ),
    "fewCorners": Label("第 {n} 块不足 3 个角点。", "Area {n} has fewer than 3 corners."),
    "entered": Label("已按坐标标到图上。", "Marked on the map by the coordinates."),
    "vertex": Label("十字所在处为落点位置。", "The cross marks where a corner is placed."),
}
"""What the script says while an area is drawn; ``{n}``, ``{mu}`` and ``{m}`` are filled there."""


def map_figure(
    name: str, features: Mapping[str, Any], zh: str = "", en: str = "", **more: Any
) -> dict[str, Any]:
    """A map of ``features`` (GeoJSON, EPSG:4490); the list twin has rows ``id="<name>-<id>"``.

    A feature's properties: ``number`` (its mark), ``title``, ``text`` and ``href`` (its card),
    ``tone`` ("" or "bad"), ``layer`` (key of a layer). ``more``: ``layers`` (``MapLayer`` rows: the
    switch on the left, and a close-up as still picture), ``codes`` (counties lit on the still
    picture), ``as_of`` (day of the data), ``src`` (address of GeoJSON instead of ``features``),
    ``tiles`` (address of vector tiles below the features), ``close`` (show the features instead of
    the whole province).
    """
    codes = tuple(more.get("codes", ()))
    layers: Sequence[MapLayer] = tuple(more.get("layers", ()))
    still = close_up(features, layers, name) if layers else ""
    return {
        "name": name,
        "features": features,
        "title": say(Label(zh, en)),
        "picture": still or province.picture(codes, (), ""),
        "as_of": more.get("as_of"),
        "src": more.get("src", ""),
        "tiles": more.get("tiles", ""),
        "is_close": bool(more.get("close")),
        "layers": [(layer, layer.picture, swatch(layer, name)) for layer in layers],
        "counties": province.STATIC_FILE,
        "base": settings.BASE_MAP,
        "words": _said(MAP_WORDS),
        "words_id": f"words-{name}",
        "features_id": f"features-{name}",
    }


def drawing(
    bound: BoundField, typed: BoundField, tiles: str = "", as_of: Any = None
) -> dict[str, Any]:
    """A map on which areas are drawn: by taps, by keys at the cross, or as typed corners.

    ``bound`` is a hidden field that takes them as a FeatureCollection (EPSG:4490); ``typed`` is the
    text field beside it, named ``<name>_corners``: one corner a line, longitude before latitude, an
    empty line between areas. Without script only the second one speaks.
    """
    assert typed.html_name == f"{bound.html_name}_corners"
    return {
        "field": bound,
        "typed": typed,
        "name": bound.html_name,
        "tiles": tiles,
        "as_of": as_of,
        "picture": province.picture((), (), ""),
        "counties": province.STATIC_FILE,
        "base": settings.BASE_MAP,
        "words": _said(MAP_WORDS | DRAW_WORDS),
        "words_id": f"words-{bound.html_name}",
    }


def on_map(name: str, key: object) -> SafeString:
    """The button of a list that shows its row on the map; without script it is not there."""
    word = say(Label("在图上看", "Show on the map"))
    return format_html(
        '<button class="show" type="button" data-show="{}" data-on="{}" hidden>{}{}</button>',
        key, name, icon("search"), word,
    )  # fmt: skip


def _said(words: Mapping[str, Label]) -> dict[str, str]:
    return {key: say(word) for key, word in words.items()}
