"""Passwords are set outside the verbs, so that no form of them reaches the journal."""

from __future__ import annotations

from qingshan.apps.parties.models import User


def has_password(user: User) -> bool:
    """Whether the owner has chosen a password."""
    return user.has_usable_password()


def choose_password(user: User, password: str) -> None:
    """Store the salted hash of a password."""
    user.set_password(password)
    user.save(update_fields=["password"])
