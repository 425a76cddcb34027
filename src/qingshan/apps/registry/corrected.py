"""What a face says since corrections were accepted; the public pages say the same."""

from __future__ import annotations

from collections.abc import Iterable

from qingshan.apps.registry.models import Correction


def items_of(corrections: Iterable[Correction]) -> dict[str, str]:
    """Each corrected item with its present text: the correction decided last counts."""
    accepted = [found for found in corrections if found.state == "accepted"]
    accepted.sort(key=lambda found: (found.decided, found.pk))
    return {found.item: found.becomes for found in accepted}
