"""Formats that are not read, and the steps by which each becomes one that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from qingshan.core.geo.formats.raw import unknown
from qingshan.core.kernel.label import Label

_GIS = Label(
    "请在 ArcGIS 或 QGIS 中打开，将小班图层导出为 Shapefile 或 GeoPackage 后上传",
    "Open it in ArcGIS or QGIS, export the layer as a shapefile or GeoPackage and upload that",
)
_UNPACK = Label(
    "请解压后用普通 ZIP 方式重新压缩上传", "Unpack it, pack the files as an ordinary zip and upload"
)
_AREAS = Label(
    "请在 CAD 或 QGIS 中把封闭界线转换为面，导出为 Shapefile 并带上坐标系后上传",
    "Turn the closed lines into polygons in CAD or QGIS, export a shapefile with its coordinate "
    "system and upload that",
)
_OVITAL = Label(
    "请在奥维互动地图中选择“导出对象”，格式选 KML 后上传",
    "In Ovital choose to export the objects as KML and upload that",
)
_TRACE = Label(
    "请上传矢量面图层；影像或扫描图需先在 GIS 软件中勾绘成面",
    "Upload a layer of polygons; trace an image or scan in GIS software first",
)
_WHOLE = Label(
    "请将同名的 .shp、.shx、.dbf、.prj 一并压缩后上传",
    "Upload the .shp, .shx, .dbf and .prj of the same name in one zip",
)
_TABLE = Label(
    "表格可作为属性附件另行上传；图形请导出为上述格式之一",
    "A table may go along as attributes; export the shapes in one of these formats",
)
_KINDS: tuple[tuple[tuple[str, ...], Label, Label], ...] = (
    (
        (".mdb", ".accdb"),
        Label("个人地理数据库（{suffix}）不能直接读取", "A personal geodatabase ({suffix})"),
        _GIS,
    ),
    (
        (".tab", ".mif", ".mid"),
        Label("MapInfo 文件（{suffix}）不能直接读取", "A MapInfo file ({suffix})"),
        _GIS,
    ),
    (
        (".dxf", ".dwg", ".dgn"),
        Label("CAD 图（{suffix}）不带坐标系和属性", "A CAD drawing ({suffix})"),
        _AREAS,
    ),
    (
        (".ovobj", ".ovjsn", ".ovmap"),
        Label("奥维私有格式（{suffix}）没有公开说明", "Ovital's own format ({suffix})"),
        _OVITAL,
    ),
    (
        (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"),
        Label("不支持的压缩格式（{suffix}）", "The archive format {suffix}"),
        _UNPACK,
    ),
    (
        (".tif", ".tiff", ".img", ".jpg", ".jpeg", ".png", ".pdf", ".bmp", ".ecw", ".sid"),
        Label("栅格影像或图片（{suffix}）没有图斑边界", "An image ({suffix})"),
        _TRACE,
    ),
    (
        (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx"),
        Label("这只是 Shapefile 的一部分（{suffix}）", "One part of a shapefile ({suffix})"),
        _WHOLE,
    ),
    (
        (".csv", ".xls", ".xlsx", ".et"),
        Label("表格（{suffix}）没有图形", "A table ({suffix})"),
        _TABLE,
    ),
    (
        (".mpk", ".lyr", ".mxd", ".qgs", ".qgz", ".aprx", ".lpk"),
        Label("工程或样式文件（{suffix}）不含图形", "A project file ({suffix})"),
        _GIS,
    ),
)
_BY_SUFFIX: Mapping[str, tuple[Label, Label]] = {
    suffix: (reason, steps) for suffixes, reason, steps in _KINDS for suffix in suffixes
}
# What stands beside a layer in an archive and says nothing of it.
_COMPANIONS = frozenset(
    (
        ".pdf",
        ".jpg",
        ".jpeg",
        ".png",
        ".csv",
        ".xls",
        ".xlsx",
        ".et",
        ".qgz",
        ".shx",
        ".dbf",
        ".prj",
        ".cpg",
        ".sbn",
        ".sbx",
    )
)


def refuse_foreign(names: Iterable[str]) -> None:
    """Refuse by E-UP-08 when one of the files is of a known format that is not read."""
    for name in names:
        pure = PurePosixPath(name)
        if pure.suffix.lower() in _BY_SUFFIX and pure.suffix.lower() not in _COMPANIONS:
            refuse_format(pure.name)


def refuse_format(name: str) -> None:
    """Refuse by E-UP-08 with the steps that fit the format."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        reason, steps = _BY_SUFFIX[suffix]
        zh, en = reason.zh.format(suffix=suffix), reason.en.format(suffix=suffix)
        raise unknown(name, Label(zh, f"{en} cannot be read as it is"), steps)
    told = suffix or "无后缀"
    raise unknown(
        name,
        Label(f"不支持的格式（{told}）", f"Its format ({suffix or 'no suffix'}) is not supported"),
    )
