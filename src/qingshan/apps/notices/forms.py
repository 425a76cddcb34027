"""Forms of the public and of those who answer it."""

from __future__ import annotations

from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.notices.models import CATEGORIES, OUTCOMES
from qingshan.apps.projects.anchors import Pointer

PLACE = "place"
NO_TEXT = spoken("请填写内容。", "Write something.")


def text_field(zh: str, en: str, help_text: Any = "") -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=spoken(zh, en),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 5}),
        strip=True,
        error_messages={"required": NO_TEXT},
    )


class AnchoredForm(KeyedForm):
    """A form whose content points at a figure, a section or a place of one report."""

    anchor = forms.ChoiceField(
        label=spoken("所指之处", "What it is about"),
        required=False,
        help_text=spoken("可指明一个数字、一节或图上一处。", "A figure, a section or a place."),
    )
    place = forms.CharField(
        label=spoken("图上位置（经度，纬度）", "Place (longitude, latitude)"),
        required=False,
        max_length=40,
        help_text=spoken(
            "选“图上一处”时填写；在公示页地图上点一下可复制坐标。",
            "For a place on the map: click the map of the notice to copy it.",
        ),
    )

    def __init__(self, pointer: Pointer, at: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = dict(pointer.choices())
        kind, _, rest = at.partition(":")
        if kind == "figure" and at not in offered and pointer.node(rest) is not None:
            offered[at] = pointer.label(at)
        field = self.fields["anchor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((anchor, spoken(*label)) for anchor, label in offered.items()),
            (PLACE, spoken("图上一处", "a place on the map")),
        ]
        self.initial["anchor"] = PLACE if kind == PLACE else at if at in offered else ""
        if kind == PLACE:
            self.initial["place"] = rest

    @property
    def pointed(self) -> str:
        """The anchor as the verbs take it."""
        told = self.cleaned_data
        return f"{PLACE}:{told['place']}" if told["anchor"] == PLACE else told["anchor"]


class CommentForm(AnchoredForm):
    """What somebody says about a report under notice."""

    category = forms.ChoiceField(
        label=spoken("类别", "Category"),
        choices=[(name, spoken(*label)) for name, label in CATEGORIES.items()],
    )
    text = text_field(
        "意见",
        "Comment",
        spoken(
            "请写明事实和依据。公示结束后，意见与答复一并公开；请勿写入个人信息。",
            "State facts and grounds. It is published with its answer: no personal data, please.",
        ),
    )
    attachment = forms.FileField(
        label=spoken("附件（PDF、JPG、PNG）", "Attachment (PDF, JPG, PNG)"),
        required=False,
        help_text=spoken("只供办理使用，不公开。", "Used in handling, never published."),
    )
    phone = forms.CharField(
        label=spoken("联系电话", "Telephone"),
        required=False,
        max_length=20,
        help_text=spoken("只供核实时联系，不公开。", "For questions only, never shown."),
    )
    field_order = ("category", "anchor", "place", "text", "attachment", "phone", "key")


class AnswerForm(KeyedForm):
    """The owner's answer."""

    text = text_field(
        "答复",
        "Answer",
        spoken("公示结束后与意见一并公开。", "Published with the comment when the notice closes."),
    )


class JudgementForm(KeyedForm):
    """The verifying body's opinion."""

    outcome = forms.ChoiceField(
        label=spoken("处理结果", "Outcome"),
        widget=forms.RadioSelect,
        choices=[(name, spoken(*label)) for name, label in OUTCOMES.items()],
        error_messages={"required": spoken("请选择处理结果。", "Choose an outcome.")},
    )
    text = text_field("审查意见", "Opinion")


class ReceiptForm(forms.Form):
    """Number and code of a receipt."""

    number = forms.CharField(label=spoken("编号", "Number"), max_length=30)
    code = forms.CharField(label=spoken("查询码", "Code"), max_length=20)
