"""Refusals of the side files (E-SH): the file, its header, its cells, its sums."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

KIND_UNKNOWN = declare(
    "E-SH-01",
    what=Label("不能读取 {name}：{reason_zh}。", "{name} cannot be read: {reason_en}."),
    why=Label(
        "本处只读取 .xlsx 工作簿和 .csv 文本。",
        "Only .xlsx workbooks and .csv texts are read here.",
    ),
    remedy=Label(
        "请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”或“CSV UTF-8”。",
        "In Excel or WPS, save as Excel workbook (.xlsx) or CSV UTF-8.",
    ),
)
OLD_FORMAT = declare(
    "E-SH-02",
    what=Label("{name} 是旧版表格（.xls 或 .et）。", "{name} is an old workbook (.xls or .et)."),
    why=Label(
        "旧格式不公开存放单元格类型，身份证号等长数字是否失真无法核对。",
        "In the old format it cannot be checked whether long numbers such as ids were cut.",
    ),
    remedy=Label(
        "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。",
        "Open it in Excel or WPS, save as Excel workbook (.xlsx) and upload that.",
    ),
)
PASSWORD_SET = declare(
    "E-SH-03",
    what=Label("{name} 设有打开密码。", "{name} is protected by a password."),
    why=Label("加密的内容不能核对。", "What is encrypted cannot be checked."),
    remedy=Label(
        "请去掉打开密码后另存再上传；不要把密码发给任何人。",
        "Remove the password, save and upload again; send the password to nobody.",
    ),
)
MACROS_HELD = declare(
    "E-SH-04",
    what=Label("{name} 含有宏。", "{name} holds macros."),
    why=Label(
        "宏是程序，不属于填报内容，可能有害。",
        "Macros are programs, no part of the data, and may do harm.",
    ),
    remedy=Label(
        "请另存为不含宏的“Excel 工作簿（.xlsx）”后再上传。",
        "Save as Excel workbook without macros (.xlsx) and upload that.",
    ),
)
FILE_BROKEN = declare(
    "E-SH-05",
    what=Label(
        "{name} 已损坏或不是表格：{reason_zh}。", "{name} is broken or no table: {reason_en}."
    ),
    why=Label(
        "内容不完整，读出的数可能是错的。", "It is incomplete; figures read from it might be wrong."
    ),
    remedy=Label(
        "请在原软件中打开核对，重新保存后再上传。",
        "Open it in the original software, save again and upload.",
    ),
)
TOO_LARGE = declare(
    "E-SH-06",
    what=Label(
        "{measure_zh}为 {found}，超过上限 {limit}。",
        "{measure_en}: {found}, more than the limit of {limit}.",
    ),
    why=Label("这么大的表格通常不是清单。", "So large a table is hardly a list."),
    remedy=Label(
        "请只保留数据行列，删除多余内容，或分成几个文件上传。",
        "Keep only rows and columns with data, or split it into several files.",
    ),
)
XML_UNSAFE = declare(
    "E-SH-07",
    what=Label(
        "{name} 内含实体或外部定义（{part}）。",
        "{name} holds entities or outside definitions ({part}).",
    ),
    why=Label(
        "正常的工作簿不含这些内容，它们可用来攻击读取程序。",
        "A proper workbook has none; they serve to attack the reader.",
    ),
    remedy=Label(
        "请用 Excel 或 WPS 打开后另存为新的 .xlsx 再上传。",
        "Open it in Excel or WPS, save as a new .xlsx and upload that.",
    ),
)
SHEETS_SEVERAL = declare(
    "E-SH-08",
    what=Label(
        "有 {count} 张工作表都像是要读的数据：{sheets}。",
        "{count} sheets look like the data: {sheets}.",
    ),
    why=Label("选错会读入旧的数据。", "The wrong one would bring old data."),
    remedy=Label(
        "请指明工作表名称，或只保留一张数据表。", "Name the sheet, or keep only one with data."
    ),
)
SHEET_ABSENT = declare(
    "E-SH-09",
    what=Label("没有名为 {sheet} 的工作表。", "There is no sheet named {sheet}."),
    why=Label("文件中的工作表有：{sheets}。", "The sheets of the file are: {sheets}."),
    remedy=Label("请从中选择一张。", "Choose one of them."),
)
ENCODING_UNKNOWN = declare(
    "E-SH-10",
    what=Label("{name} 的文字编码无法判定。", "The text encoding of {name} cannot be determined."),
    why=Label(
        "第 {at} 个字节既不是 UTF-8 也不是 GB18030。", "Byte {at} is neither UTF-8 nor GB18030."
    ),
    remedy=Label(
        "请在 Excel 或 WPS 中另存为“CSV UTF-8”或 .xlsx。",
        "Save as CSV UTF-8 or .xlsx in Excel or WPS.",
    ),
)
HEADER_MISSING = declare(
    "E-SH-11",
    what=Label("前 {rows} 行中找不到表头。", "No header is found within the first {rows} rows."),
    why=Label(
        "应有的列：{expected_zh}；看到的是：{seen}。",
        "Expected columns: {expected_en}; seen: {seen}.",
    ),
    remedy=Label("请使用模板。", "Use the template."),
)
COLUMN_MISSING = declare(
    "E-SH-12",
    what=Label("缺少列：{columns_zh}。", "Columns are missing: {columns_en}."),
    why=Label(
        "表头在第 {row} 行，没有认出的列：{unknown}。",
        "The header is in row {row}; columns not recognised: {unknown}.",
    ),
    remedy=Label("请补上所缺的列，列名按模板书写。", "Add them, named as in the template."),
)
COLUMN_TWICE = declare(
    "E-SH-13",
    what=Label(
        "列“{column_zh}”出现了两次：{cells}。", "The column {column_en} stands twice: {cells}."
    ),
    why=Label("不知道应以哪一列为准。", "It is not known which of them counts."),
    remedy=Label("请删除其中一列或改名。", "Delete or rename one of them."),
)
UNIT_MISSING = declare(
    "E-SH-14",
    what=Label(
        "{cell} 表头“{column_zh}”没有写单位。", "{cell}: the header {column_en} states no unit."
    ),
    why=Label(
        "亩与公顷相差 15 倍，千克与吨相差 1,000 倍，不能猜测。",
        "Mu and hectares differ 15 times, kilograms and tonnes 1,000 times; no guess is made.",
    ),
    remedy=Label("请写明单位：{units}。", "State the unit: {units}."),
)
UNIT_UNKNOWN = declare(
    "E-SH-15",
    what=Label(
        "{cell} 表头的单位“{unit}”不能识别。", "{cell}: the unit {unit} in the header is not known."
    ),
    why=Label("{column_zh}须写明可换算的单位。", "{column_en} needs a unit that can be converted."),
    remedy=Label("请改为：{units}。", "Change it to: {units}."),
)
CELLS_MERGED = declare(
    "E-SH-16",
    what=Label("数据区有合并单元格 {cells}。", "There are merged cells in the data: {cells}."),
    why=Label(
        "合并后只有左上角有值，其余各行会被当作空白。",
        "Only the upper left cell keeps a value; the other rows would count as blank.",
    ),
    remedy=Label("请取消合并，并在每一行填写完整。", "Unmerge them and fill in every row."),
)
FORMULA_EMPTY = declare(
    "E-SH-17",
    what=Label(
        "{cell} 是公式，但没有保存计算结果。", "{cell} is a formula without a saved result."
    ),
    why=Label(
        "本处不执行公式，只读取保存的结果。",
        "Formulas are not run here; only saved results are read.",
    ),
    remedy=Label(
        "请用 Excel 或 WPS 打开并保存一次，或把公式粘贴为数值。",
        "Open and save it in Excel or WPS, or paste the formula as a value.",
    ),
)
CELL_ERROR = declare(
    "E-SH-18",
    what=Label("{cell} 是错误值 {value}。", "{cell} holds the error {value}."),
    why=Label("公式没有算出结果，不能当作零。", "The formula gave no result, which is not zero."),
    remedy=Label("请改正公式或直接填写数值。", "Correct the formula or enter the value."),
)
ROWS_ABSENT = declare(
    "E-SH-19",
    what=Label("工作表 {sheet} 只有表头，没有数据。", "Sheet {sheet} has a header and no data."),
    why=Label("空的清单不能作为材料。", "An empty list is no document."),
    remedy=Label(
        "请从第 {row} 行起填写，每行一条。", "Fill in from row {row} on, one entry a row."
    ),
)
VALUE_MISSING = declare(
    "E-SH-20",
    what=Label("第 {row} 行（{cell}）缺少{column_zh}。", "Row {row} ({cell}) has no {column_en}."),
    why=Label(
        "这一列每行必填，空白不等于零。", "This column is needed in every row; blank is not zero."
    ),
    remedy=Label("请补填。", "Fill it in."),
)
DIGITS_LOST = declare(
    "E-SH-21",
    what=Label(
        "第 {row} 行{column_zh}已被 Excel 截断（{cell}，{shown}）。",
        "Row {row}: {column_en} was cut by Excel ({cell}, {shown}).",
    ),
    why=Label(
        "Excel 的数字只保留 15 位，后面的位数已经丢失，不能恢复。",
        "Numbers in Excel keep 15 digits; the rest is lost and cannot be restored.",
    ),
    remedy=Label(
        "请用模板重填：该列须为文本格式，不能只改格式。",
        "Enter it again in the template, as text; changing the format is not enough.",
    ),
)
RESIDENT_ID_WRONG = declare(
    "E-SH-22",
    what=Label(
        "第 {row} 行身份证号 {shown} 不正确（{cell}）：{reason_zh}。",
        "Row {row}: resident id {shown} is wrong ({cell}): {reason_en}.",
    ),
    why=Label(
        "按 GB 11643-1999，公民身份号码为 18 位，含出生日期和校验码。",
        "By GB 11643-1999 it has 18 characters with a date of birth and a check character.",
    ),
    remedy=Label("请对照身份证原件改正。", "Correct it from the card itself."),
)
CREDIT_CODE_WRONG = declare(
    "E-SH-23",
    what=Label(
        "第 {row} 行统一社会信用代码 {shown} 不正确（{cell}）：{reason_zh}。",
        "Row {row}: credit code {shown} is wrong ({cell}): {reason_en}.",
    ),
    why=Label(
        "按 GB 32100-2015，代码为 18 位，末位是校验码。",
        "By GB 32100-2015 the code has 18 characters, the last being a check character.",
    ),
    remedy=Label("请对照营业执照改正。", "Correct it from the licence."),
)
CODE_MALFORMED = declare(
    "E-SH-24",
    what=Label(
        "第 {row} 行{column_zh} {shown} 不合规范（{cell}）：{reason_zh}。",
        "Row {row}: {column_en} {shown} is malformed ({cell}): {reason_en}.",
    ),
    why=Label(
        "号码写错会使款项或数据归到别人名下。",
        "A wrong number would send money or data to somebody else.",
    ),
    remedy=Label("请核对原件后改正。", "Check the original and correct it."),
)
NUMBER_WRONG = declare(
    "E-SH-25",
    what=Label(
        "第 {row} 行{column_zh}“{shown}”不是数字（{cell}）。",
        "Row {row}: {column_en} “{shown}” is no number ({cell}).",
    ),
    why=Label("不能从文字中猜测数值。", "A value is not guessed from words."),
    remedy=Label("请只填数字，单位写在表头。", "Enter digits only; the unit stands in the header."),
)
RANGE_LEFT = declare(
    "E-SH-26",
    what=Label(
        "第 {row} 行{column_zh} {shown} 超出 {low} 至 {high}（{cell}）。",
        "Row {row}: {column_en} {shown} lies outside {low} to {high} ({cell}).",
    ),
    why=Label("多半是单位或小数点写错。", "The unit or the decimal point is probably wrong."),
    remedy=Label(
        "请核对单位（{unit}）和小数点。", "Check the unit ({unit}) and the decimal point."
    ),
)
DECIMALS_MANY = declare(
    "E-SH-27",
    what=Label(
        "第 {row} 行{column_zh} {shown} 多于 {decimals} 位小数（{cell}）。",
        "Row {row}: {column_en} {shown} has more than {decimals} decimals ({cell}).",
    ),
    why=Label(
        "本处不替您四舍五入，否则合计会有出入。",
        "Nothing is rounded here on your behalf; sums would differ.",
    ),
    remedy=Label(
        "请改为至多 {decimals} 位小数，并使合计正好。",
        "Give at most {decimals} decimals so that the sum is exact.",
    ),
)
DATE_WRONG = declare(
    "E-SH-28",
    what=Label(
        "第 {row} 行{column_zh}“{shown}”不是可识别的日期（{cell}）：{reason_zh}。",
        "Row {row}: {column_en} “{shown}” is no recognisable date ({cell}): {reason_en}.",
    ),
    why=Label("日期不明时不能确定监测期。", "Without a date the period cannot be told."),
    remedy=Label("请写作 2024-03-05。", "Write it as 2024-03-05."),
)
CHOICE_UNKNOWN = declare(
    "E-SH-29",
    what=Label(
        "第 {row} 行{column_zh}“{shown}”不在代码表中（{cell}）。",
        "Row {row}: {column_en} “{shown}” is not in the list of codes ({cell}).",
    ),
    why=Label("可用的有：{choices_zh}。", "Allowed are: {choices_en}."),
    remedy=Label("请从模板的下拉列表中选择。", "Choose from the list in the template."),
)
KEY_TWICE = declare(
    "E-SH-30",
    what=Label(
        "第 {rows} 行重复：{columns_zh}相同（{shown}）。",
        "Rows {rows} repeat the same {columns_en} ({shown}).",
    ),
    why=Label("同一条记录会被计算两次。", "The same entry would count twice."),
    remedy=Label("请合并或删除重复的行。", "Merge them or delete the repeated rows."),
)
TOTAL_DIFFERS = declare(
    "E-SH-31",
    what=Label(
        "第 {row} 行合计 {stated}，各行相加为 {found}（{cell}，{column_zh}）。",
        "Row {row}: the total says {stated}, the rows add up to {found} ({cell}, {column_en}).",
    ),
    why=Label(
        "合计与明细不符，说明有行遗漏或填错。",
        "A total that differs means that a row is missing or wrong.",
    ),
    remedy=Label("请核对明细，或删除合计行。", "Check the rows, or delete the row of totals."),
)
AREA_SUM_DIFFERS = declare(
    "E-SH-32",
    what=Label(
        "{scope_zh}分户面积合计 {found} 亩，{side_zh} {gap} 亩。",
        "{scope_en}: the households add up to {found} mu, {gap} mu {side_en}.",
    ),
    why=Label(
        "应等于申报面积 {stated} 亩（允许相差 {tolerance} 亩）。",
        "It should equal the stated {stated} mu (within {tolerance} mu).",
    ),
    remedy=Label(
        "请核对各户面积和单位后重新上传。", "Check the areas and their unit and upload again."
    ),
)
SHARE_SUM_DIFFERS = declare(
    "E-SH-33",
    what=Label(
        "{scope_zh}份额合计 {found}%，不是 100%。",
        "{scope_en}: the shares add up to {found} %, not 100 %.",
    ),
    why=Label(
        "份额须正好分完，差 0.01% 也会使收益无法分配。",
        "Shares must use up the whole; 0.01 % missing leaves money undivided.",
    ),
    remedy=Label(
        "请调整各户份额；若填的是小数（如 0.25），请改为百分数 25。",
        "Adjust the shares; if they are fractions (0.25), write per cent (25).",
    ),
)
SHARE_OVER = declare(
    "E-SH-34",
    what=Label(
        "{households} 户共占图斑 {compartment} 的 {found}%（第 {rows} 行）。",
        "{households} households share {found} % of plot {compartment} (rows {rows}).",
    ),
    why=Label(
        "同一块地不能分出超过 100%。", "More than 100 % of the same land cannot be shared out."
    ),
    remedy=Label(
        "请按林权证核对这几户的份额。",
        "Check the shares of these households by their certificates.",
    ),
)
COMPARTMENT_UNKNOWN = declare(
    "E-SH-35",
    what=Label(
        "第 {row} 行小班号 {shown} 不在申报范围内（{cell}）。",
        "Row {row}: sub-compartment {shown} is not part of the claim ({cell}).",
    ),
    why=Label("不在范围内的地块不能参与分配。", "Land outside the claim has no share."),
    remedy=Label("请核对小班号，注意前导零。", "Check the number; leading zeros count."),
)
FAULTS_MANY = declare(
    "E-SH-36",
    what=Label(
        "问题共 {count} 处，只列出前 {shown} 处。",
        "There are {count} faults; the first {shown} are listed.",
    ),
    why=Label(
        "这么多问题多半出自同一原因，如列错位或单位错。",
        "So many usually have one cause, such as a shifted column or a wrong unit.",
    ),
    remedy=Label("请先改正列出的问题，再检查一次。", "Correct the listed ones, then check again."),
)
