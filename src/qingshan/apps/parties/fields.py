"""A field of a form in which a party is told by its credit code or its name."""

from __future__ import annotations

from typing import Any

from django import forms

from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.reads import parties_told
from qingshan.core.kernel.label import Label

_LONGEST = 120
_HELP = Label("统一社会信用代码或登记的名称。", "Credit code, or the name as entered.")
_NOBODY = Label(
    "没有找到唯一的登记主体，请核对名称或代码。",
    "No single party of that name or code is entered.",
)


class PartyField(forms.CharField):
    """The one party of a credit code or an entered name: its key, or None where nothing is told."""

    def __init__(self, label: Label, *, required: bool = True, **more: Any) -> None:
        told = {"help_text": spoken(*_HELP), "error_messages": {"required": spoken(*_NOBODY)}}
        super().__init__(
            label=spoken(*label), max_length=_LONGEST, required=required, **told | more
        )

    def clean(self, value: Any) -> Any:
        """The key of the party."""
        told = super().clean(value)
        if not told:
            return None
        found = parties_told([told]).get(told)
        if found is None:
            raise forms.ValidationError(spoken(*_NOBODY))
        return found.pk
