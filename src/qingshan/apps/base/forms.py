"""Forms that every office shares: the key of an act, a date, a period, the parts of a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from qingshan.apps.base.frame import spoken
from qingshan.core.kernel.label import Label


class KeyedForm(forms.Form):
    """A form that carries the key of its act, so that a second press changes nothing."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


def day_field(
    label: Label, initial: str = "", *, help_text: Label | None = None, required: bool = True
) -> forms.DateField:
    """A date, written as 2024-01-31."""
    return forms.DateField(
        label=spoken(*label),
        required=required,
        help_text=spoken(*help_text) if help_text else "",
        initial=initial or None,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": spoken(*Label("请填写日期。", "Enter a date.")),
            "invalid": spoken(*Label("日期写作 2024-01-31。", "Write the date as 2024-01-31.")),
        },
    )


class PartsInput(forms.FileInput):
    """A file box that takes the parts of a layer side by side."""

    allow_multiple_selected = True


class PartsField(forms.FileField):
    """Several files; none only where none is required."""

    widget = PartsInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Every file that was chosen; an empty one is refused."""
        given = data if isinstance(data, list) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(PartsField, self).clean(one, initial) for one in given]


class PeriodMixin(forms.Form):
    """First and last day of a monitoring period."""

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error(
                "last_day",
                spoken(*Label("止日不能早于起日。", "The last day comes before the first.")),
            )
        return told
