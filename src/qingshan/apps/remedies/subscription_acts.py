"""What the inbox learns of court-ordered purchases: to accept, and to pay and retire."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from qingshan.apps.base.call import Actor
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.remedies.models import Subscription
from qingshan.apps.remedies.subscription_reads import (
    subscriptions_to_accept,
    subscriptions_to_fulfil,
)
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text


def _to_accept(actor: Actor) -> Iterable[Task]:
    for one in subscriptions_to_accept(actor.parties):
        yield _task("accept_subscription", one)


def _to_fulfil(_actor: Actor) -> Iterable[Task]:
    for one in subscriptions_to_fulfil():
        yield _task("fulfil_subscription", one)


def _task(act: str, found: Subscription) -> Task:
    tonnes, amount = tonnes_text(found.quantity), yuan(found.amount_fen)
    note = Label(
        f"{found.ticket} {tonnes} 吨，{amount} 元", f"{tonnes} t of {found.ticket}, CNY {amount}"
    )
    there = reverse("subscription", args=[found.pk])
    return Task(act, found.pk, verb_label(act), str(found), note, found.ordered, there)


SUBSCRIPTION_ACTS: dict[str, Act] = {
    "accept_subscription": Act(("applicant", "trader"), _to_accept),
    "fulfil_subscription": Act(("operator",), _to_fulfil),
}
