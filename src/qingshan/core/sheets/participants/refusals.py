"""What is refused of a list of participants."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

KILOGRAMS_BROKEN = declare(
    "E-SH-37",
    what=Label(
        "{cell} 的碳量 {found} 不是整千克。", "{cell}: {found} is no whole number of kilograms."
    ),
    why=Label(
        "每人的份额以整千克登记，合计须与注销数量相符。",
        "Shares are entered in whole kilograms, so that they add up to what is retired.",
    ),
    remedy=Label("请改为整数。", "Enter a whole number."),
)
CHILD_LISTED = declare(
    "E-SH-38",
    what=Label("{cell} 是未满 14 周岁的人。", "{cell} is somebody under fourteen."),
    why=Label(
        "处理未满 14 周岁者的个人信息须经监护人同意，本表不收集。",
        "Data of a child under fourteen need a guardian's consent; this list takes none.",
    ),
    remedy=Label(
        "请删除该行，可由监护人以自己的名义参与。",
        "Delete the row; a guardian may take part in their own name.",
    ),
)
