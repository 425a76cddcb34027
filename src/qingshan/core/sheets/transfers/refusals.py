"""What is refused of a list of transfers."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

TONNES_WRONG = declare(
    "E-SH-40",
    what=Label("{cell} 的数量 {found} 无效。", "{cell}: the quantity {found} is not valid."),
    why=Label(
        "数量须大于零，最多四位小数。", "A quantity is above zero with at most four decimals."
    ),
    remedy=Label("请更正数量。", "Correct the quantity."),
)
