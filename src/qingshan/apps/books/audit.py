"""Everything re-added from the transfers, and the first row named that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from django.db import connection

from qingshan.apps.books import models, reads
from qingshan.core.ledger.model import seal_digest

_DIFFERENCES = (Path(__file__).parent / "sql" / "differences.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Difference:
    """A figure that is kept and what re-adding gives instead."""

    place: str
    what: str
    kept: str
    counted: str


def verify() -> Difference | None:
    """Re-add the whole ledger; the first difference, or none when everything agrees.

    Counters of accounts from transfers, open holds from transfers, held counters from open holds,
    each asset's sum, each chain's digest from its rows, each seal from its day. Run it in a
    transaction of level REPEATABLE READ while others are booking.
    """
    return next(differences(), None)


def differences() -> Iterator[Difference]:
    """Every difference, accounts first."""
    yield from figures()
    yield from _chains()
    yield from _seals()


def figures() -> Iterator[Difference]:
    """Differences of counters, sums and holds; digests and seals, which cost more, are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        for what, place, kept, counted in cursor.fetchall():
            yield Difference(place, what, kept, counted)


def _chains() -> Iterator[Difference]:
    """Chains whose rows no longer give the digest that was kept."""
    rows = models.Transfer.objects.select_related("chain", "source", "target")
    ordered = rows.order_by("chain_id", "ordinal").iterator(chunk_size=2000)
    for _, group in groupby(ordered, key=attrgetter("chain_id")):
        transfers = list(group)
        booked = reads.booked(transfers[0].chain, transfers)
        if booked.chain.digest != booked.digest:
            yield Difference(booked.chain.key, "chain digest", booked.digest, booked.chain.digest)


def _seals() -> Iterator[Difference]:
    """Seals that no longer agree with their day or with the seal before."""
    previous = ""
    for seal in models.Seal.objects.order_by("day"):
        counted = seal_digest(seal.day, previous, reads.digests_of_day(seal.day))
        if (seal.digest, seal.previous) != (counted, previous):
            yield Difference(f"{seal.day}", "day seal", seal.digest, counted)
        previous = seal.digest
