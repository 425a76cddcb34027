"""Forms that every office shares: a form with the key of its act, and a date."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.frame import spoken
from qingshan.core.kernel.label import Label


class KeyedForm(forms.Form):
    """A form that carries the key of its act, so that a second press changes nothing."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


def day_field(label: Label, initial: str = "") -> forms.DateField:
    """A date, written as 2024-01-31."""
    return forms.DateField(
        label=spoken(*label),
        initial=initial or None,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": spoken(*Label("请填写日期。", "Enter a date.")),
            "invalid": spoken(*Label("日期写作 2024-01-31。", "Write the date as 2024-01-31.")),
        },
    )
