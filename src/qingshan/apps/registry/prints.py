"""Prints of a ticket's face: the newest one counts, those before it are void."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.models import KeptFile
from qingshan.apps.registry import printing
from qingshan.apps.registry.models import FacePrint, Ticket
from qingshan.apps.registry.reads import STATES
from qingshan.core.kernel.label import Label

ISSUED = Label("首次签发", "as issued")
VOID = Label("作废", "void")
MARKED = ("frozen", "revoked", "retired")
"""States in which a face may not go from hand to hand without a word across it."""


@dataclass(frozen=True)
class Edition:
    """One print of a face: the how-manieth, its file and code, and why it was made."""

    serial: int
    face: KeptFile
    check_code: str
    kind: Label
    when: datetime


def editions(ticket: Ticket, prints: Iterable[FacePrint] | None = None) -> list[Edition]:
    """Every print of a ticket's face, the newest first; ``prints`` where they are at hand."""
    first = Edition(1, ticket.face, ticket.check_code, ISSUED, ticket.issued)
    kept: Iterable[FacePrint] = _LATER.objects(ticket.pk) if prints is None else prints
    later = sorted(kept, key=lambda row: row.serial, reverse=True)
    return [
        *(Edition(p.serial, p.face, p.check_code, p.kind_label, p.when) for p in later),
        first,
    ]


def _later(ticket: int) -> QuerySet[FacePrint]:
    return FacePrint.objects.filter(ticket=ticket).select_related("face")


_LATER = Fixed(_later, int)


def face_now(ticket: Ticket, state: str) -> bytes:
    """The face that counts, under the word for the state that makes it worth nothing for now.

    ``state`` is that of the ticket's standing. The bytes are the same until something happens.
    """
    newest = editions(ticket)[0]
    if state not in MARKED:
        return files.read(newest.face.digest)
    happened = [*ticket.states.values_list("when", flat=True)]
    happened += ticket.retirements.values_list("when", flat=True)
    when = max([newest.when, *happened])
    return printing.marked_face(ticket, newest.serial, STATES[state], when=when)


def face_then(ticket: Ticket, serial: int) -> bytes | None:
    """One print as it was made; an earlier one lies under the word that it is void."""
    prints = editions(ticket)
    met = next((p for p in prints if p.serial == serial), None)
    if met is None:
        return None
    if met == prints[0]:
        return files.read(met.face.digest)
    return printing.marked_face(ticket, met.serial, VOID, when=prints[0].when)


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
