"""Forms of the exchange: a request, a sale into it, a block deal, a halt, a year's holidays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingshan.apps.base.forms import (
    KeyedForm,
    WholeTonnesForm,
    attachment_field,
    day_field,
    price_field,
)
from qingshan.apps.base.frame import spoken
from qingshan.apps.exchange.halt_models import HALT_SCOPES
from qingshan.apps.exchange.modes import RELATIONS, SIDES
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.registry.fields import TicketField
from qingshan.apps.registry.purposes import JUDICIAL, PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import fen


def relation_field() -> forms.ChoiceField:
    """How buyer and seller are related; public with the deal."""
    return forms.ChoiceField(
        label=spoken("与对方的关联关系", "Relation to the other side"),
        choices=[(name, spoken(*label)) for name, label in RELATIONS.items()],
        required=False,
        help_text=spoken("随成交公布，须如实填报。", "Public with the deal; declare it truly."),
    )


def purpose_field() -> forms.ChoiceField:
    """What the units are bought for."""
    return forms.ChoiceField(
        label=spoken("用途", "Use"),
        choices=[(name, spoken(*PURPOSES[name])) for name in PURPOSES if name != JUDICIAL],
    )


class PricedForm(WholeTonnesForm):
    """Tonnes at a price."""

    price = price_field()

    @property
    def price_fen(self) -> int:
        """The price in fen per tonne."""
        return fen(self.cleaned_data["price"])


class BidForm(PricedForm):
    """A request: how much at which price, for what, for how long."""

    purpose = purpose_field()
    days = forms.IntegerField(
        label=spoken("求购天数", "Days"),
        min_value=1,
        initial=30,
        help_text=spoken(
            "到期未成交部分的资金自动解冻。", "Money for what nobody sold is free again at the end."
        ),
    )


class FillForm(WholeTonnesForm):
    """Sell into a request, wholly or in part."""

    relation = relation_field()


class BlockForm(PricedForm):
    """A block deal proposed to a named party; use and relation are the buyer's to tell."""

    side = forms.ChoiceField(
        label=spoken("我方", "We"),
        choices=[(name, spoken(*label)) for name, label in SIDES.items()],
    )
    counterparty = PartyField(
        Label("对方", "Other side"),
        error_messages={"required": spoken("请填写对方。", "Name the other side.")},
    )
    purpose = purpose_field()
    relation = relation_field()
    field_order = ("key", "side", "counterparty", "tonnes", "price", "purpose", "relation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = spoken(
            "我方买入时填写；卖出时由对方填写。", "Only when we buy; else the other side tells."
        )
        for name in ("purpose", "relation"):
            self.fields[name].help_text = told


class ConfirmForm(KeyedForm):
    """What a buyer declares in confirming a block deal."""

    purpose = purpose_field()
    relation = relation_field()


class HaltForm(KeyedForm):
    """Halt the market, a ticket or a party."""

    scope = forms.ChoiceField(
        label=spoken("暂停范围", "What is halted"),
        choices=[(name, spoken(*label)) for name, label in HALT_SCOPES.items()],
    )
    ticket = TicketField(
        Label("碳票编号", "Ticket"),
        required=False,
        help_text=spoken("只在暂停一个品种时填写。", "Only for one series."),
    )
    party = PartyField(Label("参与人", "Party"), required=False)
    reason = forms.CharField(
        label=spoken("理由", "Reason"),
        max_length=200,
        help_text=spoken("对外公开。", "It is public."),
        error_messages={"required": spoken("请填写理由。", "Enter the reason.")},
    )
    document = forms.CharField(
        label=spoken("依据文件", "Paper that it rests on"), max_length=120, required=False
    )

    def clean_ticket(self) -> str:
        """The series of that ticket."""
        found = self.cleaned_data["ticket"]
        return found.asset if found else ""

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        data = self.cleaned_data
        names = ("scope", "party", "reason", "document")
        return {"asset": data["ticket"], **{name: data[name] for name in names}}


class ReasonForm(KeyedForm):
    """Why."""

    reason = forms.CharField(
        label=spoken("理由", "Reason"),
        max_length=300,
        error_messages={"required": spoken("请填写理由。", "Enter the reason.")},
    )


class ObjectionForm(ReasonForm):
    """Why a deal is objected to, and what shows it."""

    attachment = attachment_field(
        Label(
            "如对账单、聊天记录截图；双方、交易机构和审计可见，不公开。",
            "Both sides, the exchange and the auditor see it; it is not public.",
        )
    )


class AnswerForm(ReasonForm):
    """Whether an objection is right, and why."""

    is_upheld = forms.ChoiceField(
        label=spoken("异议是否成立", "Is it right"),
        choices=[("no", spoken("不成立", "No")), ("yes", spoken("成立", "Yes"))],
        help_text=spoken("成立的，另行办理更正。", "If so, correct the deal afterwards."),
    )
    field_order = ("key", "is_upheld", "reason")


class HolidaysForm(KeyedForm):
    """The State Council's notice of holidays for a year."""

    year = forms.TypedChoiceField(label=spoken("年份", "Year"), coerce=int)
    document = forms.CharField(
        label=spoken("文号", "Number of the notice"),
        max_length=60,
        help_text=spoken("如“国办发明电〔2025〕7号”。", "Such as “国办发明电〔2025〕7号”."),
        error_messages={"required": spoken("请填写文号。", "Enter the number.")},
    )
    issued = day_field(Label("公布日期", "Day of the notice"))
    text = forms.CharField(
        label=spoken("通知原文", "Text of the notice"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=spoken(
            "每个节日一行，如“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”",
            "In Chinese as published, one line a holiday.",
        ),
        error_messages={"required": spoken("请粘贴通知原文。", "Paste the notice.")},
    )

    def __init__(self, years: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(year), str(year)) for year in years]
