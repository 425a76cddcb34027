"""Court-ordered purchases as court, seller and exchange see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from qingshan.apps.base import journal
from qingshan.apps.base.call import Actor
from qingshan.apps.books import reads as books
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.doors import WATCHERS
from qingshan.apps.remedies.models import Subscription
from qingshan.core.market.settlement import cash


def subscriptions() -> QuerySet[Subscription]:
    """All of them with their parties, newest first."""
    kept = ("ticket", "court", "party", "seller", "retirement")
    return Subscription.objects.select_related(*kept).order_by("-pk")


def subscriptions_seen_by(actor: Actor) -> QuerySet[Subscription]:
    """All for those who watch; else those in which one's parties order, buy or sell."""
    if actor.may(*WATCHERS):
        return subscriptions()
    mine = list(actor.parties)
    return subscriptions().filter(Q(court__in=mine) | Q(party__in=mine) | Q(seller__in=mine))


def subscriptions_to_accept(sellers: Iterable[int]) -> QuerySet[Subscription]:
    """Orders that wait for the word of some holders, the earliest first."""
    return subscriptions().filter(state="ordered", seller__in=list(sellers)).order_by("pk")


def subscriptions_to_fulfil() -> QuerySet[Subscription]:
    """Orders that a holder accepted and that are not paid and retired yet, the earliest first."""
    return subscriptions().filter(state="accepted").order_by("pk")


def moments(found: Subscription) -> dict[str, datetime]:
    """When each event of an order was, by its name."""
    return {event.name: event.when for event in journal.of_subject(found)}


def has_units(ticket: Ticket, seller: Party, quantity: int) -> bool:
    """Whether a holder has that much of a ticket free, in carbon units."""
    return books.balance(holding(ticket, seller.owner)).available >= quantity


def has_money(payer: Party, amount_fen: int) -> bool:
    """Whether a party has that much money free, in fen."""
    return books.balance(cash(payer.owner)).available >= amount_fen
