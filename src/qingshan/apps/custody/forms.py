"""Forms of money: a bank account, a payment out, what the bank did."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm, day_field, yuan_field
from qingshan.apps.base.frame import say, spoken
from qingshan.apps.custody.models import BankAccount
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import fen


def reference_field() -> forms.CharField:
    """The reference under which the bank keeps a movement."""
    return forms.CharField(
        label=spoken("银行流水号", "Bank reference"),
        max_length=60,
        help_text=spoken("以银行回单为准。", "As on the bank's slip."),
        error_messages={"required": spoken("请填写银行流水号。", "Enter the bank reference.")},
    )


class AccountForm(KeyedForm):
    """A bank account of one of the parties that one acts for."""

    party = forms.TypedChoiceField(label=spoken("主体", "Party"), coerce=int)
    bank_name = forms.CharField(
        label=spoken("开户银行", "Bank"),
        max_length=80,
        help_text=spoken("写到支行。", "With its branch."),
        error_messages={"required": spoken("请填写开户银行。", "Name the bank.")},
    )
    number = forms.CharField(
        label=spoken("银行账号", "Account number"),
        max_length=40,
        help_text=spoken(
            "户名须与主体名称一致，由交易机构核验。",
            "It must bear the party's own name; the exchange confirms it.",
        ),
        error_messages={"required": spoken("请填写银行账号。", "Enter the account number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, parties: Sequence[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (one.pk, say(one.label)) for one in parties
        ]

    def clean_number(self) -> str:
        """Spaces between digits are the bank's way of printing."""
        return "".join(str(self.cleaned_data["number"]).split())


class PayOutForm(KeyedForm):
    """How much, and to which account."""

    account = forms.TypedChoiceField(
        label=spoken("收款账户", "To account"),
        coerce=int,
        error_messages={"required": spoken("请选择收款账户。", "Choose an account.")},
    )
    amount = yuan_field()

    def __init__(self, accounts: Sequence[BankAccount], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{say(one.party.label)} · {one}") for one in accounts
        ]

    @property
    def amount_fen(self) -> int:
        """The amount in fen."""
        return fen(self.cleaned_data["amount"])


class PaidForm(KeyedForm):
    """The bank has paid."""

    bank_reference = reference_field()


class PayInForm(KeyedForm):
    """Money that came in, booked by hand."""

    party = PartyField(Label("收款主体", "For"))
    amount = yuan_field()
    bank_reference = reference_field()

    @property
    def amount_fen(self) -> int:
        """The amount in fen."""
        return fen(self.cleaned_data["amount"])


class StatementForm(KeyedForm):
    """A day, its closing balance, and the bank's file."""

    day = day_field(Label("对账日", "Day"))
    closing = forms.DecimalField(
        label=spoken("日终余额（元）", "Closing balance (CNY)"),
        min_value=Decimal(0),
        max_digits=16,
        decimal_places=2,
        help_text=spoken("存管账户当日最后余额。", "The last balance of the custody account."),
        error_messages={
            "required": spoken("请填写日终余额。", "Enter the closing balance."),
            "invalid": spoken("余额须为数字。", "The balance must be a number."),
        },
    )
    file = forms.FileField(
        label=spoken("银行流水", "Bank movements"),
        required=False,
        help_text=spoken(
            "Excel、WPS（.xlsx）或 CSV；当日没有流水时不传。",
            "Excel, WPS (.xlsx) or CSV; none where nothing moved.",
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "empty": spoken("文件是空的，请重新导出。", "The file is empty; export it again."),
        },
    )

    @property
    def closing_fen(self) -> int:
        """The balance in fen."""
        return fen(self.cleaned_data["closing"])


class ExplainForm(KeyedForm):
    """Why bank and ledger differ."""

    explanation = forms.CharField(
        label=spoken("说明", "Explanation"),
        max_length=300,
        help_text=spoken("原因和处理办法。", "Why it is, and what is done."),
        error_messages={"required": spoken("请填写说明。", "Enter an explanation.")},
    )


class BookForm(ExplainForm):
    """For whom money came in."""

    party = PartyField(Label("收款主体", "For"))
    field_order = ("key", "party", "explanation")
