"""What a face says since corrections were accepted; the public pages say the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from qingshan.apps.registry.models import Correction, Ticket

_ACCEPTED = "accepted"
_BETWEEN = ":"


def items_of(corrections: Iterable[Correction]) -> dict[str, str]:
    """Each corrected item with its present text: the correction decided last counts."""
    accepted = [found for found in corrections if found.state == _ACCEPTED]
    accepted.sort(key=lambda found: (found.decided, found.pk))
    return {found.item: found.becomes for found in accepted}


def with_items(found: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Tickets with what was corrected, read in the same statement, for ``items_told``."""
    accepted = Correction.objects.filter(ticket=OuterRef("pk"), state=_ACCEPTED)
    told = accepted.order_by("decided", "pk").values(
        told=Concat(F("item"), Value(_BETWEEN), F("becomes"))
    )
    return found.annotate(corrected=ArraySubquery(told))


def items_told(ticket: Ticket) -> dict[str, str]:
    """The same as ``items_of`` of a ticket from ``with_items``; nothing of any other."""
    told: list[str] = getattr(ticket, "corrected", [])
    return {item: text for item, _, text in (one.partition(_BETWEEN) for one in told)}
