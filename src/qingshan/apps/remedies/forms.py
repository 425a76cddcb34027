"""Forms of a court and of the registrar: ask for a freeze, extend, lift, transfer, send back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy

from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import KeyedForm, case_number_field, tonnes_field
from qingshan.apps.base.frame import say, spoken
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.registry.fields import TicketField
from qingshan.apps.remedies.rules import months_most
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon

WHOLE = spoken(
    "整吨；零数只能随全部数量一并办理。", "Whole tonnes; a fraction only with all there is."
)


def _line(label: Label, longest: int, help_text: Any = "") -> forms.CharField:
    """One line that has to be filled in."""
    return forms.CharField(
        label=spoken(*label),
        max_length=longest,
        help_text=help_text,
        error_messages={"required": spoken(f"请填写{label.zh}。", f"Enter it: {label.en}.")},
    )


class TermField(forms.IntegerField):
    """Months that a freeze lasts; the longest stands in the table."""

    def __init__(self) -> None:
        super().__init__(
            label=spoken("期限（月）", "Term (months)"),
            help_text=lazy(_longest, str)(),
            error_messages={"required": spoken("请填写期限。", "Enter the term.")},
        )


def _longest() -> str:
    most = months_most(now().date())
    return say(
        Label(f"不超过 {most} 个月，自冻结生效之日起算。", f"At most {most}, from its effect.")
    )


class RequestForm(KeyedForm):
    """Ruling and notice, and what is to be frozen for how long."""

    case_number = case_number_field(Label("案号", "Case number"))
    ruling_number = _line(Label("裁定书文号", "Number of the ruling"), 60)
    notice_number = _line(Label("协助执行通知书文号", "Number of the assistance notice"), 60)
    officers = _line(
        Label("执行人员", "Officers"),
        60,
        spoken("两名执行人员姓名，不公开。", "Names of the two officers; not public."),
    )
    ticket = TicketField()
    holder = PartyField(Label("被执行人", "Debtor"))
    tonnes = tonnes_field(help_text=WHOLE)
    months = TermField()

    def clean_ticket(self) -> int:
        """Its key."""
        return int(self.cleaned_data["ticket"].pk)

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        names = ("case_number", "ruling_number", "notice_number", "officers", "ticket", "holder")
        told = {name: self.cleaned_data[name] for name in names}
        return (
            told
            | {"quantity": carbon(self.cleaned_data["tonnes"])}
            | {"term_months": self.cleaned_data["months"]}
        )


class GroundForm(KeyedForm):
    """The ruling or the reason on which an act rests."""

    ground = _line(
        Label("依据文书或理由", "Ruling or reason"), 120, spoken("名称和文号。", "Name and number.")
    )

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        return {"ground": self.cleaned_data["ground"]}


class ExtendForm(GroundForm):
    """A further term."""

    months = TermField()

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        return super().told | {"months": self.cleaned_data["months"]}


class ExecuteForm(GroundForm):
    """To whom how much is transferred."""

    target = PartyField(Label("接收人", "Receiver"))
    tonnes = tonnes_field(help_text=WHOLE)
    field_order = ("target", "tonnes", "ground")

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        target, tonnes = self.cleaned_data["target"], self.cleaned_data["tonnes"]
        return super().told | {"target": target, "quantity": carbon(tonnes)}


class EnterForm(KeyedForm):
    """Nothing but the press of a button."""

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb: none."""
        return {}
