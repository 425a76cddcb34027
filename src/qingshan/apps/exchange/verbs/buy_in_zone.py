"""Buy in a zone (专区认购): the money is held at once, and settling retires the units."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed, locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.agreeing import Terms, agree, hold_money, terms_faults
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import INDIVIDUAL_ZONE, UNRELATED
from qingshan.apps.exchange.picking import picked_faults
from qingshan.apps.exchange.refusals import ZONE_NONE
from qingshan.apps.exchange.zone_models import ZonePurchase
from qingshan.apps.exchange.zones import declared_faults, ruling_faults
from qingshan.apps.parties.models import Party, surname_only
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="zone.bought",
    label=Label("专区认购", "buy in the zone"),
    roles=("applicant", "trader", "court"),
)
def buy_in_zone(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    listing: int,
    buyer: int,
    quantity: int,
    purpose: str,
    subject: str,
    beneficiary: str = "",
    is_person: bool = False,
    ruling: str = "",
    is_further: bool = False,
    relation: str = UNRELATED,
) -> Done[Trade]:
    """Agree a deal whose units are retired when it is settled.

    ``subject`` is the event, ``ruling`` the number of the court's paper. A person who names no
    beneficiary retires for oneself, under the name that strangers see; of a beneficiary who
    ``is_person`` nothing but that is kept. ``is_further`` says that units were bought for the same
    ruling before, and knowingly.

    Raises
    ------
    Refused
        E-EX-51 a listing in no zone; E-EX-53 no person, E-EX-54 ruling or event missing, E-EX-69 a
        ruling for which units were bought, E-RG-06
        no beneficiary, E-RG-07 the use, E-RG-08 the wording, what keeps a listing from being
        picked, and what keeps either side from the deal, all at once; E-EX-09 an amount below the
        fee; E-MC-01 when the listing is closed; E-LG codes when money is short.
    """
    must_act_for(call, buyer)
    found, party = locked(Listing, listing), party_of(buyer)
    advance(found, "buy_in_zone", call)
    if not found.zone:
        raise Refused.because(ZONE_NONE, found.number)
    lock_instrument(found.asset)
    terms = Terms(
        found.zone,
        found.number,
        found.asset,
        found.seller,
        party,
        quantity,
        found.price_fen,
        purpose,
        relation,
    )
    purchase = ZonePurchase(
        ruling=ruling.strip(),
        beneficiary=_named(beneficiary.strip(), is_person=is_person) or _oneself(found.zone, party),
        subject=subject.strip(),
    )
    faults = picked_faults(found, buyer, quantity, call)
    faults += declared_faults(found.zone, party, purchase, call)
    if not is_further:
        faults += ruling_faults(purchase.ruling)
    refuse_all(faults + terms_faults(terms, call))
    trade = agree(terms, call, unit_hold=found.hold, listing=found)
    found.left -= quantity
    changed(found, "left", "state")
    purchase.trade = trade
    purchase.save()
    hold_money(trade, call)
    facts = {"number": trade.number, "quantity": quantity, "amount_fen": trade.amount_fen}
    return Done(trade, {**facts, "listing": found.number, "zone": found.zone})


def _named(name: str, *, is_person: bool) -> str:
    return surname_only(name) if name and is_person else name


def _oneself(zone: str, buyer: Party) -> str:
    return buyer.public_name if zone == INDIVIDUAL_ZONE else ""
