"""What the database itself keeps of the words that the code knows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q


def known(field: str, codes: Iterable[str], name: str) -> CheckConstraint:
    """A column holds one of these codes, whoever writes it: states of a machine, kinds, sides."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(codes)}), name=name)
