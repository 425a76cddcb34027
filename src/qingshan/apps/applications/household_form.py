"""The form of one household, for lists that nobody has as a file."""

from __future__ import annotations

from typing import Any

from django import forms

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import spoken
from qingshan.core.sheets.identity import bank_card_fault, resident_id_fault

_NOT_BELOW = {"min_value": spoken("不能小于零。", "It must not be below zero.")}


class TypedHouseholdForm(ToldForm):
    """One household, typed; every button of the step sends it along."""

    head_name = forms.CharField(
        label=spoken("户主", "Head of household"), max_length=40,
        error_messages={"required": spoken("请填姓名。", "Enter the name.")},
    )  # fmt: skip
    resident_id = forms.CharField(
        label=spoken("身份证号", "Resident id"), max_length=18,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": spoken("请填身份证号。", "Enter the id.")},
    )  # fmt: skip
    area_mu = forms.DecimalField(
        label=spoken("面积（亩）", "Area (mu)"), min_value=0, max_digits=9, decimal_places=2,
        error_messages={"required": spoken("请填面积。", "Enter the area.")} | _NOT_BELOW,
    )  # fmt: skip
    share = forms.DecimalField(
        label=spoken("份额（%）", "Share (%)"), min_value=0, max_value=100, max_digits=5,
        decimal_places=2,
        error_messages={"required": spoken("请填份额。", "Enter the share.")} | _NOT_BELOW,
    )  # fmt: skip
    bank_card = forms.CharField(
        label=spoken("银行卡号", "Bank card"), max_length=19,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": spoken("请填银行卡号。", "Enter the card.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = "step"

    def clean_resident_id(self) -> str:
        """Its check character fits."""
        return _sound(self.cleaned_data["resident_id"].strip().upper(), resident_id_fault)

    def clean_bank_card(self) -> str:
        """It has the shape of an account."""
        return _sound(self.cleaned_data["bank_card"].replace(" ", ""), bank_card_fault)

    @property
    def row(self) -> dict[str, str]:
        """The household as the list keeps it."""
        return {name: str(self.cleaned_data[name]) for name in self.fields}


def _sound(text: str, fault_of: Any) -> str:
    fault = fault_of(text)
    if fault is not None:
        raise forms.ValidationError(spoken(fault.zh, fault.en))
    return text
