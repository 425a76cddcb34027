"""What every act on a proposal to release does first: the pledge is locked, then the proposal."""

from __future__ import annotations

from qingshan.apps.base.rows import locked
from qingshan.apps.pledges.models import Pledge, PledgeRelease


def locked_release(release: int) -> tuple[Pledge, PledgeRelease]:
    """The pledge and the proposal under lock, in this order, as registering and disposal do."""
    key = PledgeRelease.objects.values_list("pledge", flat=True).get(pk=release)
    pledge = locked(Pledge, key)
    return pledge, locked(PledgeRelease, release)
