"""What is traded, listings, requests, trades, halts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.exchange import (  # noqa: F401  found here by Django
    halt_models,
    holding_models,
    inquiry_models,
    settlement_models,
    use_models,
    zone_models,
)
from qingshan.apps.exchange.machine import BID, BLOCK_TRADE, LISTING, OBJECTION, TRADE
from qingshan.apps.exchange.modes import (
    BUY,
    MODES,
    PICKED,
    RELATIONS,
    SELL,
    SIDES,
    UNRELATED,
    ZONES,
)
from qingshan.apps.exchange.pick_order_models import PickOrder
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.market.charge import BUYER, SELLER, Charge

SOLD_OUT = Label("已全部成交", "sold out")


class Instrument(models.Model):
    """A series as the market trades it; its row is locked while an order is judged."""

    asset = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.asset


class Listing(models.Model):
    """Units offered at a price to anyone who may trade (挂牌点选), or in one zone only.

    Where the rules have listings reviewed, it waits with its units held until the operator admits
    it or refuses it with a reason (``reviewed``). ``opened`` is when anybody could first take it;
    without it, the listing is known to its seller and the operator alone.
    """

    machine: ClassVar[Machine] = LISTING
    lasting: ClassVar[Lasting] = Lasting(
        acts=("opened", "reviewed", "refusal_reason"), elsewhere=("left", "state")
    )

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="listings")
    quantity = models.BigIntegerField()
    left = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    zone = models.CharField(max_length=20, blank=True)
    listed = models.DateTimeField()
    expires = models.DateTimeField()
    opened = models.DateTimeField(null=True)
    reviewed = models.DateTimeField(null=True)
    refusal_reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, default=LISTING.start)

    class Meta:
        constraints = (
            known("state", LISTING.states, "listing_state_known"),
            models.CheckConstraint(
                condition=models.Q(left__gte=0) & models.Q(left__lte=models.F("quantity")),
                name="listing_left_within",
            ),
            known("zone", ["", *ZONES], "listing_zone_known"),
        )
        indexes = (
            models.Index(
                fields=["expires"],
                condition=models.Q(state__in=["open", "submitted"]),
                name="listing_standing",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """Its state in words; what is open with nothing left is sold out."""
        return SOLD_OUT if self.state == "open" and not self.left else LISTING.label(self.state)

    @property
    def hold(self) -> str:
        """The ledger's hold on the units."""
        return f"listing:{self.number}"

    @property
    def ticket(self) -> str:
        """The number of the ticket that is offered."""
        return self.asset.removeprefix("ticket:")


