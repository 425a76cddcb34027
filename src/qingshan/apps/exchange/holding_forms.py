"""The form of a large holding's report (F22)."""

from __future__ import annotations

from qingshan.apps.base.forms import KeyedForm, text_area
from qingshan.core.kernel.label import Label


class HoldingForm(KeyedForm):
    """Why so much is held, and what is meant to become of it."""

    reason = text_area(
        Label("持有原因和资金来源", "Why it is held, and with what money"),
        longest=200,
        missing=Label("请填写持有原因。", "Tell the reason."),
    )
    intent = text_area(
        Label("后续安排", "What is to become of it"),
        longest=200,
        help_text=Label(
            "例如用于抵消、继续持有、拟出售的数量和时间。",
            "Such as retirement, keeping, or how much is to be sold and when.",
        ),
        missing=Label("请填写后续安排。", "Tell the intent."),
    )
