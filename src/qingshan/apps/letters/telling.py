"""Tell people of an event: a notification for each, and a delivery for each other channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from qingshan.apps.base.models import Event
from qingshan.apps.letters.audiences import SENDER, own_facts, people_of
from qingshan.apps.letters.channels import CHANNELS
from qingshan.apps.letters.matter import Matter
from qingshan.apps.letters.matters import matter_of
from qingshan.apps.letters.models import Delivery, DeliveryWish, Notification
from qingshan.apps.letters.rules import Rule, limit, rules_of
from qingshan.apps.letters.several import SEVERAL, of_one_act, together
from qingshan.apps.notices.contacts import contact_of
from qingshan.apps.parties.models import User

READER = "notifications"


def tell(event: Event, when: datetime) -> list[Notification]:
    """Everybody whom the table names for the event, each once; the new notifications.

    The first of the events that one act left of many things tells of all of them. What happened
    longer ago than the table allows is told in the site alone.
    """
    rules = list(rules_of(event.name, event.when.date()))
    if not rules:
        return []
    is_news = event.when > when - timedelta(days=limit("news", "days", "d", when.date()))
    is_summed = all(rule.template in SEVERAL for rule in rules)
    things_told = _things(of_one_act(event) if is_summed else [event])
    told: dict[int, Notification] = {}
    for rule in rules:
        for user, things in _told_by(rule, things_told):
            key = user.pk if user else 0
            if key not in told:
                made = _notify(things, rule, user)
                if made is not None:
                    told[key] = made
                    _deliver(made, rule.channels if is_news else (), when)
    return list(told.values())


Thing = tuple[Event, Matter]
"""One of the things that an act was about."""


def _things(events: list[Event]) -> list[Thing]:
    matters = [(event, matter_of(event)) for event in events]
    return [(event, matter) for event, matter in matters if matter is not None]


def _told_by(rule: Rule, things: list[Thing]) -> list[tuple[User | None, list[Thing]]]:
    """The people of a rule, each with those things that are theirs.

    None is a sender without an account, who left an address.
    """
    told: dict[int, tuple[User | None, list[Thing]]] = {}
    for event, matter in things:
        for user in _people_told(rule, matter, event):
            told.setdefault(user.pk if user else 0, (user, []))[1].append((event, matter))
    return list(told.values())


def _people_told(rule: Rule, matter: Matter, event: Event) -> list[User | None]:
    if rule.audience != SENDER:
        return [*people_of(rule.audience, matter, event)]
    contact = contact_of(matter.sender.number) if matter.sender else None
    return [contact.user] if contact else []


def _notify(things: list[Thing], rule: Rule, user: User | None) -> Notification | None:
    """The notification, or nothing when this person was told of this event before."""
    event, matter = things[0]
    template = rule.template
    if len(things) > 1:
        template, matter = SEVERAL[template], together([each for _, each in things])
    page, parts = matter.pages.get(rule.audience, matter.page)
    facts = {
        **matter.facts,
        **own_facts(rule.audience, matter, user),
        "number": matter.number,
        "ref": matter.ref,
        "title": matter.title,
    }
    contact = ""
    if rule.audience == SENDER:
        assert matter.sender is not None, "asked for before"
        contact, (page, parts) = matter.sender.number, matter.sender.page
        facts = {"number": contact, "ref": contact}
    made, is_new = Notification.objects.get_or_create(
        event=event.pk,
        user=user,
        defaults={
            "template": template,
            "facts": facts,
            "page": page,
            "page_parts": parts,
            "contact": contact,
            "when": event.when,
        },
    )
    return made if is_new else None


def _deliver(made: Notification, names: tuple[str, ...], when: datetime) -> None:
    Delivery.objects.bulk_create(
        Delivery(notification=made, channel=name, due=when)
        for name in names
        if name in CHANNELS and _is_wanted(name, made) and CHANNELS[name].address(made)
    )


def _is_wanted(channel: str, made: Notification) -> bool:
    """Whether a person wants to be told this way; who left an address for it does."""
    if made.contact:
        return True
    wish = DeliveryWish.objects.filter(user=made.user).first() or DeliveryWish()
    return bool(getattr(wish, channel))
