"""The rules that every listing and deal keeps, read from dated rows."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.roles import OFFICIAL_ROLES
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.refusals import LOT_WRONG, NOT_A_WARE, PRICE_WRONG, TRADER_BARRED
from qingshan.apps.parties.models import Membership, Party
from qingshan.apps.registry.purposes import JUDICIAL, PURPOSES
from qingshan.apps.registry.refusals import PURPOSE_UNKNOWN
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE, tonnes_text
from qingshan.core.ledger.model import AssetKind
from qingshan.core.market.fee import KEY, TABLE
from qingshan.core.tables.shelf import open_shelf


def order_faults(quantity: int, price_fen: int, *, as_of: date) -> list[Refusal]:
    """What is wrong with a quantity (carbon units) and a price (fen per tonne)."""
    shelf = open_shelf()
    lot = shelf.value(TABLE, key=KEY, name="lot_tonne", unit="tCO2e", as_of=as_of)
    tick = shelf.value(TABLE, key=KEY, name="price_tick_fen", unit="fen", as_of=as_of)
    faults = []
    if quantity <= 0 or quantity % int(lot.value * CARBON_PER_TONNE):
        facts = {"quantity_t": tonnes_text(quantity), "lot": str(lot.value)}
        faults.append(Refusal(LOT_WRONG, facts["quantity_t"], facts))
    if price_fen <= 0 or price_fen % int(tick.value):
        faults.append(Refusal(PRICE_WRONG, yuan(price_fen), {"price": yuan(price_fen)}))
    return faults


def purpose_faults(purpose: str) -> list[Refusal]:
    """Whether the use that a buyer names is one of the list; court orders go another way."""
    if purpose in PURPOSES and purpose != JUDICIAL:
        return []
    return [Refusal(PURPOSE_UNKNOWN, purpose or "—")]


def trader_faults(party: Party) -> list[Refusal]:
    """Whether a party is one of those that may not trade."""
    if Membership.objects.standing().filter(party=party, role__in=OFFICIAL_ROLES).exists():
        return [Refusal(TRADER_BARRED, party.name, {"party": party.name})]
    return []


def ware_faults(asset: str) -> list[Refusal]:
    """Whether what is offered is a series of carbon units."""
    found = books.asset(asset)
    if found is None or found.kind is not AssetKind.CARBON:
        return [Refusal(NOT_A_WARE, asset)]
    return []
