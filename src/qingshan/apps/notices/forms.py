"""Forms of the public and of those who answer it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.forms import KeyedForm, attachment_field, text_area
from qingshan.apps.base.frame import spoken
from qingshan.apps.notices.models import CATEGORIES, COMPLAINTS, OUTCOMES
from qingshan.apps.projects.anchored import AnchoredForm
from qingshan.core.kernel.label import Label

UNSEEN = Label("只供办理使用，不公开。", "Used in handling, never published.")
TOLD_BY = ("phone", "tell_phone", "mail", "tell_here")


class TellingMixin(ToldForm):
    """Telephone and mail that may be left, and whether one wants to be told of the progress."""

    phone = forms.CharField(
        label=spoken("联系电话", "Telephone"),
        required=False,
        max_length=20,
        help_text=spoken("只供核实时联系，不公开。", "For questions only, never shown."),
    )
    tell_phone = forms.BooleanField(
        label=spoken("用短信告知我办理情况", "Tell me the progress by short message"),
        required=False,
    )
    mail = forms.EmailField(
        label=spoken("电子邮箱", "E-mail"),
        required=False,
        max_length=200,
        help_text=spoken(
            "填了就告知收件、答复和处理结果；加密保存，不公开。",
            "You are told of receipt, answer and outcome; kept encrypted, never shown.",
        ),
        error_messages={"invalid": spoken("邮箱地址不完整。", "This is no whole address.")},
    )
    tell_here = forms.BooleanField(
        label=spoken("在本站通知我（用已登录的账号）", "Tell me in the site (by my account)"),
        required=False,
    )

    def __init__(self, *args: Any, is_signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_signed_in:
            del self.fields["tell_here"]

    def clean(self) -> dict[str, Any]:
        """A short message needs a number."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("tell_phone") and not told.get("phone"):
            self.add_error("phone", spoken("请填写手机号。", "Enter your mobile number."))
        return told


class CommentForm(TellingMixin, AnchoredForm):
    """What somebody says about a report under notice."""

    category = forms.ChoiceField(
        label=spoken("类别", "Category"),
        choices=[(name, spoken(*label)) for name, label in CATEGORIES.items()],
    )
    text = text_area(
        Label("意见", "Comment"),
        rows=5,
        help_text=Label(
            "请写明事实和依据。公示结束后，意见与答复一并公开；请勿写入个人信息。",
            "State facts and grounds. It is published with its answer: no personal data, please.",
        ),
    )
    attachment = attachment_field(UNSEEN)
    field_order = ("category", "anchor", "place", "text", "attachment", *TOLD_BY, "key")


class ComplaintForm(TellingMixin, KeyedForm):
    """Something wrong, with the place and the proof."""

    category = forms.ChoiceField(
        label=spoken("举报事项", "What is reported"),
        choices=[(name, spoken(*label)) for name, label in COMPLAINTS.items()],
    )
    about = forms.CharField(
        label=spoken("票号、公示编号或地点", "Number or place"),
        required=False,
        max_length=120,
    )
    county = forms.ChoiceField(label=spoken("所在县", "County"), required=False)
    text = text_area(
        Label("情况说明", "What happened"),
        rows=5,
        help_text=Label("时间、地点、经过；不必留名。", "When, where, what; no name is needed."),
    )
    attachment = attachment_field(UNSEEN)

    field_order = ("category", "about", "county", "text", "attachment", *TOLD_BY, "key")

    def __init__(self, counties: Iterable[tuple[str, Label]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["county"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", spoken("全省或不清楚", "the whole province, or unknown")),
            *((code, spoken(*label)) for code, label in counties),
        ]


class AnswerForm(KeyedForm):
    """The owner's answer."""

    text = text_area(
        Label("答复", "Answer"),
        rows=5,
        help_text=Label(
            "公示结束后与意见一并公开。", "Published with the comment when the notice closes."
        ),
    )


class JudgementForm(KeyedForm):
    """The verifying body's opinion."""

    outcome = forms.ChoiceField(
        label=spoken("处理结果", "Outcome"),
        widget=forms.RadioSelect,
        choices=[(name, spoken(*label)) for name, label in OUTCOMES.items()],
        error_messages={"required": spoken("请选择处理结果。", "Choose an outcome.")},
    )
    text = text_area(Label("审查意见", "Opinion"), rows=5)


class EndForm(KeyedForm):
    """Why a notice ends early."""

    text = text_area(
        Label("终止理由", "Reason"),
        rows=5,
        help_text=Label(
            "写明报告何时退回或更新；理由记入事件记录。", "When and why the report changed."
        ),
    )


class ReceiptForm(ToldForm):
    """Number and code of a receipt."""

    number = forms.CharField(label=spoken("编号", "Number"), max_length=30)
    code = forms.CharField(label=spoken("查询码", "Code"), max_length=20)
