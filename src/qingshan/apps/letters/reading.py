"""Read on in the journal from where one stopped: each portion is one transaction."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from qingshan.apps.base import journal
from qingshan.apps.base.models import Event
from qingshan.apps.letters.models import JournalReader

PORTION = 200


def read_on(name: str, handle: Callable[[Event], object], *, portion: int = PORTION) -> int:
    """Hand every finished event behind the reader's place to ``handle``, in order; how many.

    The place moves in the transaction of what was done with the events: either both are there or
    neither. A second process waits for the row of the reader and then goes on behind the first.
    """
    JournalReader.objects.bulk_create([JournalReader(name=name)], ignore_conflicts=True)
    count = 0
    while True:
        with transaction.atomic():
            reader = JournalReader.objects.select_for_update().get(name=name)
            events = journal.after(reader.position, limit=portion)
            for event in events:
                handle(event)
            if events:
                reader.position = events[-1].pk
                reader.save(update_fields=["position"])
        count += len(events)
        if len(events) < portion:
            return count


def skip_to(name: str, position: int) -> None:
    """Begin behind an event, for a reader that does not care for what was before."""
    reader, is_new = JournalReader.objects.get_or_create(name=name, defaults={"position": position})
    assert is_new or reader.position <= position, "a reader never goes back"
    JournalReader.objects.filter(pk=reader.pk).update(position=position)
