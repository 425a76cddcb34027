"""What an alert is about, as the pages of both the operator and its sides show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan.apps.surveillance.models import Alert
from qingshan.apps.surveillance.reads import deals_of, orders_of

SHOWN = 50


def dealt_or_ordered(alert: Alert) -> Mapping[str, Any]:
    """The newest deals of the two sides and how many there are, or the orders of the only one."""
    if alert.other_id is None:
        return {"orders": orders_of(alert)}
    deals = deals_of(alert)
    return {"deals": list(deals[:SHOWN]), "deal_count": deals.count()}
