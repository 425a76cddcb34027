"""The form of a token."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.frame import spoken
from qingshan.apps.interface.scopes import SCOPES
from qingshan.apps.parties.fields import NamedForPartyForm

USUAL_DAYS = 90


class TokenForm(NamedForPartyForm):
    """For which party, what it may do, and for how long."""

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
