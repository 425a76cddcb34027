"""Forms of a rights check: which ticket of whom, for which bank, until when."""

from __future__ import annotations

from qingshan.apps.base.forms import KeyedForm, day_field, reason_field
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.registry.fields import TicketField
from qingshan.core.kernel.label import Label


class _TicketForm(KeyedForm):
    """A form about one ticket, told by its number."""

    ticket = TicketField()

    def clean_ticket(self) -> int:
        """Its key."""
        return int(self.cleaned_data["ticket"].pk)


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
