"""Forms of market surveillance: what is asked, said, warned of and found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm, attachment_field, text_area
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.models import Party
from qingshan.apps.surveillance.kinds import OUTCOMES
from qingshan.core.kernel.label import Label


class _AlertForm(KeyedForm):
    """A form about an alert, whose fields are called as the arguments of its verb."""

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class _SideForm(_AlertForm):
    """A form about one side of an alert; the one side of an alert that has no other is chosen."""

    party = forms.TypedChoiceField(
        coerce=int,
        label=spoken("主体", "Party"),
        error_messages={"required": spoken("请选择主体。", "Choose the party.")},
    )

    def __init__(self, sides: Iterable[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, spoken(*one.label)) for one in sides]
        self.fields["party"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["party"].initial = choices[0][0]


class AskForm(_SideForm):
    """What a side is to explain."""

    question = text_area(
        Label("需要说明的问题", "What is to be explained"),
        missing=Label("请写明需要说明的问题。", "Write down the question."),
        rows=4,
        longest=300,
        help_text=Label(
            "例如成交的目的、定价依据、双方的关系和资金来源。",
            "Such as the aim of the deals, how the price came about, and how both are related.",
        ),
    )


class WarnForm(_SideForm):
    """Of what a side is warned."""

    text = text_area(
        Label("警示内容", "Warning"),
        missing=Label("请写明警示内容。", "Write the warning down."),
        rows=4,
        longest=500,
        help_text=Label(
            "写明事实、所违反的规则和要求改正的事项。",
            "The facts, the rule that was broken, and what is to change.",
        ),
    )


class CloseForm(_AlertForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=spoken("结论", "Outcome"),
        choices=[(code, spoken(*label)) for code, label in OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": spoken("请选择结论。", "Choose an outcome.")},
    )
    finding = text_area(
        Label("核查情况", "What was found"),
        missing=Label("请写明核查情况。", "Write down what was found."),
        rows=4,
        longest=300,
    )


class ClarifyForm(KeyedForm):
    """What the party says."""

    text = text_area(
        Label("情况说明", "Clarification"),
        missing=Label("请写明情况。", "Explain the deals."),
        rows=4,
        longest=1000,
    )
    attachment = attachment_field(
        Label(
            "如合同、付款凭证；只供交易机构和审计查看，不公开。",
            "Such as a contract or a payment; the exchange and the auditor read it.",
        )
    )
