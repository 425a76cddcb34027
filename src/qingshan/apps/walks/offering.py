"""Units are listed and admitted, as a story needs them before somebody takes them."""

from __future__ import annotations

from typing import Any

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.exchange.verbs.list_units import list_units


def offered(call: Call, operator: Actor, /, **told: Any) -> Listing:
    """A listing that the seller hands in and the operator admits in the same moment."""
    listing = list_units(call, **told)
    if listing.state != "submitted":
        return listing
    return admit_listing(Call(operator, call.when, f"{call.key}/admit"), listing=listing.pk)
