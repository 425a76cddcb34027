"""Freezes as courts and registrars see them, and what the timer has to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from qingshan.apps.base import journal
from qingshan.apps.books import reads as books
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import party
from qingshan.apps.registry.life import holding
from qingshan.apps.remedies.models import JudicialHold

STANDING = ("queued", "effective")


def holds() -> QuerySet[JudicialHold]:
    """All freezes, newest first."""
    return JudicialHold.objects.select_related("ticket", "holder", "court").order_by("-pk")


def holds_of(courts: Iterable[int]) -> QuerySet[JudicialHold]:
    """Freezes that some courts asked for."""
    return holds().filter(court__in=list(courts))


def requested_holds() -> QuerySet[JudicialHold]:
    """Freezes that wait for the registrar, the earliest first."""
    return holds().filter(state="requested").order_by("pk")


def place_in_queue(found: JudicialHold) -> int:
    """How many stand before a freeze on the same holding."""
    rows = JudicialHold.objects.filter(ticket=found.ticket, holder=found.holder)
    return rows.filter(state__in=STANDING, pk__lt=found.pk).count()


@dataclass(frozen=True)
class CarriedOver:
    """What a forced transfer took from a holding, in carbon units, and who had it."""

    quantity: int
    taker: Party


def carried_over(found: JudicialHold) -> CarriedOver | None:
    """What became of a freeze that ended with a transfer; None of any other."""
    told = journal.of_subject(found).filter(name="hold.executed").first()
    if told is None:
        return None
    return CarriedOver(told.facts["quantity"], party(told.facts["target"]))


def lapsed_holds(today: date) -> list[int]:
    """Freezes whose last day is past."""
    rows = JudicialHold.objects.filter(state__in=STANDING, until__lt=today).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def promotable_holds() -> list[int]:
    """Of each holding with something free, the earliest freeze that waits for more."""
    found: dict[tuple[int, int], int] = {}
    waiting = JudicialHold.objects.filter(state__in=STANDING, held__lt=F("quantity"))
    for one in waiting.select_related("ticket", "holder").order_by("pk"):
        if books.balance(holding(one.ticket, one.holder.owner)).available:
            found.setdefault((one.ticket_id, one.holder_id), one.pk)
    return list(found.values())
