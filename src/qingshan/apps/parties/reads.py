"""Who somebody is, for whom they act, and how a party is shown to strangers."""

from __future__ import annotations

from qingshan.apps.base import refusals
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.parties.models import Membership, Party, User
from qingshan.core.kernel.errors import Refused

_SHOWN_HEAD, _SHOWN_TAIL = 4, 2


def actor_of(user: User) -> Actor:
    """The actor that a signed-in user is: all roles and parties of the memberships."""
    rows = list(Membership.objects.filter(user=user).values_list("role", "party_id"))
    return Actor(
        name=f"user:{user.pk}",
        roles=frozenset(role for role, _ in rows),
        parties=frozenset(party for _, party in rows),
    )


def party(key: int) -> Party:
    """One party."""
    return Party.objects.get(pk=key)


def parties_named(owners: list[str]) -> dict[str, Party]:
    """Ledger owners such as ``party:12`` with their parties."""
    keys = [int(owner.removeprefix("party:")) for owner in owners if owner.startswith("party:")]
    return {found.owner: found for found in Party.objects.filter(pk__in=keys)}


def parties_in_role(role: str) -> list[Party]:
    """Parties for which somebody holds a role."""
    return list(Party.objects.filter(memberships__role=role).distinct().order_by("pk"))


def must_act_for(call: Call, key: int) -> None:
    """Refuse (E-AU-02) an actor who does not act for the party."""
    if not call.actor.acts_for(key):
        raise Refused.because(
            refusals.PARTY_FOREIGN, call.actor.name, party=Party.objects.get(pk=key).name
        )


def public_name(subject: Party) -> str:
    """A name as strangers see it: a person keeps the surname only."""
    if subject.kind != "person":
        return subject.name
    return subject.name[:1] + "某" * max(len(subject.name) - 1, 1)


def masked_code(code: str) -> str:
    """An identity or credit code with its middle hidden: ``9152●●●●●●●●●●●●3X``."""
    if len(code) <= _SHOWN_HEAD + _SHOWN_TAIL:
        return "●" * len(code)
    hidden = len(code) - _SHOWN_HEAD - _SHOWN_TAIL
    return code[:_SHOWN_HEAD] + "●" * hidden + code[-_SHOWN_TAIL:]
