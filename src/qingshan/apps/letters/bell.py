"""The bell of every page: how much a signed-in person has not read."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from qingshan.apps.letters.reads import unread_count


class Bell:
    """Asks the database once, and only when a page shows it to somebody signed in."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def unread(self) -> int:
        """Unread notifications of the visitor; an account that is not kept has none."""
        user = getattr(self._request, "user", None)
        return unread_count(user) if user is not None and user.pk is not None else 0


def bell(request: HttpRequest) -> dict[str, Any]:
    """Context for the head of a page."""
    return {"bell": Bell(request)}
