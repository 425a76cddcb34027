"""What keeps the exchange from asking, warning or closing."""

from __future__ import annotations

from qingshan.apps.exchange.reads import standing_halts
from qingshan.apps.parties.models import Party
from qingshan.apps.surveillance.kinds import RESTRICTED, WARNED
from qingshan.apps.surveillance.models import Alert
from qingshan.apps.surveillance.refusals import (
    NOT_A_SIDE,
    NOT_RESTRICTED,
    NOT_WARNED,
    TEXT_MISSING,
)
from qingshan.core.kernel.errors import Refusal


def side_faults(alert: Alert, party: int) -> list[Refusal]:
    """Whether a party has no part in an alert."""
    if party in alert.sides:
        return []
    return [Refusal(NOT_A_SIDE, alert.number, {"name": Party.objects.get(pk=party).label})]


def text_faults(place: str, text: str) -> list[Refusal]:
    """Whether nothing is said."""
    return [] if text.strip() else [Refusal(TEXT_MISSING, place)]


def outcome_faults(alert: Alert, outcome: str) -> list[Refusal]:
    """Whether an outcome says that something was done which was not."""
    if outcome == WARNED and not alert.warnings.exists():
        return [Refusal(NOT_WARNED, alert.number)]
    if outcome == RESTRICTED and not standing_halts().filter(party__in=alert.sides).exists():
        return [Refusal(NOT_RESTRICTED, alert.number)]
    return []
