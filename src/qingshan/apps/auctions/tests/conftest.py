"""An auction in the hands of the farm, five bidders with money, and the verbs with short names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.verbs.admit_auction import admit_auction
from qingshan.apps.auctions.verbs.clear_auction import clear_auction
from qingshan.apps.auctions.verbs.propose_auction import propose_auction
from qingshan.apps.auctions.verbs.seal_bid import seal_bid
from qingshan.apps.auctions.verbs.unseal_bid import unseal_bid
from qingshan.apps.base.call import Call
from qingshan.apps.books import reads, store
from qingshan.apps.walks.cast import Part, enter
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post
from qingshan.core.market.sealed import commitment
from qingshan.core.market.settlement import MONEY, cash, units

ASSET = "ticket:TEST"
BIDDERS = ("one", "two", "three", "four", "five")
FUNDS = fen("100000.00")
NOTICE = timedelta(days=8)


@dataclass
class Room:
    """The auction room with the farm's units and the bidders' money; ``now`` may be moved on."""

    office: Any
    now: datetime
    asset: str = ASSET
    told: dict[int, tuple[int, int, str]] = field(default_factory=dict)

    def call(self, part: str, key: str = "") -> Call:
        return replace(self.office.call(part, key), when=self.now)

    def supply(self, tonnes: int, part: str = "farm") -> None:
        """Units as an issue brings them."""
        store.open_asset(self.asset, AssetKind.CARBON)
        owner = self.office.cast[part].party.owner
        source = AccountId(self.asset, "registry", AccountKind.SUPPLY)
        move = post(source, units(self.asset, owner), carbon(tonnes))
        store.post_one(Chain(self.call(part).key, "issue", (move,)), when=self.now)

    def bidders(self, *names: str, funds: int = FUNDS) -> None:
        """Enter bidders of that name, each with money."""
        for name in names or BIDDERS:
            part = Part(name, name, ("trader",), "enterprise", f"竞买人{name}", f"{name} Co.")
            self.office.cast = {**self.office.cast, name: enter(part, self.now)}
            self.office.paid(name, funds)

    def propose(self, tonnes: int = 1_000, floor: str = "80.00", **changes: Any) -> Auction:
        begins = self.now + NOTICE
        told = {
            "asset": self.asset,
            "seller": self.office.party("farm"),
            "quantity": carbon(tonnes),
            "floor_fen": fen(floor),
            "under": "void",
            "bidding_from": begins,
            "bidding_until": begins + timedelta(days=2),
            "opening_until": begins + timedelta(days=4),
        }
        return propose_auction(self.call("farm"), **told | changes)

    def admit(self, auction: Auction) -> Auction:
        return admit_auction(self.call("operator"), auction=auction.pk)

    def announced(self, tonnes: int = 1_000, floor: str = "80.00", **changes: Any) -> Auction:
        """An auction whose bidding has just begun."""
        auction = self.admit(self.propose(tonnes, floor, **changes))
        self.now = auction.bidding_from
        return auction

    def seal(self, auction: Auction, part: str, price: str, tonnes: int, **more: Any) -> SealedBid:
        secret = f"{len(self.told):032x}"
        told = (fen(price), carbon(tonnes), secret)
        party = self.office.party(part)
        bid = seal_bid(
            self.call(part),
            auction=auction.pk,
            bidder=party,
            commitment=commitment(auction.number, party, *told),
            **{"purpose": "own_emissions", **more},
        )
        self.told[bid.pk] = told
        return bid

    def open(self, bid: SealedBid, part: str, **changes: Any) -> SealedBid:
        price, quantity, secret = self.told[bid.pk]
        told = {"price_fen": price, "quantity": quantity, "secret": secret}
        return unseal_bid(self.call(part), bid=bid.pk, **told | changes)

    def clear(self, auction: Auction, key: str = "") -> Auction:
        return clear_auction(self.call("operator", key), auction=auction.pk)

    def units(self, part: str) -> reads.Balance:
        return reads.balance(units(self.asset, self.office.cast[part].party.owner))

    def money(self, part: str) -> reads.Balance:
        return reads.balance(cash(self.office.cast[part].party.owner))

    def fees(self) -> int:
        return reads.totals(MONEY).get(AccountKind.FEE, 0)


@pytest.fixture
def room(office: Any, db: None) -> Room:
    """A thousand tonnes of the farm, and five bidders with a hundred thousand yuan each."""
    found = Room(office, office.now)
    found.supply(1_000)
    found.bidders()
    return found


@pytest.fixture
def open_room(open_office: Any) -> Room:
    """The same for several connections, without anything in it."""
    return Room(open_office, open_office.now)
