"""An offer that was never open is told to its seller's programs alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.refuse_listing import refuse_listing
from qingshan.apps.webhooks.calling import prepare
from qingshan.apps.webhooks.tests.receiving import registered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon


@pytest.fixture
def told(office: Any, receiver: Any, secret: Any) -> Any:
    """Who is told of the latest event of a name, and what."""
    asset = office.issued().asset
    office.now = now()
    for part in ("farm", "village"):
        registered(
            office.call(part), office, receiver.url, secret,
            topics=["market"], party=office.party(part),
        )  # fmt: skip

    def offer() -> int:
        listing = list_units(
            office.call("farm"),
            asset=asset,
            seller=office.party("farm"),
            quantity=carbon(5),
            price_fen=fen("80.00"),
            expires=office.now + timedelta(days=9),
        )
        return int(listing.pk)

    def of(name: str) -> tuple[list[int], dict[str, Any]]:
        calls = prepare(Event.objects.filter(name=name).latest("pk"))
        return [call.webhook.party_id for call in calls], json.loads(calls[0].body)["data"]

    of.offer = offer  # type: ignore[attr-defined]
    return of


def test_before_it_opens_the_seller_alone_is_told(office, told):
    farm, everybody = office.party("farm"), [office.party("farm"), office.party("village")]
    first, second, third = told.offer(), told.offer(), told.offer()
    assert told("listing.submitted")[0] == [farm]
    operator = replace(office.call("operator"), when=office.now)
    refuse_listing(operator, listing=first, reason="价格依据不足")
    whom, data = told("listing.refused")
    assert (whom, data["reason"], data["state"]) == ([farm], "价格依据不足", "refused")
    cancel_listing(office.call("farm"), listing=second)
    assert told("listing.cancelled")[0] == [farm]
    admit_listing(office.call("operator"), listing=third)
    assert told("listing.opened")[0] == everybody
    cancel_listing(office.call("farm"), listing=third)
    whom, data = told("listing.cancelled")
    assert (whom, data["reason"]) == (everybody, None)
