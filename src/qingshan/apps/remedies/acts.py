"""What the inbox learns of this room: freezes that courts asked for, purchases they ordered."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from qingshan.apps.base.call import Actor
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.remedies.reads import requested_holds
from qingshan.apps.remedies.subscription_acts import SUBSCRIPTION_ACTS
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


def _requested(_actor: Actor) -> Iterable[Task]:
    for one in requested_holds():
        amount = tonnes_text(one.quantity)
        note = Label(f"{one.ticket} 冻结 {amount} 吨", f"{amount} t of {one.ticket}")
        href = reverse("hold", args=[one.number])
        yield Task(
            "enter_hold", one.pk, verb_label("enter_hold"), one.number, note, one.requested, href
        )


ACTS: dict[str, Act] = {"enter_hold": Act(("registrar",), _requested), **SUBSCRIPTION_ACTS}
