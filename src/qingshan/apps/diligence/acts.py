"""What the inbox learns of this room: a request to answer, a consent on which to make a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from qingshan.apps.base.call import Actor
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.diligence.doors import BANK, HOLDERS
from qingshan.apps.diligence.reads import consents_with, unused_consents
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


def _to_answer(actor: Actor) -> Iterable[Task]:
    label = verb_label("grant_rights_check")
    for one in consents_with(actor.parties).filter(state="asked", holder__in=actor.parties):
        who, ticket = one.bank.label, one.ticket.number
        note = Label(f"{who.zh}申请核查 {ticket}", f"{who.en} asks to look at {ticket}")
        there = f"{reverse('grant_rights_check')}?consent={one.number}"
        yield Task("grant_rights_check", one.pk, label, str(one), note, one.asked, there)


def _to_open(actor: Actor) -> Iterable[Task]:
    label = verb_label("open_rights_check")
    for one in unused_consents(actor.parties, booking_day(now())):
        who, ticket = one.holder.label, one.ticket.number
        note = Label(
            f"{who.zh}已同意核查 {ticket}，至 {one.until}",
            f"{who.en} lets the bank look at {ticket} until {one.until}",
        )
        there = f"{reverse('open_rights_check')}?consent={one.number}"
        yield Task("open_rights_check", one.pk, label, str(one), note, one.granted, there)


ACTS: dict[str, Act] = {
    "grant_rights_check": Act(HOLDERS, _to_answer),
    "open_rights_check": Act((BANK,), _to_open),
}
