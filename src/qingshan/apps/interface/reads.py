"""Whose token it is, and as whom a program acts with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from qingshan.apps.base.call import Actor
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.secret import digest_of_secret
from qingshan.apps.parties.factors import asking_roles
from qingshan.apps.parties.models import Membership, SecondFactor, User


@dataclass(frozen=True)
class Bearing:
    """A good token and what its owner is at this moment, read in one statement for each request.

    ``lacks_factor``: the owner's roles, at whatever party, ask for a second factor and none is
    entered.
    """

    token: Token
    actor: Actor
    lacks_factor: bool


def borne(secret: str, when: datetime) -> Bearing | None:
    """What a secret stands for, None where its token is no longer good."""
    row = _BORNE.row(digest_of_secret(secret))
    if row is None:
        return None
    key, user, account, party, scopes, expires, ended, has_factor, pairs = row
    token = Token(pk=key, user_id=user, party_id=party, scopes=scopes, expires=expires, ended=ended)
    if not token.is_good(when):
        return None
    held = [pair.split(":") for pair in pairs]
    is_asked = not asking_roles(when).isdisjoint(role for _, role in held)
    roles = frozenset(role for other, role in held if int(other) == party)
    return Bearing(token, _actor(token, roles, account), is_asked and not has_factor)


def _borne(digest: str) -> QuerySet[Token, tuple[Any, ...]]:
    factor = SecondFactor.objects.filter(user=OuterRef("user"), until=None)
    pair = Concat(Cast("party_id", CharField()), Value(":"), "role")
    held = Membership.objects.standing().filter(user=OuterRef("user")).annotate(pair=pair)
    found = Token.objects.filter(digest=digest, user__is_active=True)
    told = ("pk", "user_id", "user__username", "party_id", "scopes", "expires", "ended")
    return found.annotate(
        has_factor=Exists(factor), held=ArraySubquery(held.values("pair"))
    ).values_list(*told, "has_factor", "held")


_BORNE = Fixed(_borne, str)
"""A token with its owner's factor and roles: every request of a program asks for it."""


def tokens_of(user: User) -> QuerySet[Token]:
    """All tokens that somebody made, newest first."""
    return Token.objects.filter(user=user).select_related("party").order_by("-pk")


def roles_at(user: User, party: int) -> frozenset[str]:
    """The roles somebody holds for one party today."""
    standing = Membership.objects.standing().filter(user=user, party=party)
    return frozenset(standing.values_list("role", flat=True))


def _actor(token: Token, roles: frozenset[str], account: str) -> Actor:
    """The owner of a token, acting for its party alone, with the roles still held there."""
    parties = frozenset({token.party_id}) if roles else frozenset()
    return Actor(f"user:{token.user_id}", roles, parties, account)
