"""Tell people of an event: a notification for each, and a delivery for each other channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from qingshan.apps.base.models import Event
from qingshan.apps.letters.audiences import people_of
from qingshan.apps.letters.channels import CHANNELS
from qingshan.apps.letters.matter import Matter
from qingshan.apps.letters.matters import matter_of
from qingshan.apps.letters.models import Delivery, DeliveryWish, Notification
from qingshan.apps.letters.rules import Rule, limit, rules_of
from qingshan.apps.parties.models import User

READER = "notifications"


def tell(event: Event, when: datetime) -> list[Notification]:
    """Everybody whom the table names for the event, each once; the new notifications.

    What happened longer ago than the table allows is told in the site alone.
    """
    rules = list(rules_of(event.name, event.when.date()))
    matter = matter_of(event) if rules else None
    if matter is None:
        return []
    is_news = event.when > when - timedelta(days=limit("news", "days", "d", when.date()))
    told: dict[int, Notification] = {}
    for rule in rules:
        for user in people_of(rule.audience, matter, event):
            if user.pk not in told:
                made = _notify(event, rule, matter, user)
                if made is not None:
                    told[user.pk] = made
                    _deliver(made, user, rule.channels if is_news else (), when)
    return list(told.values())


def _notify(event: Event, rule: Rule, matter: Matter, user: User) -> Notification | None:
    """The notification, or nothing when this person was told of this event before."""
    page, parts = matter.page
    facts = {
        **matter.facts,
        "number": matter.number,
        "ref": matter.ref,
        "title": matter.title,
    }
    made, is_new = Notification.objects.get_or_create(
        event=event.pk,
        user=user,
        defaults={
            "template": rule.template,
            "facts": facts,
            "page": page,
            "page_parts": parts,
            "when": event.when,
        },
    )
    return made if is_new else None


def _deliver(made: Notification, user: User, names: tuple[str, ...], when: datetime) -> None:
    wish = DeliveryWish.objects.filter(user=user).first() or DeliveryWish(user=user)
    Delivery.objects.bulk_create(
        Delivery(notification=made, channel=name, due=when)
        for name in names
        if name in CHANNELS and getattr(wish, name) and CHANNELS[name].address(user)
    )