class Bid(models.Model):
    """Units asked for at a price by a named buyer, whose money is held at once (求购)."""

    machine: ClassVar[Machine] = BID
    lasting: ClassVar[Lasting] = Lasting(elsewhere=("left", "state"))

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="bids")
    quantity = models.BigIntegerField()
    left = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    placed = models.DateTimeField()
    expires = models.DateTimeField()
    state = models.CharField(max_length=20, default=BID.start)

    class Meta:
        constraints = (
            known("state", BID.states, "bid_state_known"),
            models.CheckConstraint(
                condition=models.Q(left__gte=0) & models.Q(left__lte=models.F("quantity")),
                name="bid_left_within",
            ),
        )
        indexes = (
            models.Index(fields=["expires"], condition=models.Q(state="open"), name="bid_open"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def ticket(self) -> str:
        """The number of the ticket that is asked for."""
        return self.asset.removeprefix("ticket:")

    @property
    def hold(self) -> str:
        """The ledger's hold on the money."""
        return f"bid:{self.number}"


class BlockTrade(models.Model):
    """A large deal that one party proposes to a named other, which confirms or declines (大宗协议).

    ``side`` is the proposer's. What the buyer declares, use and relation, stands here when the
    buyer proposes and comes with the confirmation otherwise.
    """

    machine: ClassVar[Machine] = BLOCK_TRADE
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "purpose", "relation"))

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    side = models.CharField(max_length=4)
    proposer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="blocks_proposed"
    )
    counterparty = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="blocks_offered"
    )
    quantity = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    purpose = models.CharField(max_length=30, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    proposed = models.DateTimeField()
    expires = models.DateTimeField()
    state = models.CharField(max_length=20, default=BLOCK_TRADE.start)

    class Meta:
        constraints = (
            known("state", BLOCK_TRADE.states, "block_trade_state_known"),
            known("side", SIDES, "block_trade_side_known"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def hold(self) -> str:
        """The ledger's hold on what the proposer brings."""
        return f"block:{self.number}"

    @property
    def seller(self) -> Party:
        """Who sells."""
        return self.proposer if self.side == SELL else self.counterparty

    @property
    def buyer(self) -> Party:
        """Who buys."""
        return self.counterparty if self.side == SELL else self.proposer


AGREED_DAY = models.Func(
    "agreed",
    template="(%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date",
    output_field=models.DateField(),
)
"""The Chinese day on which a deal was agreed, on which bulletins and reports count it."""


class Trade(models.Model):
    """A deal between two named parties, agreed first and settled in one chain.

    An error is corrected by new entries that lead back; the deal itself stays as it was.

    ``order`` is the number of what it came from, and names that thing in its mode; ``unit_hold``
    and ``cash_hold`` are the holds that the settlement takes.
    """

    machine: ClassVar[Machine] = TRADE
    lasting: ClassVar[Lasting] = Lasting(
        acts=("corrected", "correction_reason"), elsewhere=("state", "settled")
    )

    number = models.CharField(max_length=30, unique=True)
    mode = models.CharField(max_length=20)
    order = models.CharField(max_length=30)
    asset = models.CharField(max_length=60)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="trades", null=True)
    pick_order = models.ForeignKey(
        PickOrder, on_delete=models.PROTECT, related_name="trades", null=True, db_index=False
    )
    seller = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="sales", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="purchases", db_index=False
    )
    quantity = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    buyer_fee_fen = models.BigIntegerField()
    seller_fee_fen = models.BigIntegerField()
    unit_hold = models.CharField(max_length=60)
    cash_hold = models.CharField(max_length=60)
    purpose = models.CharField(max_length=30)
    relation = models.CharField(max_length=20, blank=True, default=UNRELATED)
    agreed = models.DateTimeField()
    settled = models.DateTimeField(null=True)
    corrected = models.DateTimeField(null=True)
    correction_reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, default=TRADE.start)

    class Meta:
        constraints = (
            known("state", TRADE.states, "trade_state_known"),
            known("mode", MODES, "trade_mode_known"),
        )
        indexes = (
            models.Index(fields=["asset", "-agreed"], name="trade_of_series"),
            models.Index(fields=["seller", "asset", "-agreed"], name="trade_of_seller"),
            models.Index(fields=["buyer", "asset", "-agreed"], name="trade_of_buyer"),
            models.Index(
                fields=["asset", "-agreed"],
                include=["amount_fen", "quantity"],
                condition=models.Q(mode__in=PICKED),
                name="trade_picked",
            ),
            models.Index(
                fields=["asset"],
                include=["buyer", "quantity", "mode"],
                condition=models.Q(state="agreed"),
                name="trade_waiting",
            ),
            # Of the day and not of the moment: judging an order, which asks for the latest moments
            # of a series, would be planned by an index of all series.
            models.Index(AGREED_DAY, name="trade_day"),
            models.Index(fields=["-settled", "-id"], name="trade_tape"),
            models.Index(
                fields=["purpose", "-settled", "-id"],
                include=["mode"],
                condition=models.Q(settled__isnull=False),
                name="trade_tape_of_use",
            ),
            models.Index(
                fields=["mode", "-settled", "-id"],
                include=["purpose"],
                condition=models.Q(settled__isnull=False),
                name="trade_tape_of_mode",
            ),
            models.Index(
                fields=["corrected"],
                condition=models.Q(corrected__isnull=False),
                name="trade_corrected",
            ),
            models.Index(
                fields=["pick_order"],
                condition=models.Q(pick_order__isnull=False),
                name="trade_of_pick_order",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def mode_label(self) -> Label:
        """How it came about."""
        return MODES[self.mode]

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return TRADE.label(self.state)

    @property
    def relation_label(self) -> Label:
        """How buyer and seller are related, as the buyer declared."""
        return RELATIONS[self.relation]

    def charge(self, side: str) -> Charge:
        """What one side (``BUY``, ``SELL``) pays or gets, with its fee."""
        if side == BUY:
            return Charge(self.amount_fen, self.buyer_fee_fen, BUYER)
        return Charge(self.amount_fen, self.seller_fee_fen, SELLER)


class Objection(models.Model):
    """A side of a deal says that it is wrong; the operator answers."""

    machine: ClassVar[Machine] = OBJECTION
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "is_upheld", "answer", "answered"))

    trade = models.ForeignKey(Trade, on_delete=models.PROTECT, related_name="objections")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    attachment = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    raised = models.DateTimeField()
    is_upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    answered = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=OBJECTION.start)

    class Meta:
        constraints = (
            known("state", OBJECTION.states, "objection_state_known"),
            models.UniqueConstraint(fields=["trade", "party"], name="objection_once"),
        )

    def __str__(self) -> str:
        return str(self.trade)

    @property
    def outcome_label(self) -> Label:
        """Its state, and once it is answered what came of it."""
        if self.is_upheld is None:
            return OBJECTION.label(self.state)
        return Label("异议成立", "upheld") if self.is_upheld else Label("异议不成立", "not upheld")
