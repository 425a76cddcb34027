"""Listings are picked: what keeps a buyer from it, and many picks that meet as one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qingshan.apps.base.call import Call
from qingshan.apps.base.gathering import Apart, WaitingAct
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed_each, having, locked_all
from qingshan.apps.base.verb import Done
from qingshan.apps.books import store
from qingshan.apps.exchange.agreeing import Terms, drafted, enter_all, money_held, terms_faults
from qingshan.apps.exchange.judging import lock_instruments
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import LISTING, UNRELATED, ZONES
from qingshan.apps.exchange.refusals import LISTING_OVER, OWN_LISTING, TOO_MUCH, ZONE_ONLY
from qingshan.apps.exchange.situation import Asking, Situation, situations_of
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


def pick_all(asked: Sequence[WaitingAct]) -> list[Done[Trade] | Refused]:
    """Agree a deal for each pick, as if one came after the other, and hold the money of all.

    Raises
    ------
    Apart
        The picks of listings that are not there, and those whose money the ledger does not hold.
    """
    picks = [Pick(one.call, **one.arguments) for one in asked]
    offers = _offers(picks)
    lock_instruments(offer.asset for offer in offers.values())
    wanted = {pick.buyer for pick in picks} | {offer.seller_id for offer in offers.values()}
    parties = {one.pk: one for one in having(Party, "id", wanted)}
    told: list[Trade | Refused] = []
    for pick, known in zip(picks, _situations(picks, offers), strict=True):
        before = [one for one in told if isinstance(one, Trade)]
        try:
            told.append(_deal(pick, offers[pick.listing], known.behind(before), parties))
        except Refused as refused:
            told.append(refused)
    deals = [one for one in told if isinstance(one, Trade)]
    if deals:
        # The number of a deal is drawn as late as can be: every deal of the house waits for it.
        changed_each(list(offers.values()), "left", "state")
        enter_all(deals)
        _hold_money(told, when=max(deal.agreed for deal in deals))
    return [_done(one) if isinstance(one, Trade) else one for one in told]


def _offers(picks: Sequence[Pick]) -> dict[int, Listing]:
    """The listings under lock, by key."""
    found = {one.pk: one for one in locked_all(Listing, (pick.listing for pick in picks))}
    missing = {
        place: Listing.DoesNotExist(f"no listing has the key {pick.listing}")
        for place, pick in enumerate(picks)
        if pick.listing not in found
    }
    if missing:
        raise Apart(missing)
    return found


def _situations(picks: Sequence[Pick], offers: Mapping[int, Listing]) -> list[Situation]:
    """What judging each pick has to know, as it was before all of them."""
    return situations_of(
        [
            Asking(offer.asset, pick.buyer, offer.seller_id, booking_day(pick.call.when))
            for pick in picks
            for offer in [offers[pick.listing]]
        ]
    )


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
        zone = ZONES[offer.zone]
        faults.append(Refusal(ZONE_ONLY, offer.number, {"zone": zone.zh, "zone_en": zone.en}))
    refuse_all(faults + terms_faults(terms, pick.call, known))
    deal = drafted(terms, pick.call)
    deal.listing, deal.unit_hold = offer, offer.hold
    offer.left -= pick.quantity
    return deal


def _hold_money(told: Sequence[Trade | Refused], when: datetime) -> None:
    """Hold the money of all in one call of the ledger."""
    deals = {place: one for place, one in enumerate(told) if isinstance(one, Trade)}
    replies = store.post([money_held(deal) for deal in deals.values()], when=when)
    short = {
        place: Refused(*reply.refusals)
        for place, reply in zip(deals, replies, strict=True)
        if not reply.accepted
    }
    if short:
        raise Apart(short)


def _done(deal: Trade) -> Done[Trade]:
    facts = {"number": deal.number, "quantity": deal.quantity, "amount_fen": deal.amount_fen}
    return Done(deal, {**facts, "listing": deal.order})


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
