"""Refusals of the geodata doctor: what is wrong with a layer beyond its reading."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

COUNTY_OTHER = declare(
    "E-UP-04",
    what=Label(
        "图形落在{found_zh}，与{declared_zh}不符。",
        "The shapes lie in {found_en}, not in {declared_en}.",
    ),
    why=Label(
        "读取时用的坐标系为 {name}，可能是中央经线选错（105°/108°）或县代码填错。",
        "They were read as {name}; the central meridian (105/108) or the county code may be wrong.",
    ),
    remedy=Label(
        "{hint_zh}请核对坐标系和县代码。",
        "{hint_en}Check the coordinate system and the county code.",
    ),
)
GAP = declare(
    "E-DR-01",
    what=Label("小班之间有 {area_mu} 亩的空隙。", "There is a gap of {area_m2} m² between shapes."),
    why=Label(
        "空隙四周都是小班，面积 {area_m2} 平方米，小于 {limit_m2} 平方米，可能是边界没有对齐。",
        "It is enclosed by shapes and smaller than {limit_m2} m² ({area_m2} m²): the boundaries "
        "may not meet.",
    ),
    remedy=Label(
        "请核对是否漏绘，或将相邻边界对齐；确属空地的不必处理。",
        "Check whether a shape is missing or snap the boundaries; leave it if the land is open.",
    ),
)
KEY_TWICE = declare(
    "E-DR-02",
    what=Label("编号 {key} 用于 {count} 个图斑。", "The key {key} stands on {count} shapes."),
    why=Label(
        "第 {rows} 行的林班、小班号完全相同，无法区分。",
        "Rows {rows} have the same compartment keys and cannot be told apart.",
    ),
    remedy=Label("请改正编号后重新提交。", "Correct the keys and hand in again."),
)
ZEROS_LOST = declare(
    "E-DR-03",
    what=Label(
        "字段 {field} 是编号，却存为数字。", "Field {field} holds codes, but is stored as numbers."
    ),
    why=Label(
        "编号的前导零（如 0012）存为数字后会丢失。",
        "Leading zeros of codes (such as 0012) are lost when stored as numbers.",
    ),
    remedy=Label(
        "请把该字段改为文本型并补回前导零。", "Make it a text field and restore the leading zeros."
    ),
)
NUMBER_AS_TEXT = declare(
    "E-DR-04",
    what=Label("字段 {field} 应为数字，却存为文本。", "Field {field} should be numbers, not text."),
    why=Label(
        "共 {count} 个值，其中 {bad} 个不是数字，如“{sample}”。",
        "Of {count} values {bad} are no numbers, such as “{sample}”.",
    ),
    remedy=Label("请改为数字型字段并更正这些值。", "Make it a number field and correct these."),
)
DATE_AS_TEXT = declare(
    "E-DR-05",
    what=Label("字段 {field} 应为日期，却存为文本。", "Field {field} should be dates, not text."),
    why=Label("写法如“{sample}”，可能被误读。", "Values such as “{sample}” may be misread."),
    remedy=Label("请改为日期型字段，写作 2024-01-31。", "Make it a date field: 2024-01-31."),
)
ZERO_FOR_BLANK = declare(
    "E-DR-06",
    what=Label("字段 {field} 有 {count} 个值为 0。", "Zeros in field {field}: {count}."),
    why=Label(
        "未填的数值常被存为 0，不能当作实测值。",
        "Blank numbers are often stored as 0; they are not measurements.",
    ),
    remedy=Label(
        "请核对第 {rows} 行，未测的请留空。", "Check rows {rows}; leave blank if unknown."
    ),
)
CODE_UNKNOWN = declare(
    "E-DR-07",
    what=Label(
        "字段 {field} 有 {count} 个代码不在代码表中。",
        "Codes in field {field} that no table knows: {count}.",
    ),
    why=Label("如 {sample}，含义未知。", "Such as {sample}; their meaning is unknown."),
    remedy=Label("请核对代码，或附上代码说明。", "Check the codes or send their meanings along."),
)
KEYS_ABSENT = declare(
    "E-DR-08",
    what=Label("没有找到林班号和小班号字段。", "No fields for the compartment keys were found."),
    why=Label(
        "缺少 {missing}，只能按行号称呼图斑，是否重号未知。",
        "{missing} is missing; shapes are called by row, and whether keys repeat is unknown.",
    ),
    remedy=Label("请补上该字段，或用字段对照表指明。", "Add the field, or name it by a field map."),
)
AREA_MERCATOR = declare(
    "E-DR-09",
    what=Label(
        "属性面积约为图形面积的 {ratio} 倍，像是网络墨卡托投影下的面积。",
        "The stated areas are {ratio} times the shapes, as areas in Web Mercator are.",
    ),
    why=Label(
        "网络墨卡托在北纬 {lat}° 把面积放大到 {factor} 倍，不能用于计量。",
        "At {lat}N Web Mercator enlarges areas {factor} times; they cannot be used.",
    ),
    remedy=Label(
        "请按椭球面积重新计算面积字段。", "Compute the area field anew, on the ellipsoid."
    ),
)
FILE_EXISTS = declare(
    "E-DR-10",
    what=Label("{name} 已存在，没有改动。", "{name} exists and was left alone."),
    why=Label("修复结果不覆盖已有文件。", "A repaired layer never replaces a file."),
    remedy=Label("请另取文件名。", "Choose another name."),
)
NOTHING_TO_REPAIR = declare(
    "E-DR-11",
    what=Label("{name} 没有读出图层，无法修复。", "No layer was read from {name} to repair."),
    why=Label("修复只对读得出的图斑进行。", "Only shapes that can be read are repaired."),
    remedy=Label("请先解决检查结果中的问题。", "Solve what the check found first."),
)
OFFSET_SUSPECTED = declare(
    "E-DR-12",
    what=Label(
        "坐标疑似为火星坐标（GCJ-02），偏移约 {metres} 米。",
        "The coordinates are probably offset ones (GCJ-02), by about {metres} m.",
    ),
    why=Label(
        "按 GCJ-02 纠偏后，边界有 {share_shifted}% 与已登记的边界吻合；不纠偏只有 {share}%。",
        "With the offset undone {share_shifted} % of the boundary runs along stored ones, as drawn "
        "only {share} %.",
    ),
    remedy=Label(
        "请确认是否在互联网地图上勾绘；纠偏只是近似，正式申报须用 CGCS2000 坐标。",
        "Say whether it was traced on a web map; undoing it is approximate, and an application "
        "needs coordinates of CGCS2000.",
    ),
)
