"""Forms of the registrar and of holders: a change of state, a print, a correction, a transfer."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm, TonnesForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.base.rows import having
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import CORRECTED_ITEMS, GROUNDS, Ticket
from qingshan.apps.registry.moving import Line
from qingshan.core.kernel.label import Label

Choices = list[tuple[int, Any]]
_LOST = Label(
    "清单没有完整传回，请重新预览。", "The list did not come back whole; preview it again."
)
_LINE = re.compile(r"(\d{1,18}),(\d{1,18}),(\d{1,18}),(\d{1,18})", re.ASCII)
"""Keys of a ticket, of giver and taker, and a quantity in carbon units (``Preview.sent``)."""


def _line(label: Label, longest: int, help_text: Any = "") -> forms.CharField:
    """One line that is told at its field when it is empty; the verb refuses it as well."""
    return forms.CharField(
        label=spoken(*label),
        max_length=longest,
        help_text=help_text,
        error_messages={"required": spoken(f"请填写{label.zh}。", "Fill this in.")},
    )


def _document() -> forms.CharField:
    told = spoken("文件名称和文号。", "Name and number of the paper.")
    return _line(Label("依据文件", "Paper that it rests on"), 120, told)


def _reason() -> forms.CharField:
    told = spoken("对外公开，不写个人信息。", "It is public: name no person.")
    return _line(Label("理由", "Reason"), 200, told)


class PaperForm(KeyedForm):
    """A further print of a face."""

    document = _document()


class StateForm(KeyedForm):
    """A change of a ticket's state."""

    reason = _reason()
    document = _document()


class CorrectionForm(KeyedForm):
    """What a face is to say instead."""

    item = forms.ChoiceField(
        label=spoken("更正事项", "What is corrected"),
        choices=[(name, spoken(*label)) for name, label in CORRECTED_ITEMS.items()],
    )
    becomes = _line(Label("更正为", "It is to say"), 200)
    reason = _reason()
    document = _document()


class TransferForm(TonnesForm):
    """Units that change hands without a trade."""

    source = forms.TypedChoiceField(label=spoken("转出方", "From"), coerce=int)
    target = PartyField(Label("转入方", "To"))
    ground = forms.ChoiceField(
        label=spoken("事由", "Ground"),
        choices=[(name, spoken(*label)) for name, label in GROUNDS.items()],
    )
    document = _document()
    field_order = ("source", "target", "tonnes", "ground", "document")

    def __init__(self, holders: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = holders


class OrderForm(KeyedForm):
    """Several transfers on one paper; what they are is told by a list or by their sides."""

    ground = forms.ChoiceField(
        label=spoken("事由", "Ground"),
        choices=[(name, spoken(*label)) for name, label in GROUNDS.items()],
    )
    document = _document()


class ListedOrderForm(OrderForm):
    """The transfers as a list."""

    file = forms.FileField(
        label=spoken("过户清单", "List of transfers"),
        help_text=spoken("Excel、WPS（.xlsx）或 CSV。", "Excel, WPS (.xlsx) or CSV."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )


class WholeOrderForm(OrderForm):
    """Everything that one party may give, to one that takes its place."""

    source = PartyField(Label("转出方", "From"))
    target = PartyField(Label("承继方", "To the successor"))
    field_order = ("source", "target", "ground", "document")


class ConfirmForm(OrderForm):
    """An order that was looked over, as the page of its preview sends it back."""

    lines = forms.CharField(widget=forms.HiddenInput, error_messages={"required": spoken(*_LOST)})

    def clean_lines(self) -> list[Line]:
        """Lines of tickets and parties that there are."""
        told = [_LINE.fullmatch(each) for each in self.cleaned_data["lines"].split(";")]
        lines = [Line(*map(int, each.groups())) for each in told if each]
        tickets = {line.ticket for line in lines}
        parties = {side for line in lines for side in (line.source, line.target)}
        found = len(having(Ticket, "id", tickets)), len(having(Party, "id", parties))
        if not all(told) or found != (len(tickets), len(parties)):
            raise forms.ValidationError(spoken(*_LOST))
        return lines


class MakeGoodForm(TonnesForm):
    """Units of a ticket that are surrendered for those of a revoked one."""

    ticket = forms.TypedChoiceField(label=spoken("用哪张碳票补足", "Units of ticket"), coerce=int)
    field_order = ("ticket", "tonnes")

    def __init__(self, tickets: list[Ticket], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ticket"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(ticket.pk, ticket.number) for ticket in tickets]
