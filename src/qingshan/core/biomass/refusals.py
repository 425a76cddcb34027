"""What weighing a tree refuses: formulas, equations, heights and species (E-BM)."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

FORMULA_UNREADABLE = declare(
    "E-BM-01",
    what=Label("公式“{formula}”无法识别。", "The formula “{formula}” cannot be read."),
    why=Label(
        "公式只能由数、量名、四则运算、乘方、exp 与 ln 组成；看不懂的公式不能拿来计量。",
        "A formula holds numbers, names, + - * / ^, exp and ln only; what cannot be read is not "
        "measured by.",
    ),
    remedy=Label("请更正参数表中的公式。", "Correct the formula in the table."),
)
EQUATION_UNKNOWN = declare(
    "E-BM-02",
    what=Label("没有名为“{equation}”的方程。", "There is no equation “{equation}”."),
    why=Label(
        "方程须逐字写明；相近的有：{nearest}。",
        "Equations are named to the letter; the nearest are: {nearest}.",
    ),
    remedy=Label(
        "请从方程表 {table} 中选择，或留空，按规定的顺序选取。",
        "Choose one of table {table}, or leave it out to follow the stated order.",
    ),
)
EQUATION_UNUSABLE = declare(
    "E-BM-03",
    what=Label(
        "方程“{equation}”不可使用：{finding_zh}。",
        "The equation “{equation}” cannot be used: {finding_en}.",
    ),
    why=Label(
        "用不可靠或不完整的方程得出的碳量不能签发。",
        "Carbon by an unsound or incomplete equation cannot be issued.",
    ),
    remedy=Label(
        "请改用其他方程；确有依据时须由具名人员许可。",
        "Use another equation; with good grounds a named person may allow this one.",
    ),
)
HEIGHT_UNKNOWN = declare(
    "E-BM-04",
    what=Label(
        "方程“{equation}”要用树高，有 {count} 株没有树高（如 {examples}）。",
        "The equation “{equation}” needs heights; {count} trees have none (such as {examples}).",
    ),
    why=Label(
        "一元式与二元式相差可达数成，不能在同一次计量中混用。",
        "One-entry and two-entry equations differ by tens of per cent and are never mixed.",
    ),
    remedy=Label(
        "请补测树高，或全部改用只需胸径的方程。",
        "Measure the heights, or use equations of diameter alone for all trees.",
    ),
)
TREE_SPECIES_UNKNOWN = declare(
    "E-BM-05",
    what=Label(
        "树种“{value}”无法识别（{count} 株）。", "Species “{value}” is not known ({count})."
    ),
    why=Label(
        "不知道树种就不能选方程；相近的有：{nearest}。",
        "Without the species no equation can be chosen; the nearest are: {nearest}.",
    ),
    remedy=Label(
        "请改用国标代码、中文名或学名，或写明它代表哪个树种；灌木不能按样地计量，见 E-BM-08。",
        "Use the standard code, the Chinese or the Latin name, or say what it stands for; shrub is "
        "not measured on plots, see E-BM-08.",
    ),
)
NO_EQUATION = declare(
    "E-BM-06",
    what=Label(
        "树种“{species}”（{group}）没有可用的方程。",
        "There is no usable equation for species “{species}” ({group}).",
    ),
    why=Label(
        "已依次找过：{tried}。",
        "These were looked at in turn: {tried}.",
    ),
    remedy=Label(
        "请写明用哪个方程，或改用其他计量途径。",
        "Name the equation to be used, or take another route.",
    ),
)
AGE_UNKNOWN = declare(
    "E-BM-07",
    what=Label(
        "方程“{equation}”要用竹龄，有 {count} 株没有竹龄（如 {examples}）。",
        "The equation “{equation}” needs ages; {count} culms have none (such as {examples}).",
    ),
    why=Label(
        "同样粗的竹，一度竹与三度竹的干重不同，竹龄不能猜。",
        "Culms of one diameter differ in dry matter by their age, which is never guessed.",
    ),
    remedy=Label(
        "请在 age_du 列补记竹度，或改用只需胸径的方程。",
        "Enter the age in du in column age_du, or name an equation of diameter alone.",
    ),
)
SHRUB_ON_PLOTS = declare(
    "E-BM-08",
    what=Label(
        "每木检尺表里有灌木（“{value}”，{count} 行），样地途径不能计量。",
        "The list of trees holds shrub (“{value}”, {count} rows), which plots do not measure.",
    ),
    why=Label(
        "方法学没有按单株或样方计量灌木的方程，套用乔木方程得出的碳量不能签发。",
        "The methodology has no equation of shrub by plant or by plot; carbon by an equation of "
        "trees would not be issued.",
    ),
    remedy=Label(
        "请从表中去掉灌木；灌木林按小班途径计量：方法学选项 shrub，按盖度计算。",
        "Take shrub out of the list; shrub forest is measured by sub-compartments, with option "
        "shrub of the method, from its cover.",
    ),
)
