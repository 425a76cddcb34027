"""What the room of statements refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

TOO_LONG_FOR_PAPER = declare(
    "E-ST-01",
    what=Label(
        "{place} 的对账单有 {count} 行，超过一份 PDF 的 {most} 行。",
        "The statement of {place} has {count} lines; one PDF takes {most}.",
    ),
    why=Label("过长的文件打不开也看不清。", "A longer paper can neither be opened nor read."),
    remedy=Label(
        "请按月分别下载，或者下载 CSV 明细。", "Take it month by month, or as a CSV file."
    ),
)
