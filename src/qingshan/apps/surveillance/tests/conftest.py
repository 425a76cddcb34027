"""A market in which something stands out: two traders, a series, days that go by."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.surveillance.models import Alert
from qingshan.apps.surveillance.watching import watch
from qingshan.apps.walks.cast import Part, enter
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import booking_day

OTHER = Part("other", "另买", ("trader",), "enterprise", "另一买方", "Other buyer")


class Watched(Market):
    """The exchange with units of the farm and of a second trader, and money of all three."""

    def bought(
        self, listing: Listing, tonnes: int, part: str = "buyer", relation: str = ""
    ) -> Trade:
        """Some tonnes of an offer."""
        return take_listing(
            self.call(part),
            listing=listing.pk,
            buyer=self.office.party(part),
            quantity=carbon(tonnes),
            purpose="own_emissions",
            relation=relation,
        )

    def days_later(self, days: int) -> None:
        """Time goes by."""
        self.now += timedelta(days=days)

    def watched(self) -> list[Alert]:
        """What is new at the moment, in the order in which it is noted."""
        return watch(booking_day(self.now), self.now)


@pytest.fixture
def watched(office: Any, db: None) -> Watched:
    """Monday, 13 July 2026, ten o'clock; there is a trader beside the buyer."""
    office.cast["other"] = enter(OTHER, office.now)
    told = Watched(office, datetime.fromisoformat("2026-07-13T10:00:00+08:00"))
    told.supply(1_000)
    told.supply(1_000, "other")
    for part in ("buyer", "other"):
        office.paid(part, fen("90000.00"))
    return told
