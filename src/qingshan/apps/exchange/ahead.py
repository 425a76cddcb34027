"""What keeps a party from dealing whatever a form says: told before anybody fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import SimpleLazyObject

from qingshan.apps.exchange.judging import Order, hour_faults, standing_faults
from qingshan.apps.exchange.modes import BUY
from qingshan.apps.exchange.situation import Asking, situation_seen
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.errors import Refusal

Way = tuple[str, str]
"""A mode of the market and a side."""


def told_ahead(
    party: Party | int, asset: str, when: datetime, *ways: Way
) -> SimpleLazyObject[list[Refusal]]:
    """What stands against an order in every one of the ways in which the form may send it.

    It is looked up when a page shows it, and not for a form that was good. Halts, who may trade,
    the gap, holders and hours count; quantity and price are judged when they are told.
    """
    return SimpleLazyObject(lambda: _faults(party, asset, when, ways))


def _faults(party: Party | int, asset: str, when: datetime, ways: Sequence[Way]) -> list[Refusal]:
    who = Party.objects.get(pk=party) if isinstance(party, int) else party
    first, *others = [_against(Order(*way, who, asset, 0, 0, when)) for way in ways]
    named = [{(one.code, one.place) for one in each} for each in others]
    return [one for one in first if all((one.code, one.place) in each for each in named)]


def _against(order: Order) -> list[Refusal]:
    both = (order.party.pk, 0) if order.side == BUY else (0, order.party.pk)
    known = situation_seen(Asking(order.asset, *both, order.day))
    return [*standing_faults(order, known), *hour_faults(order.mode, order.when)]
