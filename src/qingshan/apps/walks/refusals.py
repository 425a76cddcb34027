"""What the walks refuse."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NOT_A_DEMONSTRATION = declare(
    "E-WK-01",
    what=Label("当前数据库不是演示环境。", "The configured database is no demonstration."),
    why=Label(
        "完整流程会登记虚构的单位、碳票和成交。",
        "The walk enters made-up parties, tickets and deals.",
    ),
    remedy=Label(
        "请在演示环境运行，或设置 QINGSHAN_DEMO=1。",
        "Run it on a demonstration, or set QINGSHAN_DEMO=1.",
    ),
)
