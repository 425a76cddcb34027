"""What those who retire look at: holdings, pools and their sums, what was retired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from qingshan.apps.books import reads as books
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.reads import tickets_held
from qingshan.apps.retirements.models import PoolShare, RetirementPool
from qingshan.apps.retirements.rules import number
from qingshan.core.ledger.model import AccountId, AccountKind
from qingshan.core.market.pooling import UNITS_PER_KG, Pooled, pooled


@dataclass(frozen=True)
class Holding:
    """Units of a ticket that a party may retire."""

    ticket: Ticket
    party: Party
    available: int


def holdings(parties: Iterable[int]) -> list[Holding]:
    """What some parties have that nothing holds."""
    return [
        Holding(ticket, party, available(ticket, party))
        for party in Party.objects.filter(pk__in=list(parties)).order_by("pk")
        for ticket in tickets_held(party)
    ]


def available(ticket: Ticket, party: Party) -> int:
    """What a party may retire of a ticket, in carbon units."""
    return books.balance(AccountId(ticket.asset, party.owner, AccountKind.PARTY)).available


def pools_of(parties: Iterable[int]) -> QuerySet[RetirementPool]:
    """Pools of some parties, newest first."""
    rows = RetirementPool.objects.filter(party__in=list(parties))
    return rows.select_related("ticket", "retirement").order_by("-pk")


def retirements_of(parties: Iterable[int]) -> QuerySet[Retirement]:
    """What some parties retired, newest first."""
    rows = Retirement.objects.filter(party__in=list(parties))
    return rows.select_related("ticket").order_by("-pk")


def shares_of(pool: RetirementPool) -> QuerySet[PoolShare]:
    """The shares of a pool, in the order of their entry."""
    return pool.shares.order_by("serial")


def sum_of(pool: RetirementPool, as_of: date) -> Pooled:
    """What a pool comes to now: kilograms, and what fills the last whole unit up."""
    kilograms = list(pool.shares.values_list("kg", flat=True))
    return pooled(kilograms, unit_kg=number("pool", "whole_unit_kg", "kg", as_of))


def is_exact(pool: RetirementPool) -> bool:
    """Whether shares and top-up of a retired pool are the quantity on its certificate."""
    if pool.retirement is None or pool.top_up_kg is None:
        return False
    kilograms = pool.shares.aggregate(sum=Sum("kg"))["sum"] or 0
    return bool((kilograms + pool.top_up_kg) * UNITS_PER_KG == pool.retirement.quantity)
