"""Forms of an inquiry: ask, offer, decline, accept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm, WholeTonnesForm, day_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.exchange.forms import PricedForm, purpose_field, relation_field
from qingshan.apps.exchange.trading_days import last_second
from qingshan.apps.parties.fields import PartiesField
from qingshan.core.kernel.label import Label

DAYS_AT_FIRST = 5


class InquiryForm(WholeTonnesForm):
    """Ask holders for offers: how much, for what, whom, for how long."""

    purpose = purpose_field()
    holders = PartiesField(
        Label("询价对象", "Whom to ask"),
        required=False,
        help_text=spoken(
            "一行一个，填统一社会信用代码或登记的名称；不填则面向该碳票的全部持有人。",
            "One a line, by credit code or entered name; without any, all holders are asked.",
        ),
    )
    days = forms.IntegerField(
        label=spoken("询价天数", "Days"),
        min_value=1,
        initial=DAYS_AT_FIRST,
        help_text=spoken(
            "截止后未接受的报价自动解冻。", "Offers that were not accepted are free at the end."
        ),
    )


class QuotationForm(PricedForm):
    """An offer to an inquiry."""

    until = day_field(Label("报价有效至", "Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = False
        self.fields["until"].help_text = spoken(
            "不填则到询价截止。", "Until the inquiry ends when left empty."
        )

    def expires(self, end: datetime) -> datetime:
        """The last second of the day told, or the end of the inquiry."""
        told: date | None = self.cleaned_data["until"]
        return last_second(told) if told else end


class DeclineForm(KeyedForm):
    """A word with which nothing is offered."""

    word = forms.CharField(label=spoken("说明", "A word"), max_length=200, required=False)


class AcceptForm(WholeTonnesForm):
    """Accept an offer, wholly or in part."""

    relation = relation_field()
