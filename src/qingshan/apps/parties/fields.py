"""Parties in a form: told by credit code or name, or chosen among one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.models import Party
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
        told = {"help_text": spoken(*_HELP)}
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


class NamedForPartyForm(KeyedForm):
    """What one of the visitor's parties is given under a name to know it by."""

    name = forms.CharField(
        label=spoken("名称", "Name"),
        max_length=60,
        help_text=spoken("例如“财务系统”，便于日后辨认。", "Such as “accounting”, to know it by."),
        error_messages={"required": spoken("请填写名称。", "Name it.")},
    )
    party = forms.ChoiceField(label=spoken("代表单位", "Party"))

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(party.pk), spoken(*party.label)) for party in parties]
