"""A ticket in a form: told by its number, however it was typed."""

from __future__ import annotations

from typing import Any

from django import forms

from qingshan.apps.base.frame import spoken
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import ticket_number
from qingshan.core.kernel.label import Label

_LONGEST = 30
_TICKET = Label("碳票", "Ticket")
_MISSING = Label("请填写票号。", "Enter the number of the ticket.")
_NONE = Label("没有这张碳票，请核对票号。", "There is no such ticket; check its number.")


class TicketField(forms.CharField):
    """The ticket of a number, or None where nothing is told."""

    def __init__(self, label: Label = _TICKET, *, required: bool = True, **more: Any) -> None:
        told = {"error_messages": {"required": spoken(*_MISSING)}}
        super().__init__(
            label=spoken(*label), max_length=_LONGEST, required=required, **told | more
        )

    def clean(self, value: Any) -> Any:
        """The ticket."""
        told = super().clean(value)
        if not told:
            return None
        found = Ticket.objects.filter(number=ticket_number(told)).first()
        if found is None:
            raise forms.ValidationError(spoken(*_NONE))
        return found
