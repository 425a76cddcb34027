"""Forms of verifying bodies, of members of a panel and of those who charge and enter them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm, day_field, text_area
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.parties.models import Party
from qingshan.apps.projects.anchored import AnchoredForm
from qingshan.apps.projects.models import SEVERITIES, TIES
from qingshan.apps.review.models import FIELDS
from qingshan.apps.review.rules import Item, checklist
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon

LONG = 10_000
"""Findings, answers and opinions may be pages of text."""


def _choices(labels: dict[str, Label]) -> list[tuple[str, Any]]:
    return [(name, spoken(*label)) for name, label in labels.items()]


def _parties(found: Iterable[Party]) -> list[tuple[str, Any]]:
    """Nobody is chosen beforehand: what is declared or charged stands for good."""
    named = [(str(party.pk), spoken(*party.public_label)) for party in found]
    return [("", spoken("请选择", "Choose")), *named]


class ReplyForm(KeyedForm):
    """An answer to a question or to what was found wrong."""

    text = text_area(Label("答复", "Answer"), rows=5, longest=LONG)


class GroundsForm(KeyedForm):
    """On what a nonconformity is settled."""

    text = text_area(Label("关闭依据", "Grounds"), rows=5, longest=LONG)


class ReasonForm(KeyedForm):
    """Why something is done that nobody else asked for."""

    text = text_area(Label("理由", "Reason"), rows=5, longest=LONG)


class NonconformityForm(AnchoredForm):
    """What a verifying body finds wrong."""

    severity = forms.ChoiceField(
        label=spoken("严重程度", "Severity"), choices=_choices(SEVERITIES), initial="minor"
    )
    text = text_area(
        Label("不符合事实和依据", "Facts and grounds"),
        rows=5,
        longest=LONG,
        help_text=Label("写明事实、依据和要求。", "By which rule."),
    )
    field_order = ("severity", "anchor", "place", "text", "key")


class VerifyForm(KeyedForm):
    """The conclusion of a verification."""

    tonnes = forms.DecimalField(
        label=spoken("核定减排量（吨）", "Verified removal (t)"),
        max_digits=16,
        decimal_places=4,
        min_value=0,
        help_text=spoken(
            "填写本机构独立核定的数量，须与申请量一致。", "What this body itself arrived at."
        ),
        error_messages={
            "required": spoken("请填写核定量。", "Enter the verified removal."),
            "invalid": spoken("数量须为数字。", "It must be a number."),
        },
    )
    finding = text_area(Label("核查结论", "Conclusion"), rows=5, longest=LONG)
    agreed = forms.BooleanField(
        label=spoken("本机构作出上述承诺。", "This body gives its word on the above."),
        error_messages={"required": spoken("请先确认承诺。", "Please confirm first.")},
    )

    @property
    def quantity(self) -> int:
        """The quantity in carbon units."""
        return carbon(self.cleaned_data["tonnes"])


class AssignForm(KeyedForm):
    """Which body is charged."""

    body = forms.ChoiceField(label=spoken("机构", "Body"))

    def __init__(self, bodies: Iterable[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _parties(bodies)


class _BetweenForm(KeyedForm):
    """An interest between two parties: who declares it, the other side, what and until when."""

    itself = Label("双方不能是同一主体。", "A tie is between two.")
    other = PartyField(Label("对方", "The other side"))
    kind = forms.ChoiceField(
        label=spoken("关系", "Kind"), choices=[("", spoken("请选择", "Choose")), *_choices(TIES)]
    )
    until = day_field(Label("结束日期", "Last day"))
    note = forms.CharField(label=spoken("说明", "Note"), max_length=200, required=False)
    field_order = ("party", "other", "kind", "until", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = False

    def clean_other(self) -> Any:
        """Somebody else than the first side."""
        told = self.cleaned_data["other"]
        if told is not None and told == self.cleaned_data.get("party"):
            raise forms.ValidationError(spoken(*self.itself))
        return told


class TieForm(_BetweenForm):
    """An interest declared by one of its sides, which the visitor names where it acts for more."""

    itself = Label("对方不能是本单位。", "The other side is somebody else.")
    party = forms.TypedChoiceField(
        label=spoken("代表单位", "Party"),
        coerce=int,
        error_messages={"required": spoken("请选择代表的单位。", "Choose for whom you act.")},
    )

    def __init__(self, own: Sequence[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(party.pk), spoken(*party.label)) for party in own]
        if len(own) > 1:
            field.choices = [("", spoken("请选择", "Choose")), *field.choices]
        self.fields["until"].help_text = spoken(
            "仍在持续的留空；结束后再申报一次，填写结束日期。",
            "Empty while it holds; when it has ended, declare it again with its last day.",
        )


class EnteredTieForm(_BetweenForm):
    """An interest between two others, entered or corrected by the registrar on a ground."""

    party = PartyField(Label("申报方", "Declared by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].label = spoken("依据", "Ground")
        self.fields["until"].help_text = spoken(
            "仍在持续的留空；更正已有申报的，主体和关系照原样填写。",
            "Empty while it holds; to correct what was declared, name the same sides and kind.",
        )


class ExpertForm(KeyedForm):
    """A person who enters the pool."""

    party = forms.ChoiceField(label=spoken("专家", "Expert"))
    fields_of_work = forms.MultipleChoiceField(
        label=spoken("专业领域", "Fields"),
        widget=forms.CheckboxSelectMultiple,
        choices=_choices(FIELDS),
        error_messages={"required": spoken("请选择专业领域。", "Choose a field.")},
    )
    unit = forms.CharField(label=spoken("工作单位", "Employer"), max_length=120)
    unit_code = forms.CharField(
        label=spoken("单位统一社会信用代码", "Credit code of the employer"),
        max_length=18,
        required=False,
        help_text=spoken("用于排除与当事方同一法人的专家。", "Keeps away who works for a party."),
    )

    def __init__(self, people: Iterable[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        named = [(str(person.pk), person.name) for person in people]
        field.choices = [("", spoken("请选择", "Choose")), *named]


class DeclareForm(KeyedForm):
    """A member's declaration."""

    agreed = forms.BooleanField(
        label=spoken(
            "我与项目业主、计量机构、核查机构近三年内没有任职、业务、股权、亲属等利害关系。",
            "I have had no tie of employment, business, holding or kinship with owner, measuring "
            "or verifying body within the years that count.",
        ),
        error_messages={"required": spoken("请先确认声明。", "Please confirm first.")},
    )


