"""Rows taken under lock, always in key order, so that two acts never wait for each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def locked(model: type[M], key: int) -> M:
    """One row under lock until the transaction ends."""
    found: M = model._default_manager.select_for_update(no_key=True).get(pk=key)
    return found


def shared(model: type[M], key: int) -> M:
    """One row that nobody changes until the transaction ends; others may hold it likewise."""
    query = f'select * from "{model._meta.db_table}" where id = %s for share'  # noqa: S608  a name of ours
    found: M = model._default_manager.raw(query, [key])[0]
    return found


def locked_all(model: type[M], keys: Iterable[int]) -> list[M]:
    """Several rows under lock, in primary-key order."""
    return list(
        model._default_manager.select_for_update(no_key=True)
        .filter(pk__in=set(keys))
        .order_by("pk")
    )
