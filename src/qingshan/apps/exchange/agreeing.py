"""A deal comes about: judged for both sides, priced, with its fees; the holds are its verb's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import Rows, number_all
from qingshan.apps.base.prepared import Asked
from qingshan.apps.base.rows import entered_all
from qingshan.apps.books import store
from qingshan.apps.exchange.judging import Order, judged, standing_faults
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import BUY, SELL, UNRELATED
from qingshan.apps.exchange.refusals import BELOW_FEE
from qingshan.apps.exchange.rules import purpose_faults, relation_faults
from qingshan.apps.exchange.situation import Situation, situation_of
from qingshan.apps.parties.models import Party
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.money import amount_fen, yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.ledger.model import Chain, booking_day, hold, thing_of
from qingshan.core.ledger.refusals import ACCOUNT_FROZEN
from qingshan.core.market.fee import fee_fen
from qingshan.core.market.settlement import cash, clearing

SERIES = "CJ"


@dataclass(frozen=True)
class Terms:
    """What the two sides agree on; ``order`` is the number of what it came from."""

    mode: str
    order: str
    asset: str
    seller: Party
    buyer: Party
    quantity: int
    price_fen: int
    purpose: str
    relation: str = UNRELATED

    @property
    def amount_fen(self) -> int:
        """Price by quantity."""
        return amount_fen(self.quantity, self.price_fen, CARBON_PER_TONNE)


def terms_faults(terms: Terms, call: Call, known: Situation | None = None) -> list[Refusal]:
    """What keeps two sides from a deal, apart from what lies in the thing it comes from."""
    if known is None:
        day = booking_day(call.when)
        known = situation_of(terms.asset, day, buyer=terms.buyer.pk, seller=terms.seller.pk)
    what = (terms.asset, terms.quantity, terms.price_fen, call.when)
    buying = Order(terms.mode, BUY, terms.buyer, *what)
    selling = Order(terms.mode, SELL, terms.seller, *what)
    found = [*judged(buying, known), *standing_faults(selling, known)]
    found += purpose_faults(terms.purpose, terms.mode)
    found += relation_faults(
        terms.seller, terms.buyer, terms.relation, are_related=known.are_related
    )
    held = known.holdings.get(terms.seller.owner)
    if held is not None and held.is_frozen:
        # A deal agreed before the freeze is delivered, so none is agreed while it stands.
        found.append(Refusal(ACCOUNT_FROZEN, terms.order, {"thing": thing_of(terms.asset)}))
    # A halt of the market or of the series stands on both sides and is told once.
    return list({(one.code, one.place): one for one in found}.values())


def hold_money(trade: Trade, call: Call) -> None:
    """Set aside what the buyer pays, with the fee, under the deal's own hold."""
    store.post_one(money_held(trade), when=call.when)


def money_held(trade: Trade) -> Chain:
    """What sets it aside, for acts that book more with it in one call."""
    due = trade.charge(BUY).total_fen
    held = hold(trade.cash_hold, cash(trade.buyer.owner), clearing(), due)
    return Chain(f"order:{trade.number}", "order", (held,))


def agree(
    terms: Terms,
    call: Call,
    *,
    unit_hold: str = "",
    cash_hold: str = "",
    listing: Listing | None = None,
    buyer_fee_fen: int | None = None,
) -> Trade:
    """Enter the deal with its fees; a hold that is not named is to be made under the deal's own.

    ``buyer_fee_fen`` is given where an order pays one fee for all its parts.

    Raises
    ------
    Refused
        E-EX-09 an amount that does not cover the seller's fee.
    """
    deal = drafted(terms, call, buyer_fee_fen)
    deal.unit_hold, deal.cash_hold, deal.listing = unit_hold, cash_hold, listing
    number_deals([deal])
    entered_all([deal])
    return deal


def drafted(terms: Terms, call: Call, buyer_fee_fen: int | None = None) -> Trade:
    """A deal with its fees that is not numbered yet.

    Raises
    ------
    Refused
        E-EX-09 an amount that does not cover the seller's fee.
    """
    amount, shelf, day = terms.amount_fen, open_rulebook(), booking_day(call.when)
    seller_fee = fee_fen(amount, side="seller", shelf=shelf, as_of=day)
    if seller_fee > amount:
        told = {"amount": yuan(amount), "fee": yuan(seller_fee)}
        raise Refused(Refusal(BELOW_FEE, terms.order, told))
    if buyer_fee_fen is None:
        buyer_fee_fen = fee_fen(amount, side="buyer", shelf=shelf, as_of=day)
    return Trade(
        mode=terms.mode,
        order=terms.order,
        asset=terms.asset,
        seller=terms.seller,
        buyer=terms.buyer,
        quantity=terms.quantity,
        price_fen=terms.price_fen,
        amount_fen=amount,
        buyer_fee_fen=buyer_fee_fen,
        seller_fee_fen=seller_fee,
        purpose=terms.purpose,
        relation=terms.relation,
        agreed=call.when,
    )


def number_deals(deals: Sequence[Trade], *first: Asked) -> list[Rows]:
    """Give deals their keys, numbers and the holds that delivery takes; ``first`` goes before."""
    told = number_all(deals, SERIES, [deal.agreed.year for deal in deals], *first)
    for deal in deals:
        deal.unit_hold = deal.unit_hold or f"delivery:{deal.number}"
        deal.cash_hold = deal.cash_hold or f"trade:{deal.number}"
    return told
