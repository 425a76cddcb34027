"""What of a row may change once it is there, and who says so: for whoever checks it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

BESIDE = "beside"
"""Under this name the facts of an event tell which rows it changed beside its subject."""


@dataclass(frozen=True)
class Lasting:
    """The columns of a table that change.

    ``acts`` change by acts that are about the row: that are its events, or name it ``beside`` their
    subject. ``elsewhere`` are those that change with other things, such as what is left of an
    order; they are held against the ledger or follow from other rows. All others never change.
    """

    acts: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def beside(*rows: Model) -> Mapping[str, Any]:
    """The facts by which an event tells that it changed other rows than its subject."""
    told: dict[str, list[int]] = {}
    for row in rows:
        told.setdefault(row._meta.label, []).append(row.pk)
    return {BESIDE: told}
