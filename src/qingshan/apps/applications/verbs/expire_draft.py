"""Erase a draft that nobody touched for its term."""

from __future__ import annotations

from qingshan.apps.applications.drafts import erase
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.reads import last_day_of
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.label import Label


@verb(
    event="draft.expired",
    label=Label("清除到期草稿", "erase an expired draft"),
    roles=("system",),
)
def expire_draft(call: Call, *, draft: int) -> Done[Draft]:
    """Erase answers and papers once the term is over; the timer calls it."""
    found = locked(Draft, draft)
    assert last_day_of(found, call.when.date()) <= call.when.date(), "the timer came too early"
    advance(found, "expire_draft", call)
    erase(found)
    found.save()
    return Done(found)
