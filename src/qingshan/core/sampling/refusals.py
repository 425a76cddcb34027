"""What sampling refuses: designs, tables of plots and trees, estimates, deductions (E-SA)."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

STRATUM_WITHOUT_VARIANCE = declare(
    "E-SA-01",
    what=Label(
        "第“{stratum}”层只有 {count} 个样地。", "Stratum “{stratum}” has only {count} plot(s)."
    ),
    why=Label(
        "少于两个样地算不出方差，不确定性无从谈起。",
        "Below two plots there is no variance, and nothing can be said of the uncertainty.",
    ),
    remedy=Label(
        "请在该层增设样地，或在计量前把它并入相近的层。",
        "Add plots to the stratum, or merge it with one like it before measuring.",
    ),
)
STRATUM_UNMATCHED = declare(
    "E-SA-02",
    what=Label("第“{stratum}”层{finding_zh}。", "Stratum “{stratum}” {finding_en}."),
    why=Label(
        "没有样地的层不知道碳量，没有面积的层不知道份量，都不能当作零。",
        "Without plots the carbon of a stratum is unknown, without area its weight; neither is "
        "zero.",
    ),
    remedy=Label(
        "请核对样地清单与分层表中的层名，或补设样地。",
        "Check the names of strata in both tables, or add plots.",
    ),
)
MEASUREMENT_WRONG = declare(
    "E-SA-03",
    what=Label(
        "“{column_zh}”有 {count} 个值不可用（如 {examples}）。",
        "“{column_en}”: {count} values cannot be used (such as {examples}).",
    ),
    why=Label(
        "须为 {low} 至 {high}；空值与超出范围的值多半是漏填或单位有误。",
        "They must lie from {low} to {high}; a blank or a value beyond usually means an omission "
        "or a wrong unit.",
    ),
    remedy=Label(
        "请对照外业记录更正，并核对单位。",
        "Correct them against the field record and check the unit.",
    ),
)
STOCK_UNIT_ASKED = declare(
    "E-SA-04",
    what=Label(
        "没有写明样地蓄积的单位；可能是每样地立方米，也可能是每公顷立方米。",
        "Plot stocks are given without a unit, which may be m3 per plot or m3 per hectare.",
    ),
    why=Label(
        "按每样地计，平均为每公顷 {as_plot} m³；按每公顷计，则为 {as_ha} m³。两者相差数十倍，"
        "不能猜。",
        "Read per plot the mean is {as_plot} m3/ha, read per hectare {as_ha} m3/ha; that is many "
        "times apart and is not guessed.",
    ),
    remedy=Label("请写明单位为 m3/plot 或 m3/ha。", "State the unit as m3/plot or as m3/ha."),
)
STATUS_UNKNOWN = declare(
    "E-SA-05",
    what=Label(
        "检尺类型“{value}”没有规定的含义（{count} 株）。",
        "The tree status “{value}” has no stated meaning ({count} trees).",
    ),
    why=Label(
        "不知道是活立木还是枯立木、采伐木，就不知道该不该计入；已知的有：{known}。",
        "Unless a tree is known to live, to be dead or cut, nobody can tell whether it counts; "
        "known are: {known}.",
    ),
    remedy=Label(
        "请写明该代码代表哪一种检尺类型。", "Say which of the known ones the code stands for."
    ),
)
PLOT_UNKNOWN = declare(
    "E-SA-06",
    what=Label(
        "有 {count} 株树的样地不在样地清单中（如 {examples}）。",
        "{count} trees stand on plots that the list of plots lacks (such as {examples}).",
    ),
    why=Label(
        "没有样地面积与所属的层，这些树不知道代表多大面积。",
        "Without area and stratum of the plot nobody knows what these trees stand for.",
    ),
    remedy=Label(
        "请补全样地清单，或更正样地号。", "Complete the list of plots, or correct numbers."
    ),
)
ROW_REPEATED = declare(
    "E-SA-07",
    what=Label(
        "{what_zh}重复，共 {count} 行（如 {examples}）。",
        "{what_en}: {count} rows are repeated (such as {examples}).",
    ),
    why=Label("重复的行会被重复计量。", "What stands twice would be counted twice."),
    remedy=Label("请删去重复的行，或更正编号。", "Remove the repeated rows, or correct numbers."),
)
PLOTS_NOT_PAIRED = declare(
    "E-SA-08",
    what=Label(
        "有 {count} 个样地不是两期都有，或两期不在同一层（如 {examples}）。",
        "{count} plots are missing on one occasion or changed their stratum (such as {examples}).",
    ),
    why=Label(
        "成对估计要求同一样地两期都测；悄悄略去会使结果偏向留下的样地。",
        "A paired estimate needs each plot twice; leaving some out in silence favours the rest.",
    ),
    remedy=Label(
        "请补测；确属两套独立样地时，请选用独立样地估计（independent）。",
        "Measure them, or choose the estimate for independent plots if they are two sets.",
    ),
)
NO_ISSUE = declare(
    "E-SA-09",
    what=Label(
        "不确定性 {value}% 超过 {high}%，按 {scheme} 不予签发。",
        "The uncertainty of {value}% is above {high}%: {scheme} issues nothing.",
    ),
    why=Label(
        "抽样精度不足时，扣减也不能保证结果可信。",
        "With so little precision no deduction makes the result trustworthy.",
    ),
    remedy=Label("请增加样地后重新计量。", "Add sample plots and measure again."),
)
SCHEME_UNKNOWN = declare(
    "E-SA-10",
    what=Label("没有名为“{scheme}”的扣减规则。", "There is no deduction scheme “{scheme}”."),
    why=Label("现有的规则：{known}。", "Known schemes: {known}."),
    remedy=Label("请从现有规则中选择。", "Choose one of them."),
)
NO_ROOM = declare(
    "E-SA-11",
    what=Label(
        "第“{stratum}”层放不下 {wanted} 个样地，只能放 {found} 个。",
        "Stratum “{stratum}” has no room for {wanted} plots, only for {found}.",
    ),
    why=Label(
        "样地须整个落在层内且互不重叠；该层可布设样地的面积为 {area_ha} 公顷。",
        "A plot lies wholly inside its stratum and overlaps no other; {area_ha} ha can hold plots.",
    ),
    remedy=Label(
        "请把该层并入相近的层，或改用较小的样地。",
        "Merge the stratum with one like it, or use smaller plots.",
    ),
)
COLUMN_MISSING = declare(
    "E-SA-12",
    what=Label("{table_zh}缺少“{column}”列。", "The {table_en} lacks the column “{column}”."),
    why=Label("现有的列：{columns}。", "It has: {columns}."),
    remedy=Label("请补上该列。", "Add the column."),
)
MEAN_NOT_POSITIVE = declare(
    "E-SA-13",
    what=Label(
        "{what_zh}的均值为 {value}，相对误差没有意义。",
        "The mean of {what_en} is {value}; a relative error has no meaning.",
    ),
    why=Label(
        "相对误差以均值为分母，均值为零时无法扣减。",
        "The relative error is a share of the mean; at zero nothing can be deducted by it.",
    ),
    remedy=Label(
        "请核对数据；确为零时不必计量。", "Check the data; a true zero needs no measurement."
    ),
)
OCCASIONS_NEEDED = declare(
    "E-SA-14",
    what=Label(
        "计量变化需要两期样地，现有期次：{found}。",
        "A change takes plots of two occasions; there are: {found}.",
    ),
    why=Label(
        "减排量是两期之差，缺一期就无从相减。",
        "A removal is a difference of two dates; with one missing there is nothing to compare.",
    ),
    remedy=Label(
        "请在样地清单与每木检尺表的 occasion 列写明两期。",
        "State two occasions in the column occasion of both tables.",
    ),
)
