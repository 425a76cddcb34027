"""The calculator: what a trip or an event emits and how much offsets it; nothing is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import spoken
from qingshan.core.kernel.label import Label
from qingshan.core.market.footprint import activities, footprint
from qingshan.core.tables.shelf import open_shelf

BASES = {
    "set": Label("暂定", "set here"),
    "recalled": Label("待核", "to be checked"),
    "read": Label("正式文本", "official text"),
    "computed": Label("推算", "computed"),
}


class FootprintForm(ToldForm):
    """How much of each activity; what stays empty counts nothing."""

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in activities(open_shelf(), as_of):
            self.fields[one.key] = forms.DecimalField(
                label=spoken(
                    f"{one.label.zh}（{one.unit.zh}）",
                    f"{one.label.en.capitalize()} ({one.unit.en})",
                ),
                required=False,
                min_value=Decimal(0),
                max_digits=12,
                decimal_places=2,
                error_messages={
                    "invalid": spoken("须为数字。", "It must be a number."),
                    "min_value": spoken("不能小于零。", "It is not below zero."),
                },
            )

    def clean(self) -> dict[str, Any]:
        """Something has to be told before anything can be added up."""
        told = super().clean() or {}
        if not self.errors and not any(told.values()):
            raise forms.ValidationError(
                spoken(
                    "请至少填写一项大于零的用量，再计算。",
                    "Enter at least one amount above zero.",
                )
            )
        return told


def calculator(request: HttpRequest) -> HttpResponse:
    """The form, the factors, and the sum when something was asked; the address holds it all."""
    as_of = now().date()
    shelf = open_shelf()
    form = FootprintForm(request.GET or None, as_of=as_of)
    is_good = bool(request.GET) and form.is_valid()
    context = {
        "form": form,
        "found": footprint(form.cleaned_data, shelf, as_of) if is_good else None,
        "rows": [(one, BASES[one.basis]) for one in activities(shelf, as_of)],
        "as_of": as_of,
    }
    status = 422 if request.GET and not is_good else 200
    return render(request, "retirements/footprint.html", context, status=status)
