"""Forms of a court and of the registrar: ask for a freeze, extend, lift, transfer, send back."""

from __future__ import annotations

from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon


def _line(label: Label, longest: int, help_text: Any = "") -> forms.CharField:
    """One line; whether it may be empty is the verb's to say."""
    return forms.CharField(
        label=spoken(*label), max_length=longest, required=False, help_text=help_text
    )


def _tonnes() -> forms.DecimalField:
    return forms.DecimalField(
        label=spoken("数量（吨）", "Quantity (t)"), max_digits=14, decimal_places=4
    )


def _months() -> forms.IntegerField:
    return forms.IntegerField(
        label=spoken("期限（月）", "Term (months)"),
        help_text=spoken("不超过 36 个月，自冻结生效之日起算。", "At most 36, from its effect."),
    )


def _party(label: Label) -> forms.CharField:
    told = spoken("统一社会信用代码或登记的名称。", "Credit code, or the name as entered.")
    return _line(label, 120, told)


def _one_party(told: str) -> int:
    found = Party.objects.filter(credit_code=told) if told else Party.objects.none()
    found = found or Party.objects.filter(name=told)
    if len(found) != 1:
        raise forms.ValidationError(
            spoken(
                "没有找到唯一的登记主体，请核对名称或代码。",
                "No single party of that name or code is entered.",
            )
        )
    return int(found[0].pk)


class RequestForm(KeyedForm):
    """Ruling and notice, and what is to be frozen for how long."""

    case_number = _line(Label("案号", "Case number"), 60)
    ruling_number = _line(Label("裁定书文号", "Number of the ruling"), 60)
    notice_number = _line(Label("协助执行通知书文号", "Number of the assistance notice"), 60)
    officers = _line(
        Label("执行人员", "Officers"),
        60,
        spoken("两名执行人员姓名，不公开。", "Names of the two officers; not public."),
    )
    ticket = _line(Label("碳票", "Ticket"), 30)
    holder = _party(Label("被执行人", "Debtor"))
    tonnes = _tonnes()
    months = _months()

    def clean_ticket(self) -> int:
        """The ticket of that number."""
        found = Ticket.objects.filter(number=self.cleaned_data["ticket"].strip().upper()).first()
        if found is None:
            raise forms.ValidationError(spoken("没有这张碳票。", "There is no such ticket."))
        return int(found.pk)

    def clean_holder(self) -> int:
        """The one party of that code or name."""
        return _one_party(self.cleaned_data["holder"].strip())

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

    months = _months()

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        return super().told | {"months": self.cleaned_data["months"]}


class ExecuteForm(GroundForm):
    """To whom how much is transferred."""

    target = _party(Label("接收人", "Receiver"))
    tonnes = _tonnes()
    field_order = ("target", "tonnes", "ground")

    def clean_target(self) -> int:
        """The one party of that code or name."""
        return _one_party(self.cleaned_data["target"].strip())

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
