"""What sellers by auction, their bidders and the exchange take into their heads."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from qingshan.apps.auctions import reads as auctions
from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.verbs.admit_auction import admit_auction
from qingshan.apps.auctions.verbs.call_off_auction import call_off_auction
from qingshan.apps.auctions.verbs.clear_auction import clear_auction
from qingshan.apps.auctions.verbs.propose_auction import propose_auction
from qingshan.apps.auctions.verbs.return_auction import return_auction
from qingshan.apps.auctions.verbs.seal_bid import seal_bid
from qingshan.apps.auctions.verbs.unseal_bid import unseal_bid
from qingshan.apps.auctions.verbs.withdraw_auction import withdraw_auction
from qingshan.apps.walks.town_acts import USES, Intent, Town, often, one_of, owner, price, tonnes
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.market.sealed import commitment

WHY = "申请人材料不齐"


@often(2.5)
def put_up(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    ticket = chance.choice(town.tickets)
    who = owner(town, chance, ticket)
    begins = when + timedelta(days=chance.choice([5, 8, 9, 10]))
    until = begins + timedelta(days=chance.choice([1, 2]))
    given = {
        "asset": ticket.asset,
        "seller": town.party(who),
        "quantity": tonnes(chance, 40),
        "floor_fen": price(chance),
        "under": chance.choice(["void", "sell", "sell"]),
        "bidding_from": begins,
        "bidding_until": until,
        "opening_until": until + timedelta(days=chance.choice([1, 2])),
    }
    return Intent(propose_auction, town.cast[who], given)


@often(6)
def answer_an_auction(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, auctions.proposed_auctions())
    if found is None:
        return None
    given = {"auction": found.pk}
    if chance.random() < 0.8:
        return Intent(admit_auction, town.cast["operator"], given)
    if chance.random() < 0.5:
        return Intent(withdraw_auction, town.of_party(found.seller_id), given)
    return Intent(return_auction, town.cast["operator"], {**given, "reason": WHY})


@often(0.3)
def stop_an_auction(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    """Too early, too late, or called off in the middle."""
    found = one_of(chance, auctions.announced_auctions())
    if found is None:
        return None
    given = {"auction": found.pk}
    what = chance.random()
    if what < 0.4:
        return Intent(withdraw_auction, town.of_party(found.seller_id), given)
    if what < 0.8:
        return Intent(clear_auction, town.cast["operator"], given)
    return Intent(call_off_auction, town.cast["operator"], {**given, "reason": WHY})


@often(8)
def seal_a_bid(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    rows = auctions.announced_auctions().filter(bidding_until__gt=when - timedelta(hours=1))
    found = one_of(chance, rows)
    if found is None:
        return None
    who = chance.choice(town.traders)
    party = town.party(who)
    given = {
        "auction": found.pk,
        "bidder": party,
        "commitment": commitment(found.number, party, *_meant(found, party)),
        "purpose": chance.choice(USES),
    }
    return Intent(seal_bid, town.cast[who], given)


@often(8)
def open_a_bid(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    bid = one_of(chance, auctions.bids_to_open([town.party(name) for name in town.traders], when))
    if bid is None:
        return None
    told, quantity, secret = _meant(bid.auction, bid.bidder_id)
    if chance.random() < 0.05:
        told += 1
    given = {"bid": bid.pk, "price_fen": told, "quantity": quantity, "secret": secret}
    return Intent(unseal_bid, town.of_party(bid.bidder_id), given)


def _meant(auction: Auction, party: int) -> tuple[int, int, str]:
    """Price, quantity and secret of a bidder, who has them at home and not in the register."""
    chance = random.Random(f"{auction.number}/{party}")  # noqa: S311  dice, no secrets
    bid = round(auction.floor_fen * (1 + chance.gauss(0.03, 0.03)))
    whole = max(auction.quantity // CARBON_PER_TONNE, 1)
    quantity = chance.randrange(1, whole + 1) * CARBON_PER_TONNE
    return bid, quantity, f"{chance.getrandbits(128):032x}"
