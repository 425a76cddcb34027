"""Whose token it is, and as whom a program acts with it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from qingshan.apps.base.call import Actor
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.secret import digest_of_secret
from qingshan.apps.parties.models import Membership, User


def token_of(secret: str, when: datetime) -> Token | None:
    """The good token with this secret."""
    found = Token.objects.select_related("user", "party").filter(digest=digest_of_secret(secret))
    token = found.first()
    is_good = token is not None and token.is_good(when) and token.user.is_active
    return token if is_good else None


def tokens_of(user: User) -> QuerySet[Token]:
    """All tokens that somebody made, newest first."""
    return Token.objects.filter(user=user).select_related("party").order_by("-pk")


def roles_at(user: User, party: int) -> frozenset[str]:
    """The roles somebody holds for one party today."""
    standing = Membership.objects.standing().filter(user=user, party=party)
    return frozenset(standing.values_list("role", flat=True))


def actor_with(token: Token) -> Actor:
    """The owner of a token, acting for its party alone, with the roles still held there."""
    roles = roles_at(token.user, token.party_id)
    parties = frozenset({token.party_id}) if roles else frozenset()
    return Actor(f"user:{token.user_id}", roles, parties)
