"""Which pledges stand on a series."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from qingshan.apps.pledges.models import Pledge


def standing_pledges(asset: str) -> QuerySet[Pledge]:
    """Pledges not yet released."""
    return Pledge.objects.filter(asset=asset, state="registered").order_by("pk")


def pledges_held_by(parties: Iterable[int]) -> QuerySet[Pledge]:
    """Standing pledges of which some parties are pledgees."""
    return Pledge.objects.filter(state="registered", pledgee__in=list(parties)).order_by("pk")
