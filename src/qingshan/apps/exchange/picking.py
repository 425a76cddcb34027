"""Listings are picked: what keeps a buyer from it, and many picks that meet as one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.gathering import WaitingAct, all_there
from qingshan.apps.base.moves import advance
from qingshan.apps.base.prepared import answered
from qingshan.apps.base.rows import asking, changing_each, entering_all, loaded, locked_all
from qingshan.apps.base.verb import Done, Together
from qingshan.apps.books.store import Posting
from qingshan.apps.exchange.agreeing import Terms, drafted, money_held, number_deals, terms_faults
from qingshan.apps.exchange.judging import lock_new_instruments, locking_instruments
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import LISTING, UNRELATED, ZONES
from qingshan.apps.exchange.refusals import LISTING_OVER, OWN_LISTING, TOO_MUCH, ZONE_ONLY
from qingshan.apps.exchange.situation import (
    Asking,
    Situation,
    situations_asked,
    situations_in,
)
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day


@dataclass(frozen=True)
class Pick:
    """What a buyer wants of a listing."""

    call: Call
    listing: int
    buyer: int
    quantity: int
    purpose: str
    relation: str = UNRELATED


def pick_all(asked: Sequence[WaitingAct]) -> Together:
    """Agree a deal for each pick, as if one came after the other, and hold the money of all.

    The deals and the call of the ledger are left for the message that ends the transaction.

    Raises
    ------
    Apart
        The picks of listings that are not there, and in the end those whose money is not held.
    """
    picks = [Pick(one.call, **one.arguments) for one in asked]
    told, offers = judged_picks(picks)
    deals = {place: one for place, one in enumerate(told) if isinstance(one, Trade)}
    if not deals:
        return Together([one for one in told if isinstance(one, Refused)])
    number_picked(list(deals.values()), offers)
    return _ending(told, deals)


def judged_picks(picks: Sequence[Pick]) -> tuple[list[Trade | Refused], list[Listing]]:
    """For each pick the deal that it makes, not numbered yet, or what keeps it; and the listings.

    Each sees what those before it took. The listings are under lock, with their series.

    Raises
    ------
    Apart
        The picks of listings that are not there.
    """
    offers = _offers(picks)
    situations, parties = _seen(picks, offers)
    told: list[Trade | Refused] = []
    for pick, known in zip(picks, situations, strict=True):
        before = [one for one in told if isinstance(one, Trade)]
        try:
            told.append(_deal(pick, offers[pick.listing], known.behind(before), parties))
        except Refused as refused:
            told.append(refused)
    return told, list(offers.values())


def number_picked(deals: Sequence[Trade], offers: Sequence[Listing]) -> None:
    """Take from the listings what the deals take, and number the deals, in one message."""
    (changed,) = number_deals(deals, changing_each(offers, "left", "state"))
    assert len(changed) == len(offers), f"{len(changed)} rows changed of {len(offers)}"


def _offers(picks: Sequence[Pick]) -> dict[int, Listing]:
    """The listings under lock, by key."""
    found = {one.pk: one for one in locked_all(Listing, (pick.listing for pick in picks))}
    all_there(Listing, found, [pick.listing for pick in picks])
    return found


def _seen(
    picks: Sequence[Pick], offers: Mapping[int, Listing]
) -> tuple[list[Situation], dict[int, Party]]:
    """What judging each pick has to know, as it was before all, and the parties by key.

    It is read behind the locks of the series, in one message with them.
    """
    assets = {offer.asset for offer in offers.values()}
    wanted = {pick.buyer for pick in picks} | {offer.seller_id for offer in offers.values()}
    asked = [
        Asking(offer.asset, pick.buyer, offer.seller_id, booking_day(pick.call.when))
        for pick in picks
        for offer in [offers[pick.listing]]
    ]
    series, people, *told = answered(
        locking_instruments(assets), asking(Party, "id", wanted), *situations_asked(asked)
    )
    if lock_new_instruments(assets, series):
        told = answered(*situations_asked(asked))
    return situations_in(asked, told), {one.pk: one for one in loaded(Party, people)}


def _deal(pick: Pick, offer: Listing, known: Situation, parties: Mapping[int, Party]) -> Trade:
    """The deal that a pick makes, not numbered yet; what it takes is taken from the listing."""
    must_act_for(pick.call, pick.buyer)
    advance(offer, "take_listing", pick.call)
    terms = Terms(
        LISTING,
        offer.number,
        offer.asset,
        parties[offer.seller_id],
        parties[pick.buyer],
        pick.quantity,
        offer.price_fen,
        pick.purpose,
        pick.relation,
    )
    faults = picked_faults(offer, pick.buyer, pick.quantity, pick.call)
    if offer.zone:
        faults.append(Refusal(ZONE_ONLY, offer.number, {"zone": ZONES[offer.zone]}))
    refuse_all(faults + terms_faults(terms, pick.call, known))
    deal = drafted(terms, pick.call)
    deal.listing, deal.unit_hold = offer, offer.hold
    offer.left -= pick.quantity
    return deal


def _ending(told: Sequence[Trade | Refused], deals: Mapping[int, Trade]) -> Together:
    """What is left when all is judged: the rows of the deals, and the money of all held at once."""
    rows = list(deals.values())
    held = Posting([money_held(deal) for deal in rows], when=max(deal.agreed for deal in rows))
    done = [Done(one, picked_facts(one)) if isinstance(one, Trade) else one for one in told]
    return Together(done, held.last(entering_all(rows), places=list(deals)))


def picked_facts(deal: Trade) -> dict[str, Any]:
    """What the journal says of a pick, alone or as a part of an order."""
    facts = {"number": deal.number, "quantity": deal.quantity, "amount_fen": deal.amount_fen}
    return {**facts, "listing": deal.order}


def picked_faults(listing: Listing, buyer: int, quantity: int, call: Call) -> list[Refusal]:
    """Whether it is one's own, over, or less than is wanted."""
    faults = []
    if listing.seller_id == buyer:
        faults.append(Refusal(OWN_LISTING, listing.number))
    if listing.expires <= call.when:
        faults.append(
            Refusal(LISTING_OVER, listing.number, {"expires": f"{listing.expires:%Y-%m-%d %H:%M}"})
        )
    if quantity > listing.left:
        facts = {"left_t": tonnes_text(listing.left), "asked_t": tonnes_text(quantity)}
        faults.append(Refusal(TOO_MUCH, listing.number, facts))
    return faults
