"""Forms of a pledge: what is pledged for which loan, a default, its disposal, a word against it."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.forms import KeyedForm, day_field, reason_field, tonnes_field, yuan_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.pledges.models import GROUNDS
from qingshan.apps.registry.fields import TicketField
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon


class PledgeForm(KeyedForm):
    """What is pledged to whom, for which loan, and under which filing."""

    ticket = TicketField()
    pledgee = PartyField(Label("质权人（银行）", "Pledgee (bank)"))
    tonnes = tonnes_field()
    loan = yuan_field(Label("贷款金额（元）", "Loan (CNY)"), what=Label("贷款金额", "loan"))
    filing_number = forms.CharField(
        label=spoken("中登网登记证明编号", "Number of the filing"),
        max_length=60,
        error_messages={"required": spoken("请填写登记证明编号。", "Enter the number.")},
        help_text=spoken(
            "动产融资统一登记公示系统的登记证明编号。",
            "Of the national register of movables finance.",
        ),
    )
    until = day_field(Label("质押期限至", "Until"))

    def clean_ticket(self) -> str:
        """Its series."""
        return str(self.cleaned_data["ticket"].asset)

    @property
    def told(self) -> dict[str, object]:
        """The arguments of the verb, but for the pledgor."""
        data = self.cleaned_data
        names = ("pledgee", "filing_number", "until")
        return {
            "asset": data["ticket"],
            "quantity": carbon(data["tonnes"]),
            "loan_fen": fen(data["loan"]),
            **{name: data[name] for name in names},
        }


class DefaultForm(KeyedForm):
    """Why the loan is in default."""

    reason = reason_field(
        Label("违约情况", "What happened"),
        Label("请写明违约情况。", "Say what happened."),
        Label("逾期的时间和金额。", "Since when, and how much is due."),
    )


class DeclineForm(KeyedForm):
    """Why the pledge is not released."""

    reason = reason_field(
        Label("不同意的理由", "Why not"),
        Label("请写明理由。", "Say why not."),
        Label("例如“尚欠利息 1,200.00 元”。", "Such as “interest of CNY 1,200.00 is due”."),
    )


class CancelForm(KeyedForm):
    """On which ground the register ends a pledge, and by which paper."""

    ground = forms.ChoiceField(
        label=spoken("注销理由", "Ground"),
        choices=[(name, spoken(*label)) for name, label in GROUNDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": spoken("请选择注销理由。", "Choose the ground.")},
    )
    document = forms.CharField(
        label=spoken("注销依据", "Paper"),
        max_length=120,
        error_messages={"required": spoken("请填写注销依据。", "Name the paper.")},
        help_text=spoken(
            "法律文书、结清证明、提存公证书或者弃权声明，写明出具人和文号。",
            "Judgment, proof of repayment or deposit, or waiver: by whom, which number.",
        ),
    )


class ForecloseForm(KeyedForm):
    """Who gets the units, and by which paper."""

    receiver = PartyField(Label("受让方", "Receiver"))
    document = forms.CharField(
        label=spoken("处置依据", "Paper"),
        max_length=120,
        error_messages={"required": spoken("请填写处置依据。", "Name the paper.")},
        help_text=spoken(
            "裁定书、调解书或实现担保物权的文书，写明文号。",
            "The ruling or settlement that orders it, with its number.",
        ),
    )
