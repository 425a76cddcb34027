"""What the land register refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

DOUBLE_CLAIM = declare(
    "E-EL-11",
    what=Label(
        "与“{other}”重叠 {area_mu} 亩，监测期重合 {from_day} 至 {to_day}。",
        "Overlaps “{other}” by {area_mu} mu; the periods share {from_day} to {to_day}.",
    ),
    why=Label(
        "同一地块同一时期的减排量只能申报一次，避免重复计算。",
        "Removals of one plot and time may be claimed once only.",
    ),
    remedy=Label(
        "请去掉重叠的小班，或改用不重合的监测期。",
        "Leave out the overlapping compartments or choose another period.",
    ),
)
PERIOD_OPEN = declare(
    "E-EL-12",
    what=Label(
        "监测期止于 {last_day}，尚未结束。",
        "The monitoring period ends on {last_day}, still to come.",
    ),
    why=Label(
        "碳票只记载已经发生的减排量。", "A ticket carries removals that have already happened."
    ),
    remedy=Label("请把监测期改到今天以前结束。", "Let the period end before today."),
)
CERTIFICATE_TAKEN = declare(
    "E-TN-01",
    what=Label(
        "证件号 {number} 已登记在另一块林地上：{differs} 不一致。",
        "Certificate {number} is entered for other land: {differs} differ.",
    ),
    why=Label(
        "一个证件号只对应一宗权利，重复使用可能是录入错误或冒用。",
        "One number stands for one right; a second use is a slip or a fraud.",
    ),
    remedy=Label(
        "请核对证件号与内容；确有变更的，请登记新证件。",
        "Check number and content; where the right changed, enter the new certificate.",
    ),
)
CERTIFICATE_FIELD = declare(
    "E-TN-02",
    what=Label("证件的“{field}”有误：{found}。", "The certificate's {field} is wrong: {found}."),
    why=Label(
        "权利内容不清的证件不能用来证明林权。",
        "A certificate whose content is unclear proves no right.",
    ),
    remedy=Label("请按证件原件填写：{expected}。", "Fill in as the original says: {expected}."),
)
PROVENANCE_MISSING = declare(
    "E-ZL-01",
    what=Label("图层缺少“{field}”。", "The layer lacks its {field}."),
    why=Label(
        "来源不明的图层不能作为核验依据。",
        "A layer of unknown provenance is no basis for a check.",
    ),
    remedy=Label("请按发布文件补填后再导入。", "Fill it in from the publication, then import."),
)
LAYER_FIELD = declare(
    "E-ZL-02",
    what=Label("“{field}”的值 {found} 不能识别。", "The {field} “{found}” is not known."),
    why=Label(
        "登记系统只按约定的取值核验，不作猜测。",
        "The register checks by agreed values and never guesses.",
    ),
    remedy=Label("可用的值：{known}。", "Use one of: {known}."),
)
LAYER_AGAIN = declare(
    "E-ZL-03",
    what=Label(
        "图层“{name}”的 {version} 版已经导入。",
        "Version {version} of the layer “{name}” is entered already.",
    ),
    why=Label(
        "已导入的版本可能已被引用，不能覆盖。",
        "A version that is entered may be quoted and is never overwritten.",
    ),
    remedy=Label(
        "请使用新的版本号；导错的，请先撤回。",
        "Use a new version; withdraw the old one where it was wrong.",
    ),
)
LAYER_DATE = declare(
    "E-ZL-04",
    what=Label(
        "图层的数据日期 {as_of} 晚于今天 {today}。",
        "The layer's date {as_of} is later than today, {today}.",
    ),
    why=Label("尚未生效的图层不能用来核验。", "A layer not yet in force can check nothing."),
    remedy=Label("请核对数据日期。", "Check the date."),
)
ZONE_ROW = declare(
    "E-ZL-05",
    what=Label("第 {row} 行的“{field}”有误：{found}。", "Row {row}: wrong {field}: {found}."),
    why=Label(
        "图斑的编号、级别与期限要写入核验结论。",
        "Key, grade and days of a zone stand in the findings of a check.",
    ),
    remedy=Label(
        "请改正该行，或用字段对照指明正确的列。",
        "Correct the row, or name the right column.",
    ),
)
LAYER_STANDS = declare(
    "E-ZL-06",
    what=Label(
        "替代它的“{other}”仍然有效，不能恢复。",
        "“{other}”, which superseded it, still stands.",
    ),
    why=Label("同一范围同时只有一个版本有效。", "One version holds at a time."),
    remedy=Label("请先撤回“{other}”。", "Withdraw “{other}” first."),
)
DECLARED_UNKNOWN = declare(
    "E-EL-13",
    what=Label(
        "填报的“{field}”不能识别：{value}。", "“{field}” as declared is not known: {value}."
    ),
    why=Label(
        "填报内容要用来选曲线、选数值、对照管控规则，不能猜。",
        "It chooses curves, figures and rules; it is never guessed.",
    ),
    remedy=Label("可以填：{known}；不清楚的可以不填。", "Known: {known}; or leave it out."),
)
NOTHING_GIVEN = declare(
    "E-PO-11",
    what=Label("没有收到文件、图形或小班号。", "No file, drawing or number was received."),
    why=Label("预检要先知道是哪块林地。", "The check must know which forest is meant."),
    remedy=Label(
        "请放入文件、在地图上画出范围，或按村选择小班。",
        "Send a file, draw the area on the map, or choose it by village.",
    ),
)
DRAWING_WRONG = declare(
    "E-PO-12",
    what=Label("画的图形无法使用：{place}。", "The drawing cannot be used: {place}."),
    why=Label("图形须是闭合的面。", "It must be a closed area."),
    remedy=Label("请在图上重画。", "Draw it again on the map."),
)
NUMBERS_UNKNOWN = declare(
    "E-PO-13",
    what=Label(
        "登记簿中没有您选的小班（{place}）。",
        "The register holds no such sub-compartment ({place}).",
    ),
    why=Label(
        "按村选择只能用已入库的调查成果。", "Choosing works only with surveys that were entered."
    ),
    remedy=Label(
        "请另选，或放入文件、在地图上画。", "Choose another, send a file, or draw on the map."
    ),
)
