"""Addresses of named pages: looked up once for each language, then remembered by the process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

REMEMBERED = 8192


def address_of(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page in the language at hand, as ``reverse`` gives it.

    Raises
    ------
    NoReverseMatch
        When no room serves it; that is not remembered.
    """
    told = tuple(sorted((key, str(value)) for key, value in kwargs.items()))
    return _known(settings.ROOT_URLCONF, get_language(), name, tuple(map(str, args)), told)


@lru_cache(REMEMBERED)
def _known(
    rooms: Any,
    language: str | None,
    name: str,
    args: tuple[str, ...],
    kwargs: tuple[tuple[str, str], ...],
) -> str:
    """The address depends on the rooms, the language and the parts, and on nothing else."""
    return reverse(name, urlconf=rooms, args=args, kwargs=dict(kwargs))