class AskForm(AnchoredForm):
    """A question about a figure, a section or a place."""

    text = text_area(Label("提问", "Question"), rows=5, longest=LONG)
    field_order = ("anchor", "place", "text", "key")


class VoteForm(KeyedForm):
    """The checklist, item by item, and the vote."""

    in_favour = forms.ChoiceField(
        label=spoken("表决", "Vote"),
        widget=forms.RadioSelect,
        choices=[("yes", spoken("同意", "in favour")), ("no", spoken("不同意", "against"))],
        error_messages={"required": spoken("请表决。", "Choose one.")},
    )
    opinion = text_area(Label("评审意见", "Opinion"), rows=5, longest=LONG)

    def __init__(self, as_of: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items: list[Item] = checklist(as_of)
        for number, item in enumerate(self._items, 1):
            self.fields[f"score_{item.key}"] = forms.IntegerField(
                label=spoken(
                    f"{number}. {item.label.zh}（满分 {item.points}）",
                    f"{number}. {item.label.en} (up to {item.points})",
                ),
                min_value=0,
                max_value=item.points,
                error_messages={
                    "required": spoken("请打分。", "Enter a score."),
                    "invalid": spoken("得分须为整数。", "A score is a whole number."),
                    "min_value": spoken("得分不能为负。", "Not below zero."),
                    "max_value": spoken(f"该项满分 {item.points} 分。", f"At most {item.points}."),
                },
            )
        self.order_fields([*(f"score_{item.key}" for item in self._items), "in_favour", "opinion"])

    @property
    def scores(self) -> dict[str, int]:
        """The scores as the verb takes them."""
        return {item.key: self.cleaned_data[f"score_{item.key}"] for item in self._items}
