"""What a quantity, a price, a use and a trader must be, read from dated rows."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, When

from qingshan.apps.base.roles import OFFICIAL_ROLES
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.modes import JUDICIAL_ZONE, RELATIONS, UNRELATED
from qingshan.apps.exchange.refusals import (
    LOT_WRONG,
    NOT_A_WARE,
    PRICE_WRONG,
    RELATION_HIDDEN,
    RELATION_UNKNOWN,
    TRADER_BARRED,
)
from qingshan.apps.parties.models import Membership, Party
from qingshan.apps.projects.independence import declared_ties
from qingshan.apps.registry.purposes import JUDICIAL, PURPOSES
from qingshan.apps.registry.refusals import PURPOSE_UNKNOWN
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE, tonnes_text
from qingshan.core.ledger.model import AssetKind
from qingshan.core.market.fee import KEY, TABLE


def order_faults(quantity: int, price_fen: int, *, as_of: date) -> list[Refusal]:
    """What is wrong with a quantity (carbon units) and a price (fen per tonne)."""
    tick = open_rulebook().value(TABLE, key=KEY, name="price_tick_fen", unit="fen", as_of=as_of)
    faults = lot_faults(quantity, as_of=as_of)
    if price_fen <= 0 or price_fen % int(tick.value):
        faults.append(Refusal(PRICE_WRONG, yuan(price_fen), {"price": yuan(price_fen)}))
    return faults


def lot_faults(quantity: int, *, as_of: date) -> list[Refusal]:
    """Whether a quantity (carbon units) is above zero and of whole lots."""
    lot = open_rulebook().value(TABLE, key=KEY, name="lot_tonne", unit="tCO2e", as_of=as_of)
    if quantity > 0 and quantity % int(lot.value * CARBON_PER_TONNE) == 0:
        return []
    facts = {"quantity_t": tonnes_text(quantity), "lot": str(lot.value)}
    return [Refusal(LOT_WRONG, facts["quantity_t"], facts)]


def purpose_faults(purpose: str, mode: str = "") -> list[Refusal]:
    """Whether the use that a buyer names is one of the list.

    What a court orders is bought in the judicial zone, and nothing else is bought there.
    """
    if purpose in PURPOSES and (purpose == JUDICIAL) == (mode == JUDICIAL_ZONE):
        return []
    return [Refusal(PURPOSE_UNKNOWN, purpose or "—")]


def trader_faults(party: Party) -> list[Refusal]:
    """Whether a party is one of those that may not trade."""
    barred = Membership.objects.standing().filter(party=party, role__in=OFFICIAL_ROLES).exists()
    return [trader_barred(party)] if barred else []


def trader_barred(party: Party) -> Refusal:
    """What is said to a party that holds an office."""
    return Refusal(TRADER_BARRED, party.name, {"party": party.label})


def ware_faults(asset: str) -> list[Refusal]:
    """Whether what is offered is a series of carbon units."""
    found = books.asset(asset)
    if found is None or found.kind is not AssetKind.CARBON:
        return [Refusal(NOT_A_WARE, asset)]
    return []


def relation_faults(
    seller: Party, buyer: Party, relation: str, *, are_related: bool
) -> list[Refusal]:
    """Whether a relation is declared that the house knows of, and is one of the list."""
    if relation not in RELATIONS:
        return [Refusal(RELATION_UNKNOWN, relation)]
    if relation == UNRELATED and are_related:
        return [Refusal(RELATION_HIDDEN, "", {"buyer": buyer.label, "seller": seller.label})]
    return []


def is_reviewed(day: date) -> bool:
    """Whether a listing opens only when the operator admits it, by the row ``listing_review``."""
    return open_rulebook().text(TABLE, key=KEY, name="listing_review", as_of=day).value != "none"


def is_related(one: Party, other: Party, *, as_of: date) -> bool:
    """Whether a person acts for both, or a tie between them was declared and still holds."""
    told = Party.objects.filter(pk=one.pk).values_list(
        relation_between(one.pk, other.pk, as_of=as_of)
    )
    return bool(told.get()[0])


def relation_between(one: int, other: int | OuterRef, *, as_of: date) -> Case:
    """The same of two keys, as a part of a query; the other may be that of each row."""
    people = Membership.objects.standing().filter(party=one).values("user")
    shared = Membership.objects.standing().filter(party=other, user__in=people)
    between = Q(party=one, other=other) | Q(party=other, other=one)
    still = Q(until=None) | Q(until__gte=as_of)
    is_met = Exists(shared) | Exists(declared_ties().filter(between & still))
    return Case(When(is_met, then=True), default=False)
