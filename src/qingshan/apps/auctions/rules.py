"""What the dated rows say of auctions: notice, windows, deposit, and who gets a lost one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from qingshan.apps.auctions.models import UNDER, Auction
from qingshan.apps.auctions.refusals import (
    NOTICE_SHORT,
    REASON_MISSING,
    UNDER_UNKNOWN,
    WINDOW_SHORT,
)
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.fee import KEY, TABLE
from qingshan.core.market.rules import amount_rule, quantity_rule

BIDDING, OPENING = Label("投报", "bidding"), Label("开标", "opening")


def said(moment: datetime) -> str:
    """A moment in Chinese time, as refusals say it."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def lot(day: date) -> int:
    """The smallest quantity, in carbon units."""
    return quantity_rule("lot_tonne", shelf=open_rulebook(), as_of=day)


def notice_days(day: date) -> int:
    """Days from the announcement to the bidding."""
    return int(amount_rule("auction_notice", "d", shelf=open_rulebook(), as_of=day))


def deposit_fen(quantity: int, floor_fen: int, *, as_of: date) -> int:
    """What each bidder sets aside: a share of the floor price of all that is offered.

    ``quantity`` in carbon units; rounded half up once. It follows from what is announced, so that
    it tells nothing of a bid.
    """
    share = amount_rule("auction_deposit", "%", shelf=open_rulebook(), as_of=as_of)
    return _share(amount_fen(quantity, floor_fen, CARBON_PER_TONNE), share)


def lost_fen(auction: Auction) -> int:
    """What a bidder loses who does not open, under the rows of the day of the proposal."""
    day = booking_day(auction.proposed)
    share = amount_rule("auction_deposit_lost", "%", shelf=open_rulebook(), as_of=day)
    return _share(auction.deposit_fen, share)


def lost_to_seller(auction: Auction) -> bool:
    """Whether a lost deposit is the seller's; else it is the exchange's."""
    day = booking_day(auction.proposed)
    row = open_rulebook().text(TABLE, key=KEY, name="auction_deposit_lost_to", as_of=day)
    return row.value == "seller"


def notice_faults(bidding_from: datetime, when: datetime) -> Iterator[Refusal]:
    """Whether bidding begins late enough for what is announced now."""
    days = notice_days(booking_day(when))
    if bidding_from < when + timedelta(days=days):
        facts = {"begins": said(bidding_from), "days": days}
        yield Refusal(NOTICE_SHORT, said(bidding_from), facts)


def window_faults(
    bidding_from: datetime, bidding_until: datetime, opening_until: datetime, *, as_of: date
) -> Iterator[Refusal]:
    """Whether bidding and opening last long enough."""
    shelf = open_rulebook()
    for label, name, begins, ends in (
        (BIDDING, "auction_bidding_hours", bidding_from, bidding_until),
        (OPENING, "auction_opening_hours", bidding_until, opening_until),
    ):
        hours = int(amount_rule(name, "h", shelf=shelf, as_of=as_of))
        if ends - begins < timedelta(hours=hours):
            facts = {"window": label, "hours": hours}
            told = {"begins": said(begins), "ends": said(ends)}
            yield Refusal(WINDOW_SHORT, label, {**facts, **told})


def under_faults(under: str) -> Iterator[Refusal]:
    """Whether it is told what happens when too little is asked for."""
    if under not in UNDER:
        yield Refusal(UNDER_UNKNOWN, under or "—")


def must_say_why(reason: str, auction: Auction) -> str:
    """The reason without blanks around it (E-AC-04 when there is none)."""
    if not reason.strip():
        raise Refused.because(REASON_MISSING, auction.number)
    return reason.strip()


def _share(amount: int, percent: Decimal) -> int:
    return int((amount * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
