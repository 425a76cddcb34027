"""Which alerts there are, what they are about, and what a party was asked and told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from qingshan.apps.base.models import Event
from qingshan.apps.books.reads import day_start
from qingshan.apps.exchange.models import Bid, Listing, Trade
from qingshan.apps.exchange.reads import KEPT
from qingshan.apps.surveillance.models import Alert, Clarification, WrittenWarning
from qingshan.apps.surveillance.patterns import ORDERS


def alerts_open() -> QuerySet[Alert]:
    """What is to be looked into, the oldest first."""
    return _alerts().filter(state="open").order_by("pk")


def alerts_closed() -> QuerySet[Alert]:
    """What was looked into, the newest first."""
    return _alerts().filter(state="closed").order_by("-pk")


def _alerts() -> QuerySet[Alert]:
    return Alert.objects.select_related("party", "other")


def deals_of(alert: Alert) -> QuerySet[Trade]:
    """What the two sides dealt with each other since its first day, until it was closed."""
    both = Q(buyer=alert.party, seller=alert.other) | Q(buyer=alert.other, seller=alert.party)
    rows = Trade.objects.filter(both, KEPT, asset=alert.asset, agreed__gte=day_start(alert.since))
    if alert.closed is not None:
        rows = rows.filter(agreed__lte=alert.closed)
    return rows.select_related("buyer", "seller").order_by("-agreed", "-pk")


def orders_of(alert: Alert) -> list[tuple[Event, Listing | Bid]]:
    """The orders that its party took back since its day, until it was closed; the newest first."""
    found: list[tuple[Event, Listing | Bid]] = []
    for name, (model, whose) in ORDERS.items():
        acts = Event.objects.filter(name=name, when__gte=day_start(alert.since))
        if alert.closed is not None:
            acts = acts.filter(when__lte=alert.closed)
        told = {act.subject_id: act for act in acts}
        rows = model._default_manager.filter(pk__in=told, asset=alert.asset, **{whose: alert.party})
        found += [(told[row.pk], row) for row in rows]
    return sorted(found, key=lambda pair: pair[0].pk, reverse=True)


def clarifications_of(parties: Iterable[int]) -> QuerySet[Clarification]:
    """What some parties were asked, the newest first."""
    rows = Clarification.objects.filter(party__in=list(parties))
    return rows.select_related("party", "alert").order_by("-pk")


def warnings_of(parties: Iterable[int]) -> QuerySet[WrittenWarning]:
    """How some parties were warned, the newest first."""
    rows = WrittenWarning.objects.filter(party__in=list(parties))
    return rows.select_related("party", "alert").order_by("-pk")
