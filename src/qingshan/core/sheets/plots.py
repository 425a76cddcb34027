"""The lists of a field survey: sample plots (样地) and the trees measured on them (每木检尺)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from qingshan.core.kernel.label import Label
from qingshan.core.sheets.specification import Bounds, Column, Kind, Specification

_ONE = Decimal(1)
_DEGREES = {"度": _ONE, "°": _ONE}
_METRES = {"米": _ONE, "m": _ONE}
_CUBIC_METRES = {"立方米": _ONE, "m3": _ONE, "m³": _ONE}


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
            *_design(bounds),
            *_means(bounds),
        ),
        unique=("plot",),
        either=(("longitude_deg", "latitude_deg"), ("x_m", "y_m")),
        help=Label(
            "每个样地一行；经纬度与 X、Y 坐标填一组即可（CGCS2000，X 为纵坐标）。",
            "One row for each plot; either degrees or X and Y (CGCS2000, X is the northing).",
        ),
    )  # fmt: skip


def trees(
    bounds: Mapping[str, Bounds] | None = None,
    species: Mapping[str, Label] | None = None,
    statuses: Mapping[str, Label] | None = None,
) -> Specification:
    """The list of measured trees, one row a tree; ``statuses`` by code, else any is taken."""
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
            Column(
                "status", Label("检尺类型", "tree status"),
                Kind.CHOICE if statuses else Kind.IDENTIFIER,
                Label("复测时填写；可空", "for remeasured plots; may be blank"),
                aliases=("检尺类型代码", "立木状态"), choices=statuses or {}, is_required=False,
            ),
            _optional("azimuth_deg", Label("方位角", "azimuth"), _DEGREES, bounds),
            _optional("distance_m", Label("水平距", "horizontal distance"), _METRES, bounds),
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


def _design(bounds: Mapping[str, Bounds]) -> tuple[Column, ...]:
    """Stratum and designed point, by which the measured point is checked."""
    return (
        Column(
            "stratum", Label("层", "stratum"), Kind.TEXT,
            Label("所属层或小班号；可空", "stratum or sub-compartment; may be blank"),
            aliases=("层号", "小班号"), is_required=False,
        ),
        *(
            _optional(f"planned_{key}", Label(f"设计{zh}", f"planned {en}"), units, bounds)
            for key, zh, en, units in (
                ("longitude_deg", "经度", "longitude", _DEGREES),
                ("latitude_deg", "纬度", "latitude", _DEGREES),
                ("x_m", "X坐标", "X", _METRES),
                ("y_m", "Y坐标", "Y", _METRES),
            )
        ),
    )  # fmt: skip


def _means(bounds: Mapping[str, Bounds]) -> tuple[Column, ...]:
    """Figures of the plot as a whole, by which two occasions are compared."""
    lengths = {"厘米": _ONE, "cm": _ONE, "mm": Decimal("0.1"), "毫米": Decimal("0.1")}
    return (
        _optional("mean_dbh_cm", Label("平均胸径", "mean dbh"), lengths, bounds),
        _optional("mean_height_m", Label("平均树高", "mean height"), _METRES, bounds),
        _optional("stock_m3", Label("样地蓄积", "stock of the plot"), _CUBIC_METRES, bounds),
    )


def _optional(
    key: str, label: Label, units: Mapping[str, Decimal], bounds: Mapping[str, Bounds]
) -> Column:
    own = bounds.get(key) or bounds.get(key.removeprefix("planned_"))
    return Column(
        key, label, Kind.NUMBER, Label("可空", "may be blank"),
        units=units, is_required=False, bounds=own,
    )  # fmt: skip


def _species(species: Mapping[str, Label] | None, *, is_required: bool) -> Column:
    return Column(
        "species", Label("树种", "species"), Kind.CHOICE if species else Kind.TEXT,
        Label("从列表中选择", "one of the list") if species else Label("树种名称", "name"),
        aliases=("优势树种", "树种代码"), choices=species or {}, is_required=is_required,
    )  # fmt: skip
