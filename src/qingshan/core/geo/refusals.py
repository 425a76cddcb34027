"""Refusals of the geometry room: reading uploads (E-UP) and the shapes themselves (E-GE)."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

SHX_LOST = declare(
    "E-UP-01",
    what=Label(
        "缺少 .shx 索引文件，且无法从 .shp 重建。",
        "The .shx index is missing and cannot be rebuilt.",
    ),
    why=Label(
        "{name} 的 .shp 在第 {record} 条记录处中断，图形不完整。",
        "The .shp of {name} breaks off at record {record}; shapes are incomplete.",
    ),
    remedy=Label(
        "请从原软件重新导出，并将 .shp、.shx、.dbf、.prj 一并压缩后上传。",
        "Export again from the original software and upload .shp, .shx, .dbf and .prj in one zip.",
    ),
)
ENCODING_UNKNOWN = declare(
    "E-UP-02",
    what=Label("文字编码无法判定。", "The text encoding cannot be determined."),
    why=Label(
        "字段 {field} 的内容（字节 {bytes}）不符合下列编码：{tried}。",
        "Field {field} (bytes {bytes}) is not valid in any of these encodings: {tried}.",
    ),
    remedy=Label(
        "请用 --encoding 指明编码（如 GB18030、UTF-8、BIG5），或另存为 GeoPackage 后上传。",
        "Name the encoding with --encoding (such as GB18030, UTF-8, BIG5), or save as GeoPackage.",
    ),
)
CRS_MISSING = declare(
    "E-UP-03",
    what=Label(
        "没有坐标系，且无法从坐标值判断。",
        "There is no coordinate system, nor can one be concluded.",
    ),
    why=Label(
        "横坐标 {x_min} 至 {x_max}、纵坐标 {y_min} 至 {y_max}，不带带号，也不在经纬度范围内；"
        "猜错中央经线会使图形移到别的市县。可能的坐标系：{listed_zh}。",
        "Eastings {x_min} to {x_max}, northings {y_min} to {y_max} carry no single zone number and "
        "are not degrees; a wrong central meridian would move the shapes into another county. "
        "Possible: {listed_en}.",
    ),
    remedy=Label(
        "请补上 .prj，或用 --crs 指明，如 --crs EPSG:4524（三度带 36 带）、"
        "EPSG:4545（中央经线 108°）、EPSG:4544（中央经线 105°）。",
        "Add the .prj or name it: --crs EPSG:4524 (3-degree zone 36), EPSG:4545 (central meridian "
        "108E), EPSG:4544 (105E).",
    ),
)
SELF_CROSSING = declare(
    "E-UP-05",
    what=Label("图形自相交。", "The shape crosses itself."),
    why=Label(
        "交叉点位于经度 {lon}、纬度 {lat}，面积无法确定："
        "现为 {before_ha} 公顷，修复后为 {after_ha} 公顷。",
        "It crosses at {lon}, {lat} (lon, lat), so its area is not defined: {before_ha} ha as "
        "drawn, {after_ha} ha when repaired.",
    ),
    remedy=Label(
        "请在图上查看该点并修改边界，或确认自动修复后的面积。",
        "Look at the point on the map and redraw the boundary, or confirm the repaired area.",
    ),
)
OVERLAP = declare(
    "E-UP-06",
    what=Label(
        "图斑 {first} 与 {second} 重叠 {area_mu} 亩。",
        "{first} and {second} overlap by {area_m2} m².",
    ),
    why=Label(
        "重叠 {area_m2} 平方米，超过允许的 {tolerance_m2} 平方米，同一块林地会被计算两次。",
        "The overlap of {area_m2} m² exceeds the tolerance of {tolerance_m2} m²; the land would be "
        "counted twice.",
    ),
    remedy=Label(
        "请把重叠部分划归其中一个小班后重新上传。",
        "Assign the shared part to one of the two and upload again.",
    ),
)
AREA_MISMATCH = declare(
    "E-UP-07",
    what=Label(
        "属性面积 {stated_ha} 公顷，图形面积 {shape_ha} 公顷，相差 {share_percent}%。",
        "The stated area is {stated_ha} ha, the shape has {shape_ha} ha, {share_percent} % apart.",
    ),
    why=Label(
        "相差超过允许的 {limit_percent}%，碳汇量随面积成比例变化，不能按任一面积计量。",
        "More than the {limit_percent} % allowed; removals grow with the area, so neither can be "
        "used.",
    ),
    remedy=Label(
        "请核对面积字段的单位（公顷或亩）和图形坐标系，更正后重新上传。",
        "Check the unit of the area field (ha or mu) and the coordinate system, then upload again.",
    ),
)
KIND_UNKNOWN = declare(
    "E-UP-08",
    what=Label("不能读取 {name}。", "{name} cannot be read."),
    why=Label(
        "{reason_zh}；可读取 Shapefile、文件地理数据库（.gdb）、GeoPackage、GeoJSON、KML、KMZ、GPX "
        "和界址点文本。",
        "{reason_en}. What can be read: shapefiles, file geodatabases (.gdb), GeoPackage, GeoJSON, "
        "KML, KMZ, GPX and texts of boundary points.",
    ),
    remedy=Label("{steps_zh}。", "{steps_en}."),
)
ARCHIVE_BROKEN = declare(
    "E-UP-09",
    what=Label("压缩包 {name} 打不开。", "The archive {name} cannot be opened."),
    why=Label(
        "文件损坏、未传完整，或使用了不支持的压缩方法。",
        "It is damaged, incomplete or packed by an unsupported method.",
    ),
    remedy=Label(
        "请用普通 ZIP 方式重新压缩后上传。", "Pack it again as an ordinary zip and upload."
    ),
)
MEMBER_UNSAFE = declare(
    "E-UP-10",
    what=Label("压缩包内有不安全的路径。", "The archive holds an unsafe path."),
    why=Label(
        "成员 {member} 指向压缩包以外的位置或是链接。",
        "Member {member} points outside the archive or is a link.",
    ),
    remedy=Label(
        "请只压缩图层文件本身，不要带绝对路径、上级路径或链接。",
        "Pack the layer files only, without absolute or parent paths and links.",
    ),
)
ARCHIVE_NESTED = declare(
    "E-UP-11",
    what=Label("压缩包内还有压缩包。", "The archive holds another archive."),
    why=Label("成员 {member} 是压缩文件，系统不逐层解压。", "Member {member} is packed itself."),
    remedy=Label("请解压后只压缩一层再上传。", "Unpack it and pack the layer only once."),
)
MEMBER_ENCRYPTED = declare(
    "E-UP-12",
    what=Label("压缩包设有密码。", "The archive is encrypted."),
    why=Label(
        "成员 {member} 已加密，无法读取。", "Member {member} is encrypted and cannot be read."
    ),
    remedy=Label("请去掉密码后重新压缩上传。", "Pack it again without a password."),
)
TOO_LARGE = declare(
    "E-UP-13",
    what=Label("文件超过允许的大小。", "The upload exceeds the size allowed."),
    why=Label(
        "{measure_zh}为 {found}，上限为 {limit}。", "{measure_en}: {found}, at most {limit}."
    ),
    remedy=Label(
        "请按乡镇或林班分成几份上传，并删去与图层无关的文件。",
        "Split it by township or compartment and leave out unrelated files.",
    ),
)
LAYERS_SEVERAL = declare(
    "E-UP-14",
    what=Label(
        "文件中有 {count} 个图层，需要选定一个。", "There are {count} layers; one must be chosen."
    ),
    why=Label("图层有：{layers}。", "The layers are: {layers}."),
    remedy=Label("请用 --layer 指明图层名。", "Name the layer with --layer."),
)
LAYER_ABSENT = declare(
    "E-UP-15",
    what=Label("没有名为 {layer} 的图层。", "There is no layer named {layer}."),
    why=Label("现有图层：{layers}。", "The layers are: {layers}."),
    remedy=Label("请从现有图层中选择。", "Choose one of these layers."),
)
PART_MISSING = declare(
    "E-UP-16",
    what=Label("图层 {name} 缺少 {part}。", "Layer {name} lacks its {part}."),
    why=Label(
        "{part} 存放{holds_zh}，缺少时图层不完整。",
        "The {part} holds the {holds_en}; the layer is incomplete without it.",
    ),
    remedy=Label(
        "请将同名的 .shp、.shx、.dbf、.prj 一并压缩后上传。",
        "Upload the .shp, .shx, .dbf and .prj of the same name in one zip.",
    ),
)
DATUM_OLD = declare(
    "E-UP-17",
    what=Label(
        "坐标系为 {name}，不能直接换算。", "The coordinate system is {name} and is not converted."
    ),
    why=Label(
        "西安 80、北京 54 换算到 CGCS2000 需要官方参数，缺少参数会偏移几米至上百米。",
        "Xi'an 80 and Beijing 54 need official parameters to reach CGCS2000; without them shapes "
        "are metres to a hundred metres off.",
    ),
    remedy=Label(
        "请由测绘主管部门换算为 CGCS2000 后上传；确需近似换算时，用 --crs {epsg} 明确指定。",
        "Have it converted to CGCS2000 by the surveying office; to accept an approximation, say so "
        "with --crs {epsg}.",
    ),
)
CRS_UNUSABLE = declare(
    "E-UP-18",
    what=Label("坐标系 {name} 不能使用。", "The coordinate system {name} cannot be used."),
    why=Label(
        "它不是已知的地理坐标系或投影坐标系，无法换算到 CGCS2000。",
        "It is not a known geographic or projected system, so there is no way to CGCS2000.",
    ),
    remedy=Label(
        "请用 --crs 指明 EPSG 代码，如 --crs EPSG:4524。",
        "Name an EPSG code, such as --crs EPSG:4524.",
    ),
)
CRS_CONTRADICTED = declare(
    "E-UP-19",
    what=Label("坐标值与坐标系 {name} 不符。", "The coordinates do not fit {name}."),
    why=Label(
        "横坐标 {x_min} 至 {x_max}、纵坐标 {y_min} 至 {y_max}，不在该坐标系的取值范围内，"
        "可能带号有误，或 .prj 与图形不是一套。",
        "Eastings {x_min} to {x_max}, northings {y_min} to {y_max} lie outside that system; the "
        "zone number may be wrong, or the .prj belongs to another layer.",
    ),
    remedy=Label(
        "请核对 .prj，或用 --crs 指明正确的坐标系，如 --crs EPSG:4524。",
        "Check the .prj, or name the right system, such as --crs EPSG:4524.",
    ),
)
LAYER_EMPTY = declare(
    "E-UP-20",
    what=Label("图层 {name} 中没有图斑。", "Layer {name} is empty."),
    why=Label("没有图斑就没有可以计量的面积。", "Without shapes there is no area to measure."),
    remedy=Label(
        "请检查导出时的筛选条件后重新导出。",
        "Check the filter used for the export and export again.",
    ),
)
FILE_BROKEN = declare(
    "E-UP-21",
    what=Label("文件 {name} 已损坏或内容不一致。", "The file {name} is damaged or inconsistent."),
    why=Label("{detail_zh}。", "{detail_en}."),
    remedy=Label("请从原软件重新导出后上传。", "Export it again from the original software."),
)
SHAPEFILE_ABSENT = declare(
    "E-UP-22",
    what=Label("{name} 中没有可读取的图层。", "There is no layer in {name} that can be read."),
    why=Label("其中只有：{members}。", "It holds only: {members}."),
    remedy=Label(
        "请将 .shp、.shx、.dbf、.prj 一并压缩后上传。",
        "Upload the .shp, .shx, .dbf and .prj in one zip.",
    ),
)
XML_HOSTILE = declare(
    "E-UP-23",
    what=Label("{name} 含有不允许的 XML 内容。", "{name} holds XML that is not allowed."),
    why=Label(
        "{reason_zh}，可能耗尽内存或读取服务器上的其他文件。",
        "{reason_en}; that may use up all memory or read other files of the server.",
    ),
    remedy=Label(
        "请从原软件重新导出 KML 或 GPX，不要手工加入声明。",
        "Export the KML or GPX again, unedited.",
    ),
)
MEMBERS_OVERLAP = declare(
    "E-UP-24",
    what=Label("压缩包的成员互相重叠。", "Members of the archive overlap."),
    why=Label(
        "{first} 与 {second} 共用同一段数据，这是解压炸弹的做法。",
        "{first} and {second} share the same bytes, as a decompression bomb does.",
    ),
    remedy=Label("请用普通 ZIP 方式重新压缩后上传。", "Pack it again as an ordinary zip."),
)
READING_SLOW = declare(
    "E-UP-25",
    what=Label("读取 {name} 用时过长，已停止。", "Reading {name} took too long and was stopped."),
    why=Label("超过 {seconds} 秒仍未读完。", "It was not done after {seconds} seconds."),
    remedy=Label(
        "请按乡镇或林班分成几份，或另存为 GeoPackage 后上传。",
        "Split it by township or compartment, or save it as a GeoPackage, and upload again.",
    ),
)
READING_HEAVY = declare(
    "E-UP-26",
    what=Label("读取 {name} 所需内存过大，已停止。", "Reading {name} needs too much memory."),
    why=Label("超过 {mebibytes} MiB。", "It took more than {mebibytes} MiB and was stopped."),
    remedy=Label(
        "请按乡镇或林班分成几份，并减少无关字段和过密的顶点后上传。",
        "Split it by township or compartment, with fewer fields and vertices, and upload again.",
    ),
)
READER_CRASHED = declare(
    "E-UP-27",
    what=Label("读取 {name} 的程序异常退出。", "The program that reads {name} broke down."),
    why=Label(
        "退出代码 {status}，文件可能已损坏或经过特意构造；其他数据未受影响。",
        "Exit status {status}; the file may be damaged or crafted. Nothing else is affected.",
    ),
    remedy=Label(
        "请从原软件重新导出后上传；仍不成功时，请把文件交给系统管理员。",
        "Export it again and upload; if that fails, hand the file to the administrator.",
    ),
)
SHAPE_NULL = declare(
    "E-GE-01",
    what=Label("第 {row} 行没有图形。", "Row {row} has no shape."),
    why=Label(
        "只有属性、没有图形的小班无法落图和计量。",
        "A row without a shape cannot be placed or measured.",
    ),
    remedy=Label("请补画图形或删去该行。", "Draw the shape or delete the row."),
)
SHAPE_NOT_POLYGON = declare(
    "E-GE-02",
    what=Label("第 {row} 行不是面。", "Row {row} is not a polygon."),
    why=Label(
        "图形类型为 {kind}，没有面积；小班必须是面。",
        "It is a {kind} and has no area; a sub-compartment must be a polygon.",
    ),
    remedy=Label("请转换为面或删去该行。", "Turn it into a polygon or delete the row."),
)
COORDINATES_ABSURD = declare(
    "E-GE-03",
    what=Label("第 {row} 行的坐标无效。", "Row {row} has impossible coordinates."),
    why=Label(
        "坐标为 {x}，{y}，不是有效数字或不在坐标系 {name} 的取值范围内。",
        "The coordinates {x}, {y} are no numbers or lie outside {name}.",
    ),
    remedy=Label("请检查该图斑的顶点坐标。", "Check the vertices of this shape."),
)
RING_TOO_SHORT = declare(
    "E-GE-04",
    what=Label(
        "{place} 的边界不足三个不同的点。",
        "The boundary of {place} has fewer than three distinct points.",
    ),
    why=Label("少于三个不同的点不能围成面。", "Fewer than three distinct points enclose no area."),
    remedy=Label("请重新绘制该图斑或删去。", "Redraw the shape or delete it."),
)
AREA_ZERO = declare(
    "E-GE-05",
    what=Label("{place} 的图形面积为零。", "The shape of {place} has no area."),
    why=Label(
        "各顶点几乎在一条直线上，面积小于 {least_m2} 平方米。",
        "Its vertices lie on one line; the area is below {least_m2} m².",
    ),
    remedy=Label("请重新绘制该图斑或删去。", "Redraw the shape or delete it."),
)
SHAPE_DUPLICATED = declare(
    "E-GE-06",
    what=Label("{place} 与 {first} 的图形完全相同。", "{place} has the same shape as {first}."),
    why=Label(
        "同一块林地登记了两次，会重复计算。",
        "The same land is entered twice and would be counted twice.",
    ),
    remedy=Label("请删去其中一个。", "Delete one of the two."),
)
RINGS_DISORDERED = declare(
    "E-GE-07",
    what=Label("{place} 的内外边界关系有误。", "The rings of {place} do not fit together."),
    why=Label(
        "经度 {lon}、纬度 {lat} 附近，孔洞在外边界之外或边界相互重叠，"
        "面积无法确定：现为 {before_ha} 公顷，修复后为 {after_ha} 公顷。",
        "Near {lon}, {lat} (lon, lat) a hole lies outside its shell or rings overlap; the area is "
        "not defined: {before_ha} ha as drawn, {after_ha} ha when repaired.",
    ),
    remedy=Label(
        "请在图上查看该处并修改边界，或确认自动修复后的面积。",
        "Look at the place on the map and redraw, or confirm the repaired area.",
    ),
)
AREA_UNSTATED = declare(
    "E-GE-08",
    what=Label("{place} 的属性面积未填或不是正数。", "{place} states no positive area."),
    why=Label(
        "填写值为 {stated}，无法与图形面积 {shape_ha} 公顷核对。",
        "The value {stated} cannot be compared with the {shape_ha} ha of the shape.",
    ),
    remedy=Label("请补填该小班的面积（公顷）。", "Enter the area in hectares."),
)
LINE_OPEN = declare(
    "E-GE-09",
    what=Label("第 {row} 行的线没有闭合。", "The line in row {row} is not closed."),
    why=Label(
        "首尾相距 {gap_m} 米，线长 {length_m} 米，围不成面。",
        "Its ends are {gap_m} m apart on {length_m} m of line; it encloses no area.",
    ),
    remedy=Label(
        "请沿边界走完一圈或补画后重新导出。", "Walk or draw it to the end and export again."
    ),
)
