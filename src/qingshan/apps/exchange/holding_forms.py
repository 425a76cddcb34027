"""The form of a large holding's report (F22)."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken


class HoldingForm(KeyedForm):
    """Why so much is held, and what is meant to become of it."""

    reason = forms.CharField(
        label=spoken("持有原因和资金来源", "Why it is held, and with what money"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": spoken("请填写持有原因。", "Tell the reason.")},
    )
    intent = forms.CharField(
        label=spoken("后续安排", "What is to become of it"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=spoken(
            "例如用于抵消、继续持有、拟出售的数量和时间。",
            "Such as retirement, keeping, or how much is to be sold and when.",
        ),
        error_messages={"required": spoken("请填写后续安排。", "Tell the intent.")},
    )
