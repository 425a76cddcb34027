"""Draw up the letters that follow from an event of the journal, each once."""

from __future__ import annotations

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.letters.kinds import kinds_of
from qingshan.apps.letters.matters import matter_of
from qingshan.apps.letters.models import Letter
from qingshan.apps.letters.verbs.draw_up_letter import draw_up_letter


def draw_up(event: Event) -> list[Letter]:
    """The letters of an event; the moment on them is that of the event."""
    made = []
    for kind in kinds_of(event.name):
        fact, value = kind.when
        matter = matter_of(event)
        if matter is not None and (not fact or matter.facts.get(fact) == value):
            call = Call(SYSTEM, event.when, f"letters/{event.pk}/{kind.name}")
            made.append(draw_up_letter(call, event=event.pk, kind=kind.name))
    return made
