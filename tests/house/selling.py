"""A decided auction for the page test, made by its verbs on days that are over."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from qingshan.apps.auctions.verbs.admit_auction import admit_auction
from qingshan.apps.auctions.verbs.clear_auction import clear_auction
from qingshan.apps.auctions.verbs.propose_auction import propose_auction
from qingshan.apps.auctions.verbs.seal_bid import seal_bid
from qingshan.apps.auctions.verbs.unseal_bid import unseal_bid
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.parties.models import Membership
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.registry.models import Ticket
from qingshan.apps.retirements.reads import available
from qingshan.apps.walks.cast import player
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.sealed import commitment

AUCTION = ("auction", "auction_record", "seal_bid", "auction_slip")
OPERATOR = ("admit_auction", "return_auction", "call_off_auction", "clear_auction")
ADDRESSES = (*AUCTION, *OPERATOR, "unseal_bid", "propose_auction")
OTHERS = {
    **{name: {404} for name in ("unseal_bid", "propose_auction")},
    **{name: {403} for name in ("seal_bid", "auction_desk", "return_auction", "call_off_auction")},
}
"""How those are answered who have no part in it."""


def sample(name: str) -> dict[str, str]:
    """What stands for the variable parts of an address of auctions."""
    told = made()
    if name == "unseal_bid":
        return {"number": told["bid"]}
    if name == "propose_auction":
        return {"number": told["ticket"], "party": told["party"]}
    return {"number": told["auction"]}


@cache
def made() -> dict[str, str]:
    """Numbers of the auction, of its one bid, and of what was sold."""
    holders = Membership.objects.standing().filter(role="applicant")
    for member in holders.select_related("user", "party").order_by("pk"):
        for ticket in Ticket.objects.filter(party=member.party).order_by("pk"):
            if available(ticket, member.party) >= carbon(2):
                return _made(ticket, member)
    raise AssertionError("somebody in the story holds units")


def _made(ticket: Ticket, member: Membership) -> dict[str, str]:
    seller, buyer, operator = actor_of(member.user), player("buyer"), player("operator")
    begins = now() - timedelta(days=3)
    auction = propose_auction(
        Call(seller, begins - timedelta(days=8), "house/auction"),
        asset=ticket.asset,
        seller=member.party.pk,
        quantity=carbon(2),
        floor_fen=fen("80.00"),
        under="sell",
        bidding_from=begins,
        bidding_until=begins + timedelta(days=1),
        opening_until=begins + timedelta(days=2),
    )
    admit_auction(
        Call(operator.actor, begins - timedelta(days=8), "house/admit"), auction=auction.pk
    )
    told, party = (fen("81.00"), carbon(1), "0" * 32), buyer.party.pk
    bid = seal_bid(
        Call(buyer.actor, begins, "house/seal"),
        auction=auction.pk,
        bidder=party,
        commitment=commitment(auction.number, party, *told),
        purpose="event",
    )
    unseal_bid(
        Call(buyer.actor, begins + timedelta(days=1), "house/unseal"),
        bid=bid.pk,
        price_fen=told[0],
        quantity=told[1],
        secret=told[2],
    )
    clear_auction(Call(operator.actor, now(), "house/clear"), auction=auction.pk)
    names = {"auction": auction.number, "bid": bid.number, "ticket": ticket.number}
    return {**names, "party": str(member.party.pk)}
