"""Whose token it is, and as whom a program acts with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from qingshan.apps.base.call import Actor
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.secret import digest_of_secret
from qingshan.apps.parties.factors import asking_roles
from qingshan.apps.parties.models import Membership, SecondFactor, User


@dataclass(frozen=True)
class Bearing:
    """A good token and what its owner is at this moment, read in two statements for each request.

    ``lacks_factor``: the owner's roles, at whatever party, ask for a second factor and none is
    entered.
    """

    token: Token
    actor: Actor
    lacks_factor: bool


def borne(secret: str, when: datetime) -> Bearing | None:
    """What a secret stands for, None where its token is no longer good."""
    factor = SecondFactor.objects.filter(user=OuterRef("user"), until=None)
    found = Token.objects.select_related("user", "party").annotate(has_factor=Exists(factor))
    token = found.filter(digest=digest_of_secret(secret)).first()
    if token is None or not token.is_good(when) or not token.user.is_active:
        return None
    standing = Membership.objects.standing().filter(user=token.user_id)
    held = list(standing.values_list("party_id", "role"))
    is_asked = not asking_roles(when).isdisjoint(role for _, role in held)
    roles = frozenset(role for party, role in held if party == token.party_id)
    return Bearing(token, _actor(token, roles), is_asked and not token.has_factor)


def tokens_of(user: User) -> QuerySet[Token]:
    """All tokens that somebody made, newest first."""
    return Token.objects.filter(user=user).select_related("party").order_by("-pk")


def roles_at(user: User, party: int) -> frozenset[str]:
    """The roles somebody holds for one party today."""
    standing = Membership.objects.standing().filter(user=user, party=party)
    return frozenset(standing.values_list("role", flat=True))


def _actor(token: Token, roles: frozenset[str]) -> Actor:
    """The owner of a token, acting for its party alone, with the roles still held there."""
    parties = frozenset({token.party_id}) if roles else frozenset()
    return Actor(f"user:{token.user_id}", roles, parties)
