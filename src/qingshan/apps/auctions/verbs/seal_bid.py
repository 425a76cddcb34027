"""Send a sealed bid (密封投报): a digest is kept and a deposit held; nobody knows what it says."""

from __future__ import annotations

import re

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.refusals import BID_STANDS, DIGEST_WRONG, NOT_BIDDING, OWN_AUCTION
from qingshan.apps.auctions.rules import lot, said
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.judging import Order, standing_faults
from qingshan.apps.exchange.modes import AUCTION, BUY, UNRELATED
from qingshan.apps.exchange.rules import is_related, purpose_faults, relation_faults
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, booking_day, hold
from qingshan.core.market.settlement import cash, clearing

SERIES = "BJ"
LABEL = Label("密封投报", "send a sealed bid")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@verb(event="bid.sealed", label=LABEL, roles=("trader",))
def seal_bid(
    call: Call,
    *,
    auction: int,
    bidder: int,
    commitment: str,
    purpose: str,
    relation: str = UNRELATED,
) -> Done[SealedBid]:
    """Keep the digest in the order of arrival, and hold the deposit.

    Raises
    ------
    Refused
        E-AC-06 outside of the bidding, E-AC-07 own auction, E-AC-08 a second bid, E-AC-09 a
        malformed digest, use, relation and what keeps a party from buying, all at once; E-MC-01
        when the auction is not announced; E-LG codes when the deposit is not there.
    """
    must_act_for(call, bidder)
    found, party = locked(Auction, auction), party_of(bidder)
    must_be_in(found, ["announced"], LABEL)
    faults = [*_faults(found, party, commitment, call), *purpose_faults(purpose)]
    day = booking_day(call.when)
    known = is_related(found.seller, party, as_of=day)
    faults += relation_faults(found.seller, party, relation, are_related=known)
    least = (found.asset, lot(day), found.floor_fen, call.when)
    refuse_all([*faults, *standing_faults(Order(AUCTION, BUY, party, *least))])
    bid = SealedBid.objects.create(
        number=next_number(SERIES, call.when.year),
        auction=found,
        place=found.bids.count() + 1,
        bidder=party,
        commitment=commitment,
        purpose=purpose,
        relation=relation,
        sealed=call.when,
        held_fen=found.deposit_fen,
    )
    if bid.held_fen:
        held = hold(bid.deposit_hold, cash(party.owner), clearing(), bid.held_fen)
        store.post_one(Chain(f"seal:{bid.number}", "order", (held,)), when=call.when)
    return Done(bid, {"number": bid.number, "auction": found.number, "commitment": commitment})


def _faults(auction: Auction, party: Party, commitment: str, call: Call) -> list[Refusal]:
    faults = []
    if not auction.bidding_from <= call.when < auction.bidding_until:
        times = {"begins": said(auction.bidding_from), "ends": said(auction.bidding_until)}
        faults.append(Refusal(NOT_BIDDING, auction.number, times))
    if auction.seller_id == party.pk:
        faults.append(Refusal(OWN_AUCTION, auction.number))
    before = auction.bids.filter(bidder=party).first()
    if before is not None:
        facts = {"party": party.label, "number": before.number}
        faults.append(Refusal(BID_STANDS, auction.number, facts))
    if not _DIGEST.fullmatch(commitment):
        faults.append(Refusal(DIGEST_WRONG, auction.number))
    return faults
