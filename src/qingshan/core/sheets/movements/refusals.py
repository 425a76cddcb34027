"""What is refused of a list of the bank's movements."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

ONE_SIDE = declare(
    "E-SH-39",
    what=Label(
        "第 {row} 行的收入和支出不是恰有一项大于零。",
        "Row {row} does not have exactly one amount above zero, in or out.",
    ),
    why=Label("一行是一笔流水，要么收入，要么支出。", "A row is one movement, in or out."),
    remedy=Label("请按银行流水更正。", "Correct it by the bank's statement."),
)
