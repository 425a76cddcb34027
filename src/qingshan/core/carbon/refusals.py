"""What measuring refuses: fields of a survey (E-FD), field maps (E-FD), runs (E-CA)."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

FIELD_MISSING = declare(
    "E-FD-01",
    what=Label("缺少必填字段“{field_zh}”。", "The required field “{field_en}” is missing."),
    why=Label(
        "计量要用到这一项；通常的字段名为 {aliases}，文件中的字段有 {columns}。",
        "Measuring needs it; its usual names are {aliases}, the file has {columns}.",
    ),
    remedy=Label(
        "请补上该字段，或在字段对应文件中写明 [{section}] 用哪一列。",
        "Add the field, or name its column under [{section}] in the field map.",
    ),
)
VALUE_MISSING = declare(
    "E-FD-02",
    what=Label("“{field_zh}”没有值。", "“{field_en}” has no value."),
    why=Label(
        "空值表示不知道，不能当作 0 参加计量。",
        "An empty value means unknown and is never taken as zero.",
    ),
    remedy=Label(
        "请在 {column} 列填入调查值，确实没有的小班请移出本项目。",
        "Fill in the surveyed value in column {column}, or leave the sub-compartment out.",
    ),
)
NOT_A_NUMBER = declare(
    "E-FD-03",
    what=Label("“{field_zh}”的值“{value}”不是数。", "“{field_en}”: “{value}” is not a number."),
    why=Label(
        "计量只接受数值；逗号只可作千分位（如 1,234.5）。",
        "Only numbers can be measured; a comma may only group thousands (1,234.5).",
    ),
    remedy=Label("请更正 {column} 列。", "Correct column {column}."),
)
VOLUME_NEGATIVE = declare(
    "E-FD-04",
    what=Label("“{field_zh}”为负：{value} {unit}。", "“{field_en}” is negative: {value} {unit}."),
    why=Label("蓄积量不会小于零。", "A growing stock cannot be below zero."),
    remedy=Label("请核对 {column} 列。", "Check column {column}."),
)
VOLUME_IMPLAUSIBLE = declare(
    "E-FD-05",
    what=Label(
        "“{field_zh}”为每公顷 {value} m³，超过 {high} m³。",
        "“{field_en}” is {value} m3/ha, above {high} m3/ha.",
    ),
    why=Label(
        "这样高的蓄积多半是把总蓄积当成了每公顷蓄积，或面积单位有误。",
        "So high a stock usually means a total read as a value per hectare, or a wrong unit of "
        "area.",
    ),
    remedy=Label("请核对 {column} 列与面积单位。", "Check column {column} and the unit of area."),
)
AREA_NOT_POSITIVE = declare(
    "E-FD-06",
    what=Label("“{field_zh}”不大于零：{value}。", "“{field_en}” is not above zero: {value}."),
    why=Label("没有面积的小班无法计量。", "A sub-compartment without area cannot be measured."),
    remedy=Label("请更正 {column} 列，或删去该行。", "Correct column {column}, or remove the row."),
)
OUT_OF_RANGE = declare(
    "E-FD-07",
    what=Label(
        "“{field_zh}”为 {value}，应在 {low} 至 {high} 之间。",
        "“{field_en}” is {value}; it must lie between {low} and {high}.",
    ),
    why=Label(
        "超出范围的值说明单位或录入有误（例如郁闭度写成百分数）。",
        "A value out of range points to a wrong unit or entry (such as closure in per cent).",
    ),
    remedy=Label("请更正 {column} 列。", "Correct column {column}."),
)
SPECIES_UNKNOWN = declare(
    "E-FD-08",
    what=Label(
        "“{field_zh}”的值“{value}”不在树种代码表中。",
        "“{field_en}”: “{value}” is not in the table of species codes.",
    ),
    why=Label(
        "不知道树种就不能选参数；相近的有：{nearest}。",
        "Without the species no parameters can be chosen; the nearest are: {nearest}.",
    ),
    remedy=Label(
        "请改用国标树种代码或中文名，或在字段对应文件的 [species] map 中写明对应关系。",
        "Use the standard code or Chinese name, or say what it stands for in [species] map.",
    ),
)
SPECIES_WITHOUT_PARAMETERS = declare(
    "E-FD-09",
    what=Label(
        "树种“{value}”（参数组“{group}”）没有换算参数。",
        "Species “{value}” (parameter group “{group}”) has no conversion parameters.",
    ),
    why=Label(
        "参数表 carbon.species_group 在 {as_of} 没有这一组；相近的组有：{nearest}。",
        "Table carbon.species_group has no such group on {as_of}; the nearest are: {nearest}.",
    ),
    remedy=Label(
        "请把它移出本项目，或请省级主管部门发布该组参数。",
        "Leave it out of the project, or have the province publish parameters for the group.",
    ),
)
KEY_REPEATED = declare(
    "E-FD-10",
    what=Label("小班编号重复，共 {count} 行：第 {rows} 行。", "{count} rows share a key: {rows}."),
    why=Label(
        "编号重复的小班会被重复计量。",
        "A sub-compartment that appears twice would be counted twice.",
    ),
    remedy=Label(
        "请改正林班号、小班号（细班号），或删去重复行。",
        "Correct the block and sub-compartment numbers, or remove the repeated rows.",
    ),
)
EARLIER_UNKNOWN = declare(
    "E-FD-11",
    what=Label("不知道前期的“{field_zh}”。", "The earlier “{field_en}” is unknown."),
    why=Label(
        "减排量是两期之差，缺了前期值就无从相减；蓄积为 0 而前期树种为空视为不知道。",
        "A removal is a difference of two dates; a stock of 0 with no earlier species counts as "
        "unknown.",
    ),
    remedy=Label(
        "请补上 {column} 列，或另附前期调查文件，或用生长曲线推算（见字段对应文件）。",
        "Fill in column {column}, attach the earlier survey, or use growth curves (see field map).",
    ),
)
CODES_MIXED = declare(
    "E-FD-12",
    what=Label(
        "“{field_zh}”混用了几套代码：{systems}。",
        "“{field_en}” mixes code systems: {systems}.",
    ),
    why=Label(
        "同一列混用代码时，一个数字可能有两种意思。",
        "When systems are mixed in one column a number may mean two things.",
    ),
    remedy=Label(
        "请统一代码，或在字段对应文件的 [{section}] map 中逐个写明。",
        "Use one system, or say each value's meaning in [{section}] map.",
    ),
)
LAND_CLASS_OUTSIDE = declare(
    "E-FD-13",
    what=Label(
        "地类 {value}（{name}）不在本方法学的计量范围内。",
        "Land class {value} ({name}) is outside the scope of the method.",
    ),
    why=Label(
        "{method} 只计量 {layers}；其他地类没有可用的计量公式。",
        "{method} measures {layers} only; other classes have no formula here.",
    ),
    remedy=Label(
        "请把该小班移出本项目；若监测期内林木已经损失，请先登记损失，不可删去了事。",
        "Leave it out; if trees were lost within the period, report the loss first.",
    ),
)
LAND_CLASS_UNKNOWN = declare(
    "E-FD-14",
    what=Label("地类代码“{value}”无法识别。", "Land class “{value}” is not known."),
    why=Label(
        "不知道地类就不能判断是否属于计量范围；相近的有：{nearest}。",
        "Without the land class nobody can tell whether it is in scope; the nearest: {nearest}.",
    ),
    remedy=Label(
        "请改用标准地类代码，或在字段对应文件的 [land_class] map 中写明。",
        "Use a standard code, or say what it stands for in [land_class] map.",
    ),
)
AREA_UNIT_UNKNOWN = declare(
    "E-FD-15",
    what=Label(
        "看不出面积的单位是公顷还是亩：{finding_zh}。",
        "Whether areas are in hectares or mu cannot be told: {finding_en}.",
    ),
    why=Label("单位弄错，减排量就差十五倍。", "A wrong unit makes the result wrong fifteenfold."),
    remedy=Label(
        '请在字段对应文件中写明 [area] column = "{column}"，unit = "ha" 或 "mu"。',
        'Say it in the field map: [area] column = "{column}", unit = "ha" or "mu".',
    ),
)
MAP_KEY_UNKNOWN = declare(
    "E-FD-16",
    what=Label(
        "字段对应文件中有不认识的项“{key}”。", "The field map has an unknown entry “{key}”."
    ),
    why=Label(
        "不认识的项会被悄悄忽略，所以不予接受；此处可用的项有：{known}。",
        "An unknown entry would be silently ignored; known here are: {known}.",
    ),
    remedy=Label(
        "请改正拼写；最相近的是“{nearest}”。", "Correct the spelling; the nearest is “{nearest}”."
    ),
)
MAP_VALUE_WRONG = declare(
    "E-FD-17",
    what=Label(
        "字段对应文件中“{key}”的写法不对：{finding_zh}。",
        "The field map's “{key}” is wrong: {finding_en}.",
    ),
    why=Label("写法不明就无法照办。", "What is unclear cannot be followed."),
    remedy=Label("请改为：{expected_zh}。", "It must be: {expected_en}."),
)
MAP_COLUMN_ABSENT = declare(
    "E-FD-18",
    what=Label(
        "字段对应文件中 {key} 指明的列“{column}”在数据中不存在。",
        "Column “{column}”, named by {key} in the field map, is not in the data.",
    ),
    why=Label("数据中的列有：{columns}。", "The data has: {columns}."),
    remedy=Label(
        "请改正列名，最相近的是“{nearest}”。", "Correct the name; the nearest is “{nearest}”."
    ),
)
CURVE_UNUSABLE = declare(
    "E-FD-19",
    what=Label(
        "生长曲线无法使用：{finding_zh}。", "The growth curve cannot be used: {finding_en}."
    ),
    why=Label(
        "曲线以外的林龄没有依据，不可外推。",
        "Beyond its points a curve says nothing and is not extended.",
    ),
    remedy=Label(
        "请检查曲线表 {table} 与林龄列。", "Check the curve table {table} and the age column."
    ),
)
NOT_IN_EARLIER = declare(
    "E-FD-20",
    what=Label("前期调查中没有这个小班。", "The earlier survey has no such sub-compartment."),
    why=Label(
        "只有两期都在的小班才能相减，新增面积不算增长。",
        "Only what is present at both dates can be compared; new area is not growth.",
    ),
    remedy=Label(
        "请核对两期的编号，或把该小班移出本项目。",
        "Check the keys of both surveys, or leave the sub-compartment out.",
    ),
)
PERIOD_NEEDED = declare(
    "E-FD-21",
    what=Label("用生长曲线推算时须给出监测期。", "With growth curves the period must be given."),
    why=Label(
        "两期的林龄之差由监测期的年数决定。",
        "The years of the period decide how far apart the two ages are.",
    ),
    remedy=Label("请给出监测期的起止日期。", "Give the first and the last day of the period."),
)
NO_ROWS = declare(
    "E-FD-22",
    what=Label("文件中没有小班。", "There is no sub-compartment in the file."),
    why=Label("没有数据就没有结果，不能当作零。", "No data means no result, not zero."),
    remedy=Label("请上传含小班的文件。", "Use a file that holds sub-compartments."),
)
ORIGIN_UNKNOWN = declare(
    "E-FD-23",
    what=Label("“{field_zh}”的代码“{value}”无法识别。", "“{field_en}”: unknown code “{value}”."),
    why=Label("可用的代码有：{known}。", "Known codes: {known}."),
    remedy=Label(
        "请更正 {column} 列；不知道时留空即可。",
        "Correct column {column}; leave it empty if unknown.",
    ),
)
MORE_OF_THE_SAME = declare(
    "E-FD-99",
    what=Label(
        "{same}“{field_zh}”还有 {count} 处，此处不再逐条列出。",
        "{same} “{field_en}”: {count} more, not listed one by one.",
    ),
    why=Label("同样的问题很多，通常是整列有误。", "So many of a kind usually mean a wrong column."),
    remedy=Label("请先改正已列出的各处，再重新检查。", "Correct those listed, then check again."),
)

METHOD_UNKNOWN = declare(
    "E-CA-01",
    what=Label("没有名为“{method}”的方法学。", "There is no method named “{method}”."),
    why=Label("现有的方法学：{known}。", "Known methods: {known}."),
    remedy=Label("请从现有方法学中选择。", "Choose one of the known methods."),
)
OPTION_WRONG = declare(
    "E-CA-02",
    what=Label(
        "计量选项“{option}”不对：{finding_zh}。", "Option “{option}” is wrong: {finding_en}."
    ),
    why=Label("可用的选项：{known}。", "Known options: {known}."),
    remedy=Label("请改正该选项后重新计量。", "Correct the option and measure again."),
)
YIELD_BLOCKED = declare(
    "E-CA-04",
    what=Label(
        "{what_zh}每公顷每年 {value} t，超过上限 {high} t。",
        "{what_en}: {value} t per hectare and year, above the limit of {high} t.",
    ),
    why=Label(
        "已公布的碳票在每年每公顷 9 至 13 t；超出这么多多半是数据有误。",
        "Published tickets lie between 9 and 13 t; so far above usually means wrong data.",
    ),
    remedy=Label(
        "请核对测量值、面积与监测期；确有依据时须写明理由"
        "（选项 allow_yield，样地计量为 override_reason）。",
        "Check measures, area and period; with good grounds state them in option allow_yield, on "
        "plots in override_reason.",
    ),
)
CONFIDENCE_LOW = declare(
    "E-CA-05",
    what=Label(
        "参数 {parameter} 的可信度为 L，不能据以签发。",
        "Parameter {parameter} has confidence L and cannot be credited on.",
    ),
    why=Label("出处：{source}；未见原文。", "Source: {source}; the document was not seen."),
    remedy=Label(
        "请查对原文后更新参数表；确需采用的，由负责人在选项 override_by、override_reason "
        "中写明姓名与理由。",
        "Check the document and update the table; to use it all the same, a responsible person "
        "gives name and reason in options override_by and override_reason.",
    ),
)
RUN_DAMAGED = declare(
    "E-CA-06",
    what=Label(
        "计量结果文件已改变或损坏：{finding_zh}。", "The run file is damaged: {finding_en}."
    ),
    why=Label(
        "摘要与内容不符，不能证明是当初的结果。",
        "Its digest does not fit its content, so it proves nothing.",
    ),
    remedy=Label("请使用原始文件，或重新计量。", "Use the original file, or measure again."),
)
NODE_UNKNOWN = declare(
    "E-CA-07",
    what=Label("没有“{node}”这个数。", "There is no figure “{node}”."),
    why=Label("可以展开的有：{known}。", "Figures that open: {known}."),
    remedy=Label("请从结果树中选择。", "Choose one from the tree of results."),
)
METHOD_NEEDS = declare(
    "E-CA-08",
    what=Label(
        "计量输入不合要求：{finding_zh}。", "The input does not fit the method: {finding_en}."
    ),
    why=Label(
        "方法学 {method} 规定了每一项输入的单位与范围。",
        "Method {method} states unit and range of every input.",
    ),
    remedy=Label(
        "请用字段检查（fit）整理数据后再计量。", "Fit the survey to the schema before measuring."
    ),
)
GENERATOR_WRONG = declare(
    "E-CA-09",
    what=Label("示例小班无法生成：{finding_zh}。", "Sample data cannot be made: {finding_en}."),
    why=Label("给定的范围与个数不相容。", "The place and the number asked for do not agree."),
    remedy=Label("请改用更大的范围或更少的小班。", "Use a larger place or fewer sub-compartments."),
)
LAYER_NOT_COUNTED = declare(
    "E-CA-10",
    what=Label(
        "有“{layer_zh}”小班，按现有选项不计入。",
        "There are sub-compartments of “{layer_en}”, which the options do not count.",
    ),
    why=Label(
        "方法学 {method} 只在地方规则允许时计入这一类，开关为选项 {option}。",
        "Method {method} counts this kind only where the local rule allows it: option {option}.",
    ),
    remedy=Label(
        "请移出这些小班，或在规则允许时打开该选项。",
        "Leave them out, or set the option where the rule allows it.",
    ),
)
RULE_BROKEN = declare(
    "E-CA-11",
    what=Label(
        "不符合适用条件“{rule_zh}”：{value}，应{relation_zh} {limit}。",
        "The condition “{rule_en}” is not kept: {value}, must be {relation_en} {limit}.",
    ),
    why=Label(
        "方法学 {method} 只适用于满足条件的小班；共 {count} 个不满足，不知道（—）视为不满足。",
        "Method {method} applies only where its conditions are kept; {count} do not keep this "
        "one, and unknown (—) counts as not kept.",
    ),
    remedy=Label(
        "请核对该项数据，或把这些小班移出项目。",
        "Check the data, or leave these sub-compartments out.",
    ),
)
