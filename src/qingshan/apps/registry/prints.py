"""Prints of a ticket's face: the newest one counts, those before it are void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.registry import printing
from qingshan.apps.registry.models import FacePrint, Ticket
from qingshan.core.kernel.label import Label

ISSUED = Label("首次签发", "as issued")


@dataclass(frozen=True)
class Edition:
    """One print of a face: the how-manieth, its file and code, and why it was made."""

    serial: int
    face: KeptFile
    check_code: str
    kind: Label
    when: datetime


def editions(ticket: Ticket) -> list[Edition]:
    """Every print of a ticket's face, the newest first."""
    first = Edition(1, ticket.face, ticket.check_code, ISSUED, ticket.issued)
    later = ticket.prints.select_related("face").order_by("-serial")
    return [
        *(Edition(p.serial, p.face, p.check_code, p.kind_label, p.when) for p in later),
        first,
    ]


def print_again(ticket: Ticket, kind: str, call: Call, *, document: str) -> FacePrint:
    """Make the next print of a ticket that is under lock."""
    serial = editions(ticket)[0].serial + 1
    written = printing.later_print(ticket, serial, when=call.when)
    name = f"{ticket.number}-{serial}.pdf"
    return FacePrint.objects.create(
        ticket=ticket,
        serial=serial,
        kind=kind,
        document=document,
        check_code=written.check_code,
        face=files.keep(written.pdf, name=name, media_type=printing.MEDIA_TYPE),
        when=call.when,
    )
