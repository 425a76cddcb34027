"""Forms of a rights check: which ticket of whom, for which bank, until when."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.forms import KeyedForm, day_field, reason_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.label import Label


class _TicketForm(KeyedForm):
    """A form about one ticket, told by its number."""

    ticket = forms.CharField(
        label=spoken("碳票", "Ticket"),
        max_length=30,
        error_messages={"required": spoken("请填写票号。", "Enter the number of the ticket.")},
    )

    def clean_ticket(self) -> int:
        """The key of the ticket of that number."""
        number = str(self.cleaned_data["ticket"]).strip().upper()
        found = Ticket.objects.filter(number=number).values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError(spoken("没有这张碳票。", "There is no such ticket."))
        return found


class HolderForm(_TicketForm):
    """Whose units of which ticket a bank would look at."""

    holder = PartyField(Label("持有人", "Holder"))

    @property
    def told(self) -> dict[str, int]:
        """The keys of both, as the verbs take them."""
        return {name: self.cleaned_data[name] for name in ("ticket", "holder")}


class GrantForm(_TicketForm):
    """Which bank may look at one's units of which ticket, and until when."""

    bank = PartyField(Label("银行", "Bank"))
    until = day_field(
        Label("有效至", "Until"),
        help_text=Label(
            "到期后银行不能再开具；可以随时撤回。",
            "After that no sheet is made on it; it can be withdrawn at any time.",
        ),
    )


class DeclineForm(KeyedForm):
    """Why the bank may not look."""

    reason = reason_field(Label("不同意的理由", "Why not"), Label("请写明理由。", "Say why not."))
