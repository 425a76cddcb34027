"""Which pledges stand on a series."""

from __future__ import annotations

from django.db.models import QuerySet

from qingshan.apps.pledges.models import Pledge


def standing_pledges(asset: str) -> QuerySet[Pledge]:
    """Pledges not yet released."""
    return Pledge.objects.filter(asset=asset, state="registered").order_by("pk")
