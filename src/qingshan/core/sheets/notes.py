"""Notes on a side file: what is worth saying though it stops nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qingshan.core.kernel.label import Label

_TEXTS: Mapping[str, Label] = {
    "encoding": Label("文字按 {encoding} 读取。", "The text was read as {encoding}."),
    "delimiter": Label("列以{zh}分隔。", "Columns are separated by {en}."),
    "sheet chosen": Label(
        "读取工作表“{sheet}”，未读：{others}。", "Sheet {sheet} was read; not read: {others}."
    ),
    "sheets hidden": Label(
        "有隐藏的工作表，未读：{sheets}。", "Hidden sheets were not read: {sheets}."
    ),
    "header below": Label("表头在第 {row} 行。", "The header is in row {row}."),
    "columns unknown": Label(
        "有 {count} 列未读：{columns}。", "{count} columns were not read: {columns}."
    ),
    "unit assumed": Label(
        "{cell} 表头没有写单位，“{column_zh}”按{unit}读取。",
        "{cell}: no unit in the header; {column_en} was read in {unit}.",
    ),
    "unit converted": Label(
        "“{column_zh}”由{unit}换算为{into}。", "{column_en} was converted from {unit} to {into}."
    ),
    "rows hidden": Label(
        "有隐藏或被筛选的行，已照常读取：第 {rows} 行。",
        "Hidden or filtered rows were read like the others: {rows}.",
    ),
    "columns hidden": Label(
        "有隐藏的列，已照常读取：{columns}。",
        "Hidden columns were read like the others: {columns}.",
    ),
    "formulas": Label(
        "{count} 个公式单元格按保存的结果读取，如 {cell}。",
        "{count} formulas were read by their saved results, such as {cell}.",
    ),
    "row blank": Label("空行已跳过：第 {rows} 行。", "Blank rows were skipped: {rows}."),
    "row of totals": Label(
        "第 {row} 行是合计，已核对，不计入。", "Row {row} holds totals: compared, not counted."
    ),
    "row of remarks": Label(
        "第 {row} 行是表尾说明，未读。", "Row {row} is a remark below the list; not read."
    ),
    "characters widened": Label(
        "“{column_zh}”中 {count} 处全角字符或空格已改为半角，如 {cell}。",
        "{column_en}: full-width characters or spaces in {count} cells were made plain, such as "
        "{cell}.",
    ),
    "number as text": Label(
        "“{column_zh}”中 {count} 处数字存为文本，已按数字读取，如 {cell}。",
        "{column_en}: {count} numbers stored as text were read as numbers, such as {cell}.",
    ),
    "identifier as number": Label(
        "“{column_zh}”中 {count} 处编号存为数字，如 {cell}；如有前导零，已经丢失。",
        "{column_en}: {count} identifiers are stored as numbers, such as {cell}; leading zeros, if "
        "there were any, are lost.",
    ),
    "date by serial": Label(
        "“{column_zh}”中 {count} 处日期存为序列数，已换算，如 {cell}。",
        "{column_en}: {count} dates stored as serial numbers were converted, such as {cell}.",
    ),
    "date as text": Label(
        "“{column_zh}”中 {count} 处日期存为文本，已按日期读取，如 {cell}。",
        "{column_en}: {count} dates stored as text were read as dates, such as {cell}.",
    ),
    "per cent by format": Label(
        "“{column_zh}”中 {count} 处为百分比格式，已按百分数读取，如 {cell}。",
        "{column_en}: {count} cells have a per-cent format and were read so, such as {cell}.",
    ),
    "card doubtful": Label(
        "“{column_zh}”中 {count} 处卡号不符合常用校验，请核对，如 {cell}。",
        "{column_en}: {count} card numbers fail the usual check; please look, such as {cell}.",
    ),
    "share of the whole": Label(
        "各户份额按全部地块合计 100% 理解。", "Shares were understood as parts of all the land."
    ),
    "area not compared": Label(
        "未提供申报面积，分户面积合计 {found} 亩未与之核对。",
        "No stated area was given; the sum of {found} mu was not compared.",
    ),
    "share not compared": Label(
        "没有份额，未核对是否分完。",
        "There are no shares; nothing tells whether all is shared out.",
    ),
}


@dataclass(frozen=True)
class Note:
    """One thing worth saying: its kind, the place and the facts that fill its sentence."""

    kind: str
    place: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A kind without a sentence is our fault."""
        if self.kind not in _TEXTS:
            raise AssertionError(f"note {self.kind!r} has no sentence")

    def say(self, language: str = "zh") -> str:
        """The sentence in one language."""
        return _TEXTS[self.kind].say(language).format_map({"place": self.place, **self.facts})

    @classmethod
    def of(cls, kind: str, place: str = "", **facts: Any) -> Note:
        """Short form with the facts as keywords."""
        return cls(kind, place, facts)
