"""The form of a token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.interface.scopes import SCOPES
from qingshan.apps.parties.models import Party

USUAL_DAYS = 90


class TokenForm(KeyedForm):
    """For which party, what it may do, and for how long."""

    name = forms.CharField(
        label=spoken("名称", "Name"),
        max_length=60,
        help_text=spoken("例如“财务系统”，便于日后辨认。", "Such as “accounting”, to know it by."),
        error_messages={"required": spoken("请填写名称。", "Name the token.")},
    )
    party = forms.ChoiceField(label=spoken("代表单位", "Party"))
    scopes = forms.MultipleChoiceField(
        label=spoken("权限", "Scopes"),
        choices=[(name, spoken(*scope.label)) for name, scope in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=spoken("只选用得到的。", "Only what is needed."),
        error_messages={"required": spoken("请至少选一项权限。", "Choose one at least.")},
    )
    days = forms.IntegerField(
        label=spoken("有效天数", "Days"),
        initial=USUAL_DAYS,
        min_value=1,
        error_messages={"required": spoken("请填写有效天数。", "Enter the days.")},
    )

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(party.pk), party.name) for party in parties]
