"""What the inbox learns of this room: alerts to look into, clarifications to give."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from qingshan.apps.base.call import Actor
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.surveillance.doors import ASKED
from qingshan.apps.surveillance.reads import alerts_open, clarifications_of
from qingshan.apps.surveillance.words import told
from qingshan.core.kernel.label import Label

SHOWN = 20
"""How many alerts stand in the inbox, the oldest; the page of alerts lists the others."""


def _to_look_into(_actor: Actor) -> Iterable[Task]:
    label = Label("核查监控提示", "look into the alert")
    for one in alerts_open()[:SHOWN]:
        kind, said = one.kind_label, told(one)
        note = Label(f"{kind.zh}：{said.zh}", f"{kind.en}: {said.en}")
        there = reverse("alert", args=[one.number])
        yield Task("close_alert", one.pk, label, str(one), note, one.noted, there)


def _to_clarify(actor: Actor) -> Iterable[Task]:
    label = verb_label("give_clarification")
    for one in clarifications_of(actor.parties).filter(state="asked").order_by("pk"):
        note = Label(f"{one.due} 前答复：{one.question}", f"by {one.due}: {one.question}")
        there = reverse("clarification", args=[one.number])
        yield Task("give_clarification", one.pk, label, str(one), note, one.asked, there)


ACTS: dict[str, Act] = {
    "close_alert": Act(("operator",), _to_look_into),
    "give_clarification": Act(ASKED, _to_clarify),
}
