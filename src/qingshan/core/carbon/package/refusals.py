"""What packages and comparisons refuse (E-PK)."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

INPUTS_OTHER = declare(
    "E-PK-01",
    what=Label(
        "所给数据算不出这份计量结果：{parts_zh}不符。",
        "The data given do not lead to this run: {parts_en} differ.",
    ),
    why=Label(
        "复算包里的数据必须能重新算出同样的结果，否则什么也证明不了。",
        "The data of a package must lead to its result again, or it proves nothing.",
    ),
    remedy=Label(
        "请给出当时计量所用的文件、字段对应文件与坐标系，或直接从文件重新计量。",
        "Give the file, field map and coordinate system the run was made from, or measure anew.",
    ),
)
NOT_A_PACKAGE = declare(
    "E-PK-02",
    what=Label("{name} 不是复算包：{finding_zh}。", "{name} is no package: {finding_en}."),
    why=Label(
        "复算包是一个 zip 文件，其中 manifest.json 列出每个成员的 SHA-256。",
        "A package is a zip whose manifest.json lists the SHA-256 of each member.",
    ),
    remedy=Label("请重新下载，或请出具方重新制作。", "Download it again, or ask for a new one."),
)
MEMBER_CHANGED = declare(
    "E-PK-03",
    what=Label("包中的 {member} 与清单不符。", "{member} does not fit the manifest."),
    why=Label(
        "清单所记 SHA-256 为 {told}，实际为 {found}。",
        "The manifest tells SHA-256 {told}, the file has {found}.",
    ),
    remedy=Label("请使用未改动的复算包。", "Use a package that was not changed."),
)
VERSION_UNKNOWN = declare(
    "E-PK-04",
    what=Label("复算包格式第 {version} 版无法读取。", "Format {version} cannot be read."),
    why=Label("本程序读取第 {known} 版。", "This program reads format {known}."),
    remedy=Label("请升级程序后再复算。", "Update the program and recompute."),
)
NO_FIGURES = declare(
    "E-PK-05",
    what=Label(
        "{name} 中找不到可比对的两列：{finding_zh}。",
        "{name} has no two columns to compare: {finding_en}.",
    ),
    why=Label(
        "比对需要一列小班号或数的编号，和至少一列数值。",
        "A comparison needs a column of sub-compartments or node ids, and one of values.",
    ),
    remedy=Label(
        "请把表头写作“小班号”和“数值（t）”，数值一行一个。",
        "Head the columns “compartment” and “value (t)”, one value a row.",
    ),
)
BYTES_UNNAMED = declare(
    "E-PK-06",
    what=Label("{name} 中有不属于任何成员的字节。", "{name} holds bytes that belong to no member."),
    why=Label(
        "清单只为各成员作证；夹在前后或中间的内容无人作证。",
        "The manifest vouches for members; nothing vouches for what stands around them.",
    ),
    remedy=Label("请重新下载，或请出具方重新制作。", "Download it again, or ask for a new one."),
)
OTHER_ROUTE = declare(
    "E-PK-07",
    what=Label("{name} 是样地计量的复算包。", "{name} is a package measured on plots."),
    why=Label(
        "样地计量没有小班，不能按小班打开或比对。",
        "It has no sub-compartments to open or to compare.",
    ),
    remedy=Label(
        "请用 measure explain、recompute、report 打开，或与另一个样地复算包比对。",
        "Use measure explain, recompute or report, or compare it with another one on plots.",
    ),
)
SURVEY_ABSENT = declare(
    "E-PK-08",
    what=Label("{name} 里没有原始调查数据。", "{name} does not hold the survey."),
    why=Label(
        "公开的复算包不含姓名与图形，只能从规范化的数据复算。",
        "A public package holds no names and shapes and starts from the columns of the method.",
    ),
    remedy=Label(
        "请去掉 --from-survey，或向出具方索取含原始数据的复算包。",
        "Leave --from-survey out, or ask for a package made with --with-survey.",
    ),
)
