"""Whose webhooks there are, and what came of their calls."""

from __future__ import annotations

from django.db.models import QuerySet

from qingshan.apps.parties.models import Membership, User
from qingshan.apps.webhooks.models import Webhook, WebhookCall


def webhooks_of(user: User) -> QuerySet[Webhook]:
    """All that somebody registered, newest first."""
    return Webhook.objects.filter(user=user).select_related("party").order_by("-pk")


def calls_of(webhook: Webhook) -> QuerySet[WebhookCall]:
    """Its calls with their tries, newest first."""
    return webhook.calls.prefetch_related("attempts").order_by("-pk")


def roles_at(user: User, party: int) -> frozenset[str]:
    """The roles somebody holds for one party today."""
    standing = Membership.objects.standing().filter(user=user, party=party)
    return frozenset(standing.values_list("role", flat=True))
