"""The lists of a field survey: sample plots (样地) and the trees measured on them (每木检尺)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from qingshan.core.kernel.label import Label
from qingshan.core.sheets.specification import Bounds, Column, Kind, Specification

_ONE = Decimal(1)


def plots(
    bounds: Mapping[str, Bounds] | None = None, species: Mapping[str, Label] | None = None
) -> Specification:
    """The list of sample plots; ``species`` by code, without which any name is taken."""
    bounds = bounds or {}
    return Specification(
        name="plots",
        label=Label("样地清单", "list of sample plots"),
        columns=(
            _plot(),
            _where("longitude_deg", Label("经度", "longitude"), "度", "lon", bounds),
            _where("latitude_deg", Label("纬度", "latitude"), "度", "lat", bounds),
            _where("x_m", Label("X 坐标", "X (northing)"), "米", "X", bounds),
            _where("y_m", Label("Y 坐标", "Y (easting)"), "米", "Y", bounds),
            Column(
                "area_m2", Label("样地面积", "plot area"), Kind.NUMBER,
                Label("水平面积", "horizontal area"), aliases=("面积", "area"),
                units={
                    "平方米": _ONE, "m2": _ONE, "m²": _ONE, "公顷": Decimal(10_000),
                    "ha": Decimal(10_000), "hm2": Decimal(10_000), "hm²": Decimal(10_000),
                },
                is_unit_needed=True, bounds=bounds.get("area_m2"),
            ),
            _species(species, is_required=True),
            Column(
                "surveyed_on", Label("调查日期", "survey date"), Kind.DATE,
                Label("写作 2024-03-05", "as 2024-03-05"), aliases=("日期", "调查时间"),
            ),
        ),
        unique=("plot",),
        either=(("longitude_deg", "latitude_deg"), ("x_m", "y_m")),
        help=Label(
            "每个样地一行；经纬度与 X、Y 坐标填一组即可（CGCS2000，X 为纵坐标）。",
            "One row for each plot; either degrees or X and Y (CGCS2000, X is the northing).",
        ),
    )  # fmt: skip


def trees(
    bounds: Mapping[str, Bounds] | None = None, species: Mapping[str, Label] | None = None
) -> Specification:
    """The list of measured trees, one row a tree."""
    bounds = bounds or {}
    return Specification(
        name="trees",
        label=Label("每木检尺表", "list of measured trees"),
        columns=(
            _plot(),
            Column(
                "tree", Label("树号", "tree number"), Kind.IDENTIFIER,
                Label("样地内不重复", "once in each plot"), aliases=("样木号", "立木号", "编号"),
            ),
            _species(species, is_required=True),
            Column(
                "dbh_cm", Label("胸径", "dbh"), Kind.NUMBER,
                Label("带皮，地面以上 1.3 米处", "over bark at 1.3 m"), aliases=("检尺径", "d"),
                units={"cm": _ONE, "厘米": _ONE, "mm": Decimal("0.1"), "毫米": Decimal("0.1")},
                bounds=bounds.get("dbh_cm"),
            ),
            Column(
                "height_m", Label("树高", "height"), Kind.NUMBER,
                Label("可空", "may be blank"), aliases=("高", "h"),
                units={"m": _ONE, "米": _ONE}, is_required=False, bounds=bounds.get("height_m"),
            ),
        ),
        unique=("plot", "tree"),
        help=Label("每株一行。", "One row for each tree."),
    )  # fmt: skip


def _plot() -> Column:
    return Column(
        "plot", Label("样地号", "plot number"), Kind.IDENTIFIER,
        Label("文本格式，前导零有意义", "as text; leading zeros count"),
        aliases=("样地编号", "样地", "plot"),
    )  # fmt: skip


def _where(key: str, label: Label, unit: str, alias: str, bounds: Mapping[str, Bounds]) -> Column:
    other = {"度": "°", "米": "m"}[unit]
    kind = {"度": "十进制度", "米": "米，不带带号或带带号均可"}[unit]
    english = {"度": "decimal degrees", "米": "metres, with or without zone number"}[unit]
    return Column(
        key, label, Kind.NUMBER, Label(kind, english), aliases=(alias, f"{alias}坐标"),
        units={unit: _ONE, other: _ONE}, is_required=False, bounds=bounds.get(key),
    )  # fmt: skip


def _species(species: Mapping[str, Label] | None, *, is_required: bool) -> Column:
    return Column(
        "species", Label("树种", "species"), Kind.CHOICE if species else Kind.TEXT,
        Label("从列表中选择", "one of the list") if species else Label("树种名称", "name"),
        aliases=("优势树种", "树种代码"), choices=species or {}, is_required=is_required,
    )  # fmt: skip
