"""Fields of a form in which parties are told by credit code or name."""

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


class PartiesField(forms.CharField):
    """Parties, one a line: their keys in the order told, each once; none where none is told."""

    widget = forms.Textarea

    def __init__(self, label: Label, *, required: bool = True, **more: Any) -> None:
        told = {"error_messages": {"required": spoken(*_NOBODY)}}
        super().__init__(label=spoken(*label), required=required, **told | more)
        self.widget.attrs["rows"] = 3

    def clean(self, value: Any) -> Any:
        """The keys of the parties; a line that names nobody, or several, is told."""
        words = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = parties_told(words)
        missing = [word for word in words if word not in found]
        if missing:
            zh, en = "、".join(missing), ", ".join(missing)
            raise forms.ValidationError(
                spoken(
                    f"没有找到唯一的登记主体：{zh}。",
                    f"No single party is entered by that name: {en}.",
                )
            )
        return list(dict.fromkeys(found[word].pk for word in words))
