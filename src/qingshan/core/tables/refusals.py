"""What the tables refuse, with the sentence, the reason and the remedy of each code."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

COLUMNS = declare(
    "E-TB-01",
    what=Label(
        "参数表的列名不符：缺少「{missing}」，多出「{extra}」。",
        "The columns of the table differ: missing “{missing}”, unexpected “{extra}”.",
    ),
    why=Label(
        "列名须逐一相符，否则数值可能落在错误的含义上。",
        "Columns must match exactly, or a value may land under a wrong meaning.",
    ),
    remedy=Label(
        "请按 {expected} 的顺序书写表头。", "Write the header exactly as {expected}, in this order."
    ),
)
EMPTY = declare(
    "E-TB-02",
    what=Label("必填项「{column}」为空。", "The required cell “{column}” is empty."),
    why=Label(
        "没有单位、日期、来源和依据的数值不能用于计算。",
        "A value without unit, date, source and basis cannot be used in a calculation.",
    ),
    remedy=Label("请补全该单元格。", "Fill in the cell."),
)
SOURCE = declare(
    "E-TB-03",
    what=Label("来源「{source}」未登记。", "The source “{source}” is not listed."),
    why=Label("每个数值都要能追溯到一份文件。", "Every value must be traceable to one document."),
    remedy=Label(
        "请先在 sources.yaml 中登记该来源，再引用其编号。",
        "Enter the source in sources.yaml first, then quote its id.",
    ),
)
NUMBER = declare(
    "E-TB-04",
    what=Label(
        "「{column}」的内容「{text}」不是数字。", "“{text}” in column “{column}” is not a number."
    ),
    why=Label(
        "单位「{unit}」要求填写有限的十进制数。",
        "The unit “{unit}” asks for a finite decimal number.",
    ),
    remedy=Label(
        "请填写纯数字；若为公式或文字，请改用单位 formula 或 text。",
        "Write a plain number; for a formula or words use the unit formula or text.",
    ),
)
DATE = declare(
    "E-TB-05",
    what=Label(
        "「{column}」的内容「{text}」不是日期。", "“{text}” in column “{column}” is not a date."
    ),
    why=Label(
        "数值按生效日期取用，日期不清即无法取用。",
        "Values are chosen by date; without a clear date none can be chosen.",
    ),
    remedy=Label("请写成 2024-02-02 的形式。", "Write it as 2024-02-02."),
)
UNIT = declare(
    "E-TB-06",
    what=Label("单位「{unit}」不在单位表中。", "The unit “{unit}” is not in the list of units."),
    why=Label(
        "单位不明的数值会造成数量级错误。",
        "A value in an unknown unit leads to errors of whole orders of magnitude.",
    ),
    remedy=Label(
        "请改用 units.csv 中的写法，或先在该表中增列此单位。",
        "Use a spelling of units.csv, or enter the unit there first.",
    ),
)
DUPLICATE = declare(
    "E-TB-07",
    what=Label(
        "「{key}」的「{name}」自 {valid_from} 起重复登记（另见第 {other} 行）。",
        "“{name}” of “{key}” from {valid_from} is entered twice (see row {other}).",
    ),
    why=Label("同一时段只能有一个有效数值。", "Exactly one value may hold in one span of time."),
    remedy=Label("请删除重复行。", "Remove the repeated row."),
)
OVERLAP = declare(
    "E-TB-08",
    what=Label(
        "「{key}」的「{name}」有效期与第 {other} 行重叠。",
        "The span of “{name}” of “{key}” overlaps that of row {other}.",
    ),
    why=Label(
        "同一天出现两个数值，计算结果无法确定。",
        "With two values on one day the result is not determined.",
    ),
    remedy=Label(
        "请为较早的一行填写失效日期（该日起不再有效）。",
        "Close the earlier row with a valid_to (the first day on which it no longer holds).",
    ),
)
RANGE = declare(
    "E-TB-09",
    what=Label(
        "数值 {text} 超出 {low} 至 {high} 的范围。",
        "The value {text} lies outside {low} to {high}.",
    ),
    why=Label(
        "越界多为录入错误或单位错误。", "A value out of range is most often a slip or a wrong unit."
    ),
    remedy=Label("请核对原文，改正数值或上下限。", "Check the document; correct value or bounds."),
)
BASIS = declare(
    "E-TB-10",
    what=Label("依据「{text}」无法识别。", "The basis “{text}” is not known."),
    why=Label(
        "须说明数值是查阅、凭记忆、计算还是设置得来。",
        "It must be said whether a value was read, recalled, computed or set.",
    ),
    remedy=Label(
        "请填写 read、recalled、computed 或 set。", "Write read, recalled, computed or set."
    ),
)
CONFIDENCE = declare(
    "E-TB-11",
    what=Label("可信度「{text}」无法识别。", "The confidence “{text}” is not known."),
    why=Label(
        "可信度决定数值能否用于签发。", "Confidence decides whether a value may be credited on."
    ),
    remedy=Label("请填写 H、M 或 L。", "Write H, M or L."),
)
SPAN = declare(
    "E-TB-12",
    what=Label(
        "失效日期 {valid_to} 不晚于生效日期 {valid_from}。",
        "The end {valid_to} is not after the start {valid_from}.",
    ),
    why=Label("有效期至少为一天。", "A span holds at least one day."),
    remedy=Label("请改正两个日期。", "Correct the two dates."),
)
TABLE = declare(
    "E-TB-13",
    what=Label("没有名为「{table}」的参数表。", "There is no table named “{table}”."),
    why=Label("参数只能取自已登记的表。", "Parameters come only from listed tables."),
    remedy=Label(
        "请核对表名，或将表及其标题列入 tables.csv。",
        "Check the name, or enter the table and its caption in tables.csv.",
    ),
)
ENTRY = declare(
    "E-TB-14",
    what=Label(
        "表「{table}」中没有「{key}」的「{name}」。",
        "Table “{table}” holds no “{name}” of “{key}”.",
    ),
    why=Label(
        "没有登记的参数不得用其他数值代替。",
        "A parameter that is not listed is never replaced by another.",
    ),
    remedy=Label("请核对名称，或补录该参数。", "Check the names, or enter the parameter."),
)
DAY = declare(
    "E-TB-15",
    what=Label(
        "表「{table}」中「{key}」的「{name}」在 {as_of} 没有有效数值。",
        "Table “{table}” holds no value for “{name}” of “{key}” on {as_of}.",
    ),
    why=Label("计算须以同一基准日的规则为准。", "A calculation stands on the rules of one date."),
    remedy=Label(
        "已登记的有效期为 {spans}；请核对基准日或补录。",
        "Spans entered: {spans}; check the date or enter the value.",
    ),
)
EXPECTED = declare(
    "E-TB-16",
    what=Label(
        "要求的单位为「{wanted}」，表中为「{unit}」。",
        "The unit asked for is “{wanted}”, the table holds “{unit}”.",
    ),
    why=Label("单位不一致时绝不自动换算。", "Values are never converted silently between units."),
    remedy=Label(
        "请按表中单位取用，并在计算中写明换算。",
        "Ask for the unit of the table and state the conversion in the calculation.",
    ),
)
LOW = declare(
    "E-TB-17",
    what=Label(
        "「{key}」的「{name}」可信度为低，不得用于签发。",
        "“{name}” of “{key}” has low confidence and may not be credited on.",
    ),
    why=Label(
        "来源薄弱或仅凭记忆的数值须先与原文核对。",
        "A value from a weak source or from memory must first be checked against the document.",
    ),
    remedy=Label(
        "请核对原文后提高可信度，或由指明姓名的负责人批准使用。",
        "Check the document and raise the confidence, or let a named person allow its use.",
    ),
)
LIST = declare(
    "E-TB-18",
    what=Label("登记表有误：{detail_zh}。", "A list of the shelf is faulty: {detail_en}."),
    why=Label(
        "来源、单位和表的清单是所有参数表的基础。",
        "The lists of sources, units and tables carry all other tables.",
    ),
    remedy=Label("请改正所指位置。", "Correct the place named."),
)
FILE = declare(
    "E-TB-19",
    what=Label("文件无法读取：{detail}。", "The file cannot be read: {detail}."),
    why=Label(
        "参数表必须是 UTF-8 编码、列数整齐的 CSV 文件。",
        "A table must be a CSV file in UTF-8 with the same number of cells in every row.",
    ),
    remedy=Label("请以 UTF-8 编码重新保存该文件。", "Save the file again as UTF-8."),
)
KEY = declare(
    "E-TB-20",
    what=Label(
        "键「{key}」应由 {count} 个部分组成。", "The key “{key}” should have {count} parts."
    ),
    why=Label("键的各部分指明数值的适用范围。", "The parts of a key say what a value applies to."),
    remedy=Label(
        "请按 {expected} 书写；不适用的部分写「-」。",
        "Write it as {expected}, with “-” for a part that does not apply.",
    ),
)
