"""A series in the hands of the farm, and the verbs of the exchange with short names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.books import reads, store
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.expire_listing import expire_listing
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post
from qingshan.core.market.settlement import MONEY, cash, units

ASSET = "ticket:TEST"


@dataclass
class Market:
    """The exchange with the farm's units in it; ``now`` may be moved on."""

    office: Any
    now: datetime
    asset: str = ASSET

    def call(self, part: str, key: str = "") -> Call:
        return replace(self.office.call(part, key), when=self.now)

    def supply(self, tonnes: str | int, part: str = "farm") -> None:
        """Units as an issue brings them."""
        store.open_asset(self.asset, AssetKind.CARBON)
        owner = self.office.cast[part].party.owner
        source = AccountId(self.asset, "registry", AccountKind.SUPPLY)
        move = post(source, units(self.asset, owner), carbon(tonnes))
        store.post_one(Chain(self.call(part).key, "issue", (move,)), when=self.now)

    def list(self, tonnes: str | int, price: str, *, part: str = "farm", days: int = 30) -> Listing:
        return offered(
            self.call(part),
            self.office.actor("operator"),
            asset=self.asset,
            seller=self.office.party(part),
            quantity=carbon(tonnes),
            price_fen=fen(price),
            expires=self.now + timedelta(days=days),
        )

    def take(self, listing: Listing, tonnes: str | int, part: str = "buyer") -> Trade:
        return take_listing(
            self.call(part),
            listing=listing.pk,
            buyer=self.office.party(part),
            quantity=carbon(tonnes),
            purpose="own_emissions",
        )

    def settle(self, trade: Trade) -> Trade:
        return settle_trade(self.call("operator"), trade=trade.pk)

    def cancel(self, listing: Listing, part: str = "farm") -> Listing:
        return cancel_listing(self.call(part), listing=listing.pk)

    def expire(self, listing: Listing) -> Listing:
        call = Call(SYSTEM, self.now, self.call("farm").key)
        return expire_listing(call, listing=listing.pk)

    def units(self, part: str) -> reads.Balance:
        return reads.balance(units(self.asset, self.office.cast[part].party.owner))

    def money(self, part: str) -> reads.Balance:
        return reads.balance(cash(self.office.cast[part].party.owner))

    def fees(self) -> int:
        return reads.totals(MONEY).get(AccountKind.FEE, 0)


@pytest.fixture
def market(office: Any, db: None) -> Market:
    """The exchange at ten o'clock."""
    return Market(office, office.now)


@pytest.fixture
def open_market(open_office: Any) -> Market:
    """The same for several connections."""
    return Market(open_office, open_office.now)
