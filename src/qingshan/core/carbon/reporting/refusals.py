"""What proof-reading of a monitoring report finds (E-RP)."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

TOTAL_WRONG = declare(
    "E-RP-01",
    what=Label(
        "表“{table_zh}”的“{column_zh}”合计为 {told}，各行相加为 {found}。",
        "Table “{table_en}”, “{column_en}”: the total says {told}, the rows add up to {found}.",
    ),
    why=Label(
        "合计与明细不符的报告不能公示。",
        "A report whose totals do not add up cannot be published.",
    ),
    remedy=Label("请改正明细或合计，或重新生成报告。", "Correct it, or make the report again."),
)
UNIT_MISSING = declare(
    "E-RP-02",
    what=Label(
        "表“{table_zh}”的“{column_zh}”没有写明通用单位：{unit}。",
        "Table “{table_en}”, “{column_en}”: no unit that is known: {unit}.",
    ),
    why=Label("没有单位的数无法核对。", "A figure without a unit cannot be checked."),
    remedy=Label("请写明单位。", "State the unit."),
)
COUNTY_OTHER = declare(
    "E-RP-03",
    what=Label(
        "{count} 个小班的编号不属于 {county}：{keys}。",
        "{count} sub-compartments are not of {county}: {keys}.",
    ),
    why=Label(
        "小班编号以县级行政区划代码开头，应与项目所在县一致。",
        "Keys begin with the code of the county, which must be that of the project.",
    ),
    remedy=Label("请核对项目所在县与小班编号。", "Check the county of the project and the keys."),
)
DATES_DISORDERED = declare(
    "E-RP-04",
    what=Label(
        "日期先后有误：{first_zh}（{first}）晚于{second_zh}（{second}）。",
        "Dates are out of order: {first_en} ({first}) is after {second_en} ({second}).",
    ),
    why=Label(
        "监测期结束、参数日期与报告日期须依次先后。",
        "The period ends before the report, and tables are not read under a later day.",
    ),
    remedy=Label("请改正日期。", "Correct the dates."),
)
ANNEX_MISSING = declare(
    "E-RP-05",
    what=Label("缺少附件：{annex_zh}。", "An annex is missing: {annex_en}."),
    why=Label(
        "公示前附件须齐全（参数表 carbon.report_annex）。",
        "Annexes must be complete before publication (table carbon.report_annex).",
    ),
    remedy=Label("请补充附件后重新校对。", "Add the annex and have it proof-read again."),
)
FACT_MISSING = declare(
    "E-RP-06",
    what=Label("没有写明{fact_zh}。", "The {fact_en} is not stated."),
    why=Label(
        "公示的报告须写明项目的基本情况。", "A published report states the facts of its project."
    ),
    remedy=Label("请补充{fact_zh}。", "State the {fact_en}."),
)
RUN_OTHER = declare(
    "E-RP-07",
    what=Label(
        "报告所载“{what_zh}”为 {told}，计量结果为 {found}。",
        "The report says {told} for the {what_en}, the run says {found}.",
    ),
    why=Label(
        "报告须与它所依据的计量结果一致。", "A report must agree with the run that it rests on."
    ),
    remedy=Label("请从计量结果重新生成报告。", "Make the report from the run again."),
)
FACTS_UNREADABLE = declare(
    "E-RP-08",
    what=Label(
        "项目说明文件 {name} 有误：{finding_zh}。", "The file {name} is wrong: {finding_en}."
    ),
    why=Label(
        "报告的封面与概况取自这个文件；可用的项目为 {known}。",
        "Cover and facts are taken from it; it may state {known}.",
    ),
    remedy=Label("请改正后重新生成报告。", "Correct it and make the report again."),
)
PLOTS_UNPLACED = declare(
    "E-RP-09",
    what=Label(
        "{name} 没有写明 {count} 个样地的位置（如 {plots}）。",
        "{name} does not place {count} plots (such as {plots}).",
    ),
    why=Label(
        "样地分布图须画出计量所用的每一个样地。",
        "The map shows every plot that was measured.",
    ),
    remedy=Label(
        "请补全样地号、经度（度）和纬度（度），或不带 --plots 出报告。",
        "Fill in plot, longitude and latitude in degrees, or leave --plots out.",
    ),
)
