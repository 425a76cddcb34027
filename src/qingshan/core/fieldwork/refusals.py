"""What is wrong or doubtful in field data; ``row`` is the row of the list that is named."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

_ASK_TEAM: Label = Label(
    "请与外业组核对原始记录；属实的请说明原因。",
    "Ask the field team for the original record; if it is true, give the reason.",
)
_NO_SAMPLE: Label = Label(
    "不在设计位置的样地不再是随机样本，推算的误差没有依据。",
    "A plot elsewhere is no random sample, and its error has no basis.",
)

PLOT_UNKNOWN = declare(
    "E-FW-01",
    what=Label(
        "第 {row} 行的样地 {plot} 不在样地清单中（{count} 株）。",
        "Row {row}: plot {plot} is not in the list of plots ({count} trees).",
    ),
    why=Label(
        "没有面积和层的样地不能推算。", "Without its area and stratum a plot counts for nothing."
    ),
    remedy=Label("请核对样地号，或在样地清单中补上。", "Correct its number or add it to the list."),
)
PLOT_FAR = declare(
    "E-FW-02",
    what=Label(
        "样地 {plot} 距设计点 {distance_m} 米，超过 {most_m} 米（第 {row} 行）。",
        "Plot {plot} lies {distance_m} m from its planned point, more than {most_m} m (row {row}).",
    ),
    why=_NO_SAMPLE,
    remedy=Label(
        "请核对坐标与坐标系；确已移位的请说明原因并附照片。",
        "Check coordinates and their system; if it was moved, say why and add photos.",
    ),
)
PLOT_OUTSIDE = declare(
    "E-FW-03",
    what=Label(
        "样地 {plot} 不在{stratum_zh}内，相距 {distance_m} 米（第 {row} 行）。",
        "Plot {plot} lies outside {stratum_en}, {distance_m} m away (row {row}).",
    ),
    why=_NO_SAMPLE,
    remedy=Label(
        "请核对坐标、坐标系和所属层；样地不在项目内的应剔除。",
        "Check coordinates, their system and the stratum; a plot outside is left out.",
    ),
)
PLACE_UNKNOWN = declare(
    "E-FW-04",
    what=Label(
        "{count} 个样地的位置未核对：{reason_zh}。",
        "The positions of {count} plots were not checked: {reason_en}.",
    ),
    why=Label("没有核对不等于没有问题。", "Unchecked does not mean right."),
    remedy=Label(
        "请在样地清单中填写实测与设计坐标，并提供层或小班图形。",
        "Give measured and planned coordinates, and the shapes of strata or sub-compartments.",
    ),
)
HEIGHT_SLENDER = declare(
    "E-FW-05",
    what=Label(
        "第 {row} 行树高 {height_m} 米、胸径 {dbh_cm} 厘米，高径比 {ratio}{guess_zh}。",
        "Row {row}: height {height_m} m at dbh {dbh_cm} cm, a ratio of {ratio}{guess_en}.",
    ),
    why=Label(
        "高径比应在 {low} 至 {high} 之间，超出的树不存在。",
        "The ratio lies between {low} and {high}; other trees do not exist.",
    ),
    remedy=Label("请核对小数点和单位。", "Check the decimal point and the unit."),
)
HEIGHT_APART = declare(
    "E-FW-06",
    what=Label(
        "第 {row} 行树高 {height_m} 米，同树种胸径 {dbh_cm} 厘米的树约 {expected_m} 米。",
        "Row {row}: height {height_m} m; trees of this species with dbh {dbh_cm} cm have about "
        "{expected_m} m.",
    ),
    why=Label(
        "离 {species} 的树高曲线（{count} 株）{times} 个稳健标准差，超过 {most}。",
        "It is {times} robust standard deviations off the curve of {species} ({count} trees); "
        "{most} are usual.",
    ),
    remedy=_ASK_TEAM,
)
DIGITS_UNEVEN = declare(
    "E-FW-07",
    what=Label(
        "{column_zh}末位数字不均匀：{digit} 占 {share}%，应约为 10%。",
        "Last digits of {column_en} are uneven: {digit} stands on {share}%, 10% would be usual.",
    ),
    why=Label(
        "{count} 个读数，卡方 {chi}，p = {p}：真实测量的末位数字近于均匀。",
        "{count} readings, chi-square {chi}, p = {p}: last digits of real measurements are even.",
    ),
    remedy=_ASK_TEAM,
)
DIGITS_HEAPED = declare(
    "E-FW-08",
    what=Label(
        "{column_zh}末位 0、5 占 {share}%，应约为 {usual}%，疑似目估。",
        "{share}% of {column_en} end on 0 or 5, {usual}% would be usual: estimates by eye?",
    ),
    why=Label(
        "{count} 个读数（精度 {step}），卡方 {chi}，p = {p}。",
        "{count} readings (to {step}), chi-square {chi}, p = {p}.",
    ),
    remedy=Label(
        "请抽取部分样地用围尺和测高器复测，并按复测结果修正误差。",
        "Measure some plots again with tape and hypsometer, and correct the error by them.",
    ),
)
NOT_TESTED = declare(
    "E-FW-09",
    what=Label("未作检验：{test_zh}（{reason_zh}）。", "Not tested: {test_en} ({reason_en})."),
    why=Label("没有检验不等于没有问题。", "Untested does not mean right."),
    remedy=Label("数据补充后可再检查。", "Check again when there are more data."),
)
TREE_TWICE = declare(
    "E-FW-10",
    what=Label(
        "样地 {plot} 第 {rows} 行的树种、胸径、树高{position_zh}完全相同。",
        "Plot {plot}: rows {rows} agree in species, dbh, height{position_en}.",
    ),
    why=Label("同一株可能记录了两次，会多算蓄积。", "One tree may be counted twice."),
    remedy=Label("重复的请删去一行；确为两株的请说明。", "Delete one row, or say that both exist."),
)
BLOCK_COPIED = declare(
    "E-FW-11",
    what=Label(
        "样地 {plot} 从第 {row} 行起有 {count} 株与样地 {other} 逐株相同。",
        "Plot {plot}: {count} trees from row {row} on equal those of plot {other}, one by one.",
    ),
    why=Label(
        "独立测量不会这样巧合（期望 {chance} 对）。",
        "Independent measurements do not agree so ({chance} pairs would be expected).",
    ),
    remedy=Label("请重新调查被抄录的样地。", "The copied plot has to be surveyed again."),
)
PHOTO_TWICE = declare(
    "E-FW-12",
    what=Label(
        "照片 {photo} 与 {others} 是同一张（差异 {bits} 位）。",
        "Photo {photo} is the same picture as {others} ({bits} bits apart).",
    ),
    why=Label(
        "一张照片不能证明两次调查{between_zh}。",
        "One picture does not prove two visits{between_en}.",
    ),
    remedy=Label("请提供各样地各自的照片。", "Give each plot its own photos."),
)
PHOTO_DAY = declare(
    "E-FW-13",
    what=Label(
        "照片 {photo} 拍摄于 {taken}，样地 {plot} 的调查日期是 {surveyed}。",
        "Photo {photo} was taken on {taken}; plot {plot} was surveyed on {surveyed}.",
    ),
    why=Label("相差超过 {most} 日。", "They differ by more than {most} days."),
    remedy=_ASK_TEAM,
)
PHOTO_FAR = declare(
    "E-FW-14",
    what=Label(
        "照片 {photo} 的拍摄位置距样地 {plot} {distance_m} 米。",
        "Photo {photo} was taken {distance_m} m from plot {plot}.",
    ),
    why=Label("相距超过 {most_m} 米。", "That is more than {most_m} m."),
    remedy=_ASK_TEAM,
)
PHOTO_SILENT = declare(
    "E-FW-15",
    what=Label(
        "{count} 张照片没有{part_zh}，未能核对，如 {photo}。",
        "{count} photos hold no {part_en} and could not be checked, such as {photo}.",
    ),
    why=Label(
        "转发、截图会去掉照片自带的时间和位置。",
        "Forwarding and screenshots remove time and place.",
    ),
    remedy=Label("请提交相机或手机中的原始照片。", "Hand in the original files of the camera."),
)
PHOTO_UNREADABLE = declare(
    "E-FW-16",
    what=Label("照片 {photo} 无法读取。", "Photo {photo} cannot be read."),
    why=Label("文件损坏、过大或不是图片。", "It is damaged, too large or no picture."),
    remedy=Label("请重新提交 JPEG 或 PNG 照片。", "Hand it in again as JPEG or PNG."),
)
UNIT_CHANGED = declare(
    "E-FW-17",
    what=Label(
        "{column_zh}两期之比的中位数为 {ratio}，约为 {factor} 倍，疑似单位改变（{guess_zh}）。",
        "The median ratio of {column_en} between the occasions is {ratio}, about {factor} times: "
        "a change of unit ({guess_en})?",
    ),
    why=Label(
        "{count} 个样地（株）中有 {share}% 符合这个倍数，不是生长。",
        "{share}% of {count} plots or trees agree with this factor; it is no growth.",
    ),
    remedy=Label(
        "请在表头写明两期各自的单位，例如“平均胸径（mm）”。",
        "State the unit of either occasion in its header, such as mean dbh (mm).",
    ),
)
TREE_VANISHED = declare(
    "E-FW-18",
    what=Label(
        "样地 {plot} 有 {count} 株前期的活立木本期没有记录：{trees}。",
        "Plot {plot}: {count} living trees of the earlier occasion are not on record: {trees}.",
    ),
    why=Label(
        "枯死、采伐也要记录，否则损失被漏算。",
        "Dead and felled trees are recorded too, or losses are missed.",
    ),
    remedy=Label("请补记这些树，写明检尺类型。", "Add these trees with their status."),
)
TREE_RESURRECTED = declare(
    "E-FW-19",
    what=Label(
        "第 {row} 行：样地 {plot} 的 {tree} 号树前期为{before_zh}，本期为{after_zh}。",
        "Row {row}: tree {tree} of plot {plot} was {before_en} before and is {after_en} now.",
    ),
    why=Label("枯死或已采伐的树不会再活。", "What is dead or felled does not live again."),
    remedy=_ASK_TEAM,
)
DBH_SHRUNK = declare(
    "E-FW-20",
    what=Label(
        "第 {row} 行：样地 {plot} 的 {tree} 号树胸径由 {before} 厘米减为 {after} 厘米。",
        "Row {row}: dbh of tree {tree} in plot {plot} fell from {before} to {after} cm.",
    ),
    why=Label("减小超过测量误差 {most} 厘米。", "That is more than the error of {most} cm."),
    remedy=_ASK_TEAM,
)
DBH_GREW = declare(
    "E-FW-21",
    what=Label(
        "第 {row} 行：样地 {plot} 的 {tree} 号树胸径 {years} 年由 {before} 增为 {after} 厘米。",
        "Row {row}: dbh of tree {tree} in plot {plot} rose from {before} to {after} cm in "
        "{years} yr.",
    ),
    why=Label("每年超过 {most} 厘米。", "That is more than {most} cm a year."),
    remedy=_ASK_TEAM,
)
SPECIES_CHANGED = declare(
    "E-FW-22",
    what=Label(
        "第 {row} 行：样地 {plot} 的 {tree} 号树前期为 {before}，本期为 {after}。",
        "Row {row}: tree {tree} of plot {plot} was {before} before and is {after} now.",
    ),
    why=Label("同一株树的树种不会改变。", "The species of a tree does not change."),
    remedy=_ASK_TEAM,
)
SPECIES_RECODED = declare(
    "E-FW-23",
    what=Label(
        "前期树种 {before} 的 {count} 株中有 {share}% 本期为 {after}，疑似改用了另一套代码。",
        "Of {count} trees coded {before} before, {share}% are coded {after} now: another list of "
        "codes?",
    ),
    why=Label(
        "两期用不同的材积式或参数，会把改码算成生长。",
        "Other equations or parameters would turn the change of code into growth.",
    ),
    remedy=Label("请说明两期各用哪套代码。", "Say which list of codes either occasion uses."),
)
TREE_NEW = declare(
    "E-FW-24",
    what=Label(
        "第 {row} 行：样地 {plot} 的 {tree} 号树前期没有，本期胸径已 {after} 厘米。",
        "Row {row}: tree {tree} of plot {plot} is new and already has a dbh of {after} cm.",
    ),
    why=Label(
        "{years} 年间的进界木胸径不应超过 {most} 厘米。",
        "Ingrowth of {years} yr is not thicker than {most} cm.",
    ),
    remedy=Label(
        "前期漏测的请写明检尺类型 16，其余请核对树号。",
        "Give status 16 if it was missed before; otherwise check its number.",
    ),
)
PLOT_ABSENT = declare(
    "E-FW-25",
    what=Label(
        "{count} 个前期样地本期没有记录：{plots}。",
        "{count} plots of the earlier occasion are not on record: {plots}.",
    ),
    why=Label(
        "只复测长势好的样地会高估增长。", "Measuring only the plots that grew overstates growth."
    ),
    remedy=Label("请补测，或说明样地失落的原因。", "Measure them, or say how they were lost."),
)
PHOTO_PLOT_UNKNOWN = declare(
    "E-FW-26",
    what=Label(
        "{count} 张照片看不出属于哪个样地，如 {photo}。",
        "{count} photos do not tell their plot, such as {photo}.",
    ),
    why=Label("时间和位置无法与样地核对。", "Time and place cannot be compared with a plot."),
    remedy=Label(
        "请按样地号分文件夹，或以“样地号_序号”命名。",
        "Put them into a folder for each plot, or name them by plot and number.",
    ),
)
