"""Which listings make up a quantity: the cheapest first, the earliest first at one price.

The exchange matches nobody: this only puts in order what can be picked, with every seller named,
and says why a cheaper listing is left out. The buyer picks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, QuerySet

from qingshan.apps.exchange.judging import Order, standing_faults
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.modes import BUY, LISTING
from qingshan.apps.exchange.reads import open_listings
from qingshan.apps.exchange.refusals import OWN_LISTING, RELATION_HIDDEN
from qingshan.apps.exchange.rules import relation_between
from qingshan.apps.exchange.situation import Asking, situation_seen
from qingshan.apps.parties.models import Party
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.charge import Charge, charged, together
from qingshan.core.market.rules import amount_rule

LOOKED_AT = 200
"""How many listings are looked through for one plan."""


@dataclass(frozen=True)
class Wish:
    """What a buyer looks for: carbon units, at most a price in fen per tonne, of one or any series.

    ``without`` are numbers of listings that the buyer does not want.
    """

    buyer: Party
    quantity: int
    when: datetime
    ceiling_fen: int | None = None
    asset: str = ""
    without: Collection[str] = ()


@dataclass(frozen=True)
class Line:
    """A listing, how much of it is taken, and what the buyer is charged for it."""

    listing: Listing
    quantity: int
    charge: Charge

    @property
    def ticket(self) -> str:
        """The number of the ticket."""
        return self.listing.asset.removeprefix("ticket:")

    def is_there(self, moment: datetime) -> bool:
        """Whether so much of the listing is still on offer."""
        offer = self.listing
        return offer.state == "open" and offer.left >= self.quantity and offer.expires > moment


@dataclass(frozen=True)
class Plan:
    """The lines, what they come to, and the cheaper listings that are left out, with the reasons.

    ``missing`` is what no listing makes up, in carbon units.
    """

    lines: Sequence[Line]
    missing: int = 0
    left_out: Sequence[tuple[Listing, list[Refusal]]] = field(default_factory=list)

    @property
    def quantity(self) -> int:
        """Carbon units of all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def charge(self) -> Charge:
        """What is held for the order: the amounts and the buyer's fees of all lines."""
        return together(line.charge for line in self.lines)

    def refresh(self) -> None:
        """Read again how much is left of each listing."""
        for line in self.lines:
            line.listing.refresh_from_db(fields=["left", "state"])

    def gone(self, moment: datetime) -> list[Line]:
        """The lines that can no longer be taken as they stand: sold, withdrawn or over."""
        return [line for line in self.lines if not line.is_there(moment)]


def planned(wish: Wish, told: Collection[Refusal] = ()) -> Plan:
    """The listings that make up the quantity, as many as one order takes.

    Left out are the buyer's own, those of related sellers, which are taken alone with the relation
    declared, and those of a series in which the buyer may not deal now. ``told`` is what keeps the
    buyer from every series and is said elsewhere.
    """
    day = booking_day(wish.when)
    most = int(amount_rule("pick_order_max", "count", shelf=open_rulebook(), as_of=day))
    known = {(one.code, one.place) for one in told}
    barred: dict[str, list[Refusal]] = {}
    lines: list[Line] = []
    left_out: list[tuple[Listing, list[Refusal]]] = []
    missing = wish.quantity
    for listing in _candidates(wish)[:LOOKED_AT]:
        if missing <= 0 or len(lines) >= most:
            break
        if listing.asset not in barred:
            barred[listing.asset] = _against(wish, listing.asset)
        taken = min(listing.left, missing)
        faults = [*_seller_faults(wish, listing), *barred[listing.asset]]
        faults = [one for one in faults if (one.code, one.place) not in known]
        if faults:
            left_out.append((listing, faults))
        else:
            lines.append(line_of(listing, taken, wish.when))
            missing -= taken
    return Plan(lines, missing, left_out)


def line_of(listing: Listing, quantity: int, when: datetime) -> Line:
    """What taking so much of a listing costs on a day."""
    day = booking_day(when)
    return Line(
        listing, quantity, charged(quantity, listing.price_fen, shelf=open_rulebook(), as_of=day)
    )


def _candidates(wish: Wish) -> QuerySet[Listing]:
    """What can be picked by the wish, with ``is_related`` as the house knows it."""
    related = relation_between(wish.buyer.pk, OuterRef("seller"), as_of=booking_day(wish.when))
    rows = open_listings(wish.when).exclude(number__in=wish.without)
    if wish.asset:
        rows = rows.filter(asset=wish.asset)
    if wish.ceiling_fen is not None:
        rows = rows.filter(price_fen__lte=wish.ceiling_fen)
    return rows.annotate(is_related=related)


def _seller_faults(wish: Wish, listing: Listing) -> Iterator[Refusal]:
    if listing.seller_id == wish.buyer.pk:
        yield Refusal(OWN_LISTING, listing.number)
    elif listing.is_related:  # type: ignore[attr-defined]
        sides = {"buyer": wish.buyer.label, "seller": listing.seller.label}
        yield Refusal(RELATION_HIDDEN, listing.number, sides)


def _against(wish: Wish, asset: str) -> list[Refusal]:
    """What keeps the buyer from a series today, however much is wanted of it."""
    order = Order(LISTING, BUY, wish.buyer, asset, 0, 0, wish.when)
    return standing_faults(order, situation_seen(Asking(asset, wish.buyer.pk, 0, order.day)))
