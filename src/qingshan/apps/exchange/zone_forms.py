"""Forms of the zones: a person's small pack, and what a ruling orders."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.forms import WholeTonnesForm, case_number_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.exchange.forms import purpose_field, relation_field
from qingshan.core.kernel.label import Label


def subject_field() -> forms.CharField:
    """For which event the units are retired."""
    return forms.CharField(
        label=spoken("认购事由", "Event"),
        max_length=120,
        help_text=spoken("写入注销证书，对外公开。", "It stands on the certificate, in public."),
        error_messages={"required": spoken("请填写认购事由。", "Tell the event.")},
    )


class PackForm(WholeTonnesForm):
    """A pack for a person."""

    purpose = purpose_field()
    subject = subject_field()
    relation = relation_field()
    agreed = forms.BooleanField(
        label=spoken("我已知道：买入即注销，不可转让和撤销。", "I know: it is retired for good."),
        error_messages={"required": spoken("请先确认。", "Please confirm first.")},
    )


class RulingForm(WholeTonnesForm):
    """What a court ordered to be bought in order to restore."""

    ruling = case_number_field(Label("裁判文书案号", "Number of the ruling"))
    beneficiary = forms.CharField(
        label=spoken("受益人", "Beneficiary"),
        max_length=120,
        help_text=spoken("对外公开；个人只显示姓。", "In public; of a person the surname only."),
        error_messages={"required": spoken("请填写受益人。", "Name the beneficiary.")},
    )
    whose = forms.ChoiceField(
        label=spoken("受益人是", "The beneficiary is"),
        choices=[
            ("person", spoken("个人", "a person")),
            ("body", spoken("单位", "an organisation")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": spoken("请选择。", "Choose one.")},
    )
    subject = subject_field()
    relation = relation_field()
    is_further = forms.BooleanField(
        label=spoken(
            "本案号此前已有认购，确需再次认购", "Units were bought for it before, and more are due"
        ),
        required=False,
    )
