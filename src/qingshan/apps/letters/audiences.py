"""Who belongs to an audience of an event: members of a party, holders of a post, a person."""

from __future__ import annotations

from django.conf import settings

from qingshan.apps.base.models import Event
from qingshan.apps.base.roles import ROLES
from qingshan.apps.letters.matter import Facts, Matter
from qingshan.apps.parties.models import Membership, User
from qingshan.apps.parties.reads import people_in

PERSON, HANDLER, SENDER = "person", "handler", "sender"
PARTIES = (
    *("owner", "holder", "from", "to", "buyer", "seller", "pledgor", "pledgee", "authority"),
    *("measurer", "verifier", "body", "experts"),
    *("holders", "ordering", "proposer", "counterparty", "asked", "passed"),
    *("bidders", "winners", "losers", "silent", "dealing"),
)
"""Audiences that are the members of a party which has this part in the matter."""


def people_of(audience: str, matter: Matter, event: Event) -> list[User]:
    """The people to tell; nobody is told of what was done by the same person.

    ``handler`` is who a case was assigned to, else everybody who may handle it there.
    """
    found = {user.pk: user for user in _people(audience, matter)}
    doer = event.actor.removeprefix("user:")
    return [user for key, user in sorted(found.items()) if user.is_active and str(key) != doer]


def own_facts(audience: str, matter: Matter, user: User | None) -> Facts:
    """What those of an audience's parties are told for which the person acts; the first's."""
    parties = [key for key in matter.parties.get(audience, []) if key in matter.own]
    if user is None or not parties:
        return {}
    acting = Membership.objects.standing().filter(user=user, party__in=parties).order_by("party")
    found = acting.values_list("party", flat=True).first()
    return matter.own[found] if found else {}


def _people(audience: str, matter: Matter) -> list[User]:
    if audience == PERSON or (audience == HANDLER and matter.people):
        return list(User.objects.filter(pk__in=matter.people))
    if audience == HANDLER:
        return [user for role in matter.handlers for user in _in_post(role, matter)]
    if audience in PARTIES:
        standing = Membership.objects.standing().filter(party__in=matter.parties.get(audience, []))
        return [row.user for row in standing.select_related("user")]
    assert audience in ROLES, audience
    return _in_post(audience, matter)


def _in_post(role: str, matter: Matter) -> list[User]:
    return people_in(role, matter.county or settings.PROVINCE)
