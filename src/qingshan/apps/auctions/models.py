"""An auction of units of one series, and the sealed bids for it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models

from qingshan.apps.auctions.machine import AUCTION, SEALED_BID
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.market.auction import cover_percent

UNDER: dict[str, Label] = {
    "void": Label("全部不成交", "nothing is sold"),
    "sell": Label("按申报数量成交", "what is asked for is sold"),
}
"""What happens when less is asked for than is offered."""

PHASES: dict[str, Label] = {
    "notice": Label("公告中", "announced"),
    "bidding": Label("投报中", "bidding"),
    "opening": Label("开标中", "opening"),
    "over": Label("待出结果", "to be decided"),
}
"""Where an announced auction stands by the clock."""


class Auction(models.Model):
    """Units that are sold at one price to the highest sealed bids (单向竞价).

    Quantities in carbon units, prices in fen per tonne. ``deposit_fen`` is what every bidder sets
    aside, whatever the bid says. ``sold``, ``wanted`` and ``price_fen`` are known once it is
    decided; ``called`` is when its bidders were told to open; ``reason`` says why it was sent back
    or called off.
    """

    machine: ClassVar[Machine] = AUCTION
    lasting: ClassVar[Lasting] = Lasting(
        acts=("admitted", "called", "ended", "reason", "sold", "wanted", "price_fen", "state")
    )

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="auctions")
    quantity = models.BigIntegerField()
    floor_fen = models.BigIntegerField()
    under = models.CharField(max_length=10)
    deposit_fen = models.BigIntegerField()
    bidding_from = models.DateTimeField()
    bidding_until = models.DateTimeField()
    opening_until = models.DateTimeField()
    proposed = models.DateTimeField()
    admitted = models.DateTimeField(null=True)
    called = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    sold = models.BigIntegerField(default=0)
    wanted = models.BigIntegerField(default=0)
    price_fen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20, default=AUCTION.start)

    class Meta:
        constraints = (
            known("state", AUCTION.states, "auction_state_known"),
            known("under", UNDER, "auction_under_known"),
            models.CheckConstraint(
                condition=models.Q(sold__gte=0) & models.Q(sold__lte=models.F("quantity")),
                name="auction_sold_within",
            ),
        )
        indexes = (models.Index(fields=["state", "opening_until"], name="auction_due"),)

    def __str__(self) -> str:
        return self.number

    @property
    def hold(self) -> str:
        """The ledger's hold on the units."""
        return f"auction:{self.number}"

    @property
    def ticket(self) -> str:
        """The number of the ticket that is sold."""
        return self.asset.removeprefix("ticket:")

    @property
    def cover_percent(self) -> Decimal:
        """Asked for by offered, with one decimal."""
        return cover_percent(self.wanted, self.quantity)

    @property
    def under_label(self) -> Label:
        """What happens when less is asked for than is offered."""
        return UNDER[self.under]

    def phase(self, now: datetime) -> str:
        """Where it stands: its state, and by the clock once it is announced."""
        if self.state != "announced":
            return self.state
        if now < self.bidding_from:
            return "notice"
        if now < self.bidding_until:
            return "bidding"
        return "opening" if now < self.opening_until else "over"

    def phase_label(self, now: datetime) -> Label:
        """The same in words; a decided auction that sold nothing says so."""
        found = self.phase(now)
        if found == "decided" and not self.sold:
            return Label("流标", "nothing sold")
        return PHASES.get(found) or AUCTION.label(found)


class SealedBid(models.Model):
    """A digest that a bidder cannot change and nobody can read, with a deposit (密封报价).

    Price, quantity and secret are told at the opening. ``held_fen`` is what the ledger holds for
    it: the deposit, then price and fee of what was bid, then what its deal costs. ``set_aside``
    is the code of what kept an opened bid from a deal.
    """

    machine: ClassVar[Machine] = SEALED_BID
    lasting: ClassVar[Lasting] = Lasting(
        elsewhere=(
            *("opened", "price_fen", "quantity", "secret"),
            *("held_fen", "won", "set_aside", "trade", "state"),
        )
    )

    number = models.CharField(max_length=30, unique=True)
    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="bids")
    place = models.PositiveIntegerField()
    bidder = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="sealed_bids"
    )
    commitment = models.CharField(max_length=64)
    purpose = models.CharField(max_length=30)
    relation = models.CharField(max_length=20, blank=True)
    sealed = models.DateTimeField()
    opened = models.DateTimeField(null=True)
    price_fen = models.BigIntegerField(null=True)
    quantity = models.BigIntegerField(null=True)
    secret = models.CharField(max_length=32, blank=True)
    held_fen = models.BigIntegerField()
    won = models.BigIntegerField(default=0)
    set_aside = models.CharField(max_length=10, blank=True)
    trade = models.OneToOneField(
        "exchange.Trade", on_delete=models.PROTECT, related_name="sealed_bid", null=True
    )
    state = models.CharField(max_length=20, default=SEALED_BID.start)

    class Meta:
        constraints = (
            known("state", SEALED_BID.states, "sealed_bid_state_known"),
            models.UniqueConstraint(fields=["auction", "bidder"], name="sealed_bid_one_each"),
            models.UniqueConstraint(fields=["auction", "place"], name="sealed_bid_in_order"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def deposit_hold(self) -> str:
        """The ledger's hold on the deposit."""
        return f"deposit:{self.number}"

    @property
    def money_hold(self) -> str:
        """The ledger's hold on price and fee, made at the opening."""
        return f"sealed:{self.number}"
