"""What somebody was told, how much of it is unread, and which letters are theirs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from qingshan.apps.base.call import Actor
from qingshan.apps.letters.models import Delivery, Letter, Notification
from qingshan.apps.parties.models import User

READERS = ("registrar", "auditor")
"""Posts that may read every letter; other offices read their own."""


def told_to(user: User) -> QuerySet[Notification]:
    """Everything that a person was told, newest first."""
    return Notification.objects.filter(user=user).order_by("-pk")


def unread_count(user: User) -> int:
    """How much of it was not read."""
    return Notification.objects.filter(user=user, read=None).count()


def address_of(told: Notification | None) -> str:
    """The page that a notification leads to, in the language at hand; without one, the wishes."""
    if told is None:
        return reverse("delivery_wish")
    if not told.page:
        return reverse("notifications")
    asked = {name[1:]: told.page_parts[name] for name in told.page_parts if name[:1] == "?"}
    parts = {name: value for name, value in told.page_parts.items() if name[:1] != "?"}
    try:
        path = reverse(told.page, kwargs=parts)
        return f"{path}?{urlencode(asked)}" if asked else path
    except NoReverseMatch:
        return reverse("notifications")


def letters_seen_by(actor: Actor) -> QuerySet[Letter]:
    """Letters to one's parties or oneself, and from one's office; all for those who keep them."""
    rows = Letter.objects.select_related("office", "party").order_by("-pk")
    if actor.may(*READERS):
        return rows
    key = actor.name.removeprefix("user:")
    own = Q(party__in=actor.parties) | Q(office__in=actor.parties)
    return rows.filter(own | Q(person__in=[int(key)] if key.isdigit() else []))


def deliveries(state: str) -> QuerySet[Delivery]:
    """Deliveries in a state, or all, newest first."""
    rows = Delivery.objects.select_related("notification__user").prefetch_related("attempts")
    return (rows.filter(state=state) if state else rows).order_by("-pk")
