"""One act that brought many things of a kind to an end: who has several of them hears it once.

A clearing delivers two hundred deals, an order buys of twenty offers, a paper moves fifty holdings:
each leaves an event, and programs follow each. A person gets one notification and one mail for
what is theirs of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet

from qingshan.apps.base.models import Event
from qingshan.apps.letters.matter import Matter
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text

SEVERAL = {
    "trade_agreed": "trades_agreed",
    "trade_settled": "trades_settled",
    "holding_transferred": "holdings_transferred",
}
"""The words of several by the words of one."""


def of_one_act(event: Event) -> list[Event]:
    """The events of a name that one act left, oldest first; none but for the first of them.

    An act leaves its parts under its own key and that of the thing (``journal.append``), one
    behind the other in one transaction.
    """
    alike = _beside(event)
    before = alike.filter(pk__lt=event.pk).order_by("-pk").first()
    if before is not None and _act_of(before) == _act_of(event):
        return []
    behind = alike.filter(pk__gt=event.pk).order_by("pk")
    return [event, *(one for one in behind if _act_of(one) == _act_of(event))]


def together(matters: Sequence[Matter]) -> Matter:
    """What is told of several things: the first by name, how many, and what they come to."""
    first = matters[0]
    sums = {name: sum(one.amounts[name] for one in matters) for name in first.amounts}
    facts = {
        **first.facts,
        "count": len(matters),
        "quantity": tonnes_text(sums.get("quantity", 0)),
        "yuan": yuan(sums.get("fen", 0)),
    }
    return replace(first, facts=facts, page=first.several_page)


def _beside(event: Event) -> QuerySet[Event]:
    """Events that could be of the same act; there is an index for name and moment."""
    return Event.objects.filter(
        name=event.name,
        when=event.when,
        actor=event.actor,
        verb=event.verb,
        transaction=event.transaction,
    )


def _act_of(event: Event) -> str:
    """The key of the act whose part an event is; of one that is no part, what no other has."""
    act, _, thing = event.key.rpartition("/")
    return act if thing == str(event.subject_id) else event.digest
