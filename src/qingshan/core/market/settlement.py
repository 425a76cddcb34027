"""Delivery against payment: units, cash and fees as one chain, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.core.ledger.model import AccountId, AccountKind, Chain, Transfer, post, settle

MONEY = "CNY"
EXCHANGE = "exchange"


@dataclass(frozen=True)
class Deal:
    """What is to be settled; quantities in carbon units, money in fen.

    ``unit_hold`` and ``cash_hold`` are the holds made at listing and at the deal.
    """

    number: str
    asset: str
    seller: str
    buyer: str
    quantity: int
    amount_fen: int
    buyer_fee_fen: int
    seller_fee_fen: int
    unit_hold: str
    cash_hold: str

    @property
    def due_fen(self) -> int:
        """What the buyer's hold must carry: price and fee."""
        return self.amount_fen + self.buyer_fee_fen


def cash(owner: str) -> AccountId:
    """A party's money account."""
    return AccountId(MONEY, owner, AccountKind.PARTY)


def units(asset: str, owner: str) -> AccountId:
    """A party's account in a series."""
    return AccountId(asset, owner, AccountKind.PARTY)


def escrow(asset: str) -> AccountId:
    """Where listed units wait."""
    return AccountId(asset, EXCHANGE, AccountKind.ESCROW)


def clearing() -> AccountId:
    """Where the buyer's money waits."""
    return AccountId(MONEY, EXCHANGE, AccountKind.CLEARING)


def bank() -> AccountId:
    """The mirror of the custody bank, from which all money comes."""
    return AccountId(MONEY, EXCHANGE, AccountKind.BANK)


def fees() -> AccountId:
    """The exchange's fee account."""
    return AccountId(MONEY, EXCHANGE, AccountKind.FEE)


def settlement_chain(deal: Deal) -> Chain:
    """Deliver against payment, and nothing else: the units are the buyer's."""
    return Chain(
        key=f"settle:{deal.number}",
        code="trade",
        transfers=delivery(deal),
        facts={"trade": deal.number},
    )


def delivery(deal: Deal) -> tuple[Transfer, ...]:
    """Settle both holds, deliver the units, pay the seller less fee, and take both fees.

    Where the units are bought to be retired at once, the retirement follows in the same chain.
    """
    fee = deal.buyer_fee_fen + deal.seller_fee_fen
    paid = deal.amount_fen - deal.seller_fee_fen
    seller, buyer = units(deal.asset, deal.seller), units(deal.asset, deal.buyer)
    transfers: list[Transfer] = [
        settle(deal.unit_hold, seller, escrow(deal.asset), deal.quantity),
        post(escrow(deal.asset), buyer, deal.quantity),
        settle(deal.cash_hold, cash(deal.buyer), clearing(), deal.due_fen),
    ]
    if paid > 0:
        transfers.append(post(clearing(), cash(deal.seller), paid))
    if fee > 0:
        transfers.append(post(clearing(), fees(), fee))
    return tuple(transfers)


def correction_chain(deal: Deal) -> Chain:
    """The way back of a settled deal: units to the seller, price and both fees to the buyer's and
    the seller's purse as they were before. New entries; what was booked stays.
    """
    seller_paid = deal.amount_fen - deal.seller_fee_fen
    charged = deal.buyer_fee_fen + deal.seller_fee_fen
    transfers = [post(units(deal.asset, deal.buyer), units(deal.asset, deal.seller), deal.quantity)]
    if seller_paid > 0:
        transfers.append(post(cash(deal.seller), clearing(), seller_paid))
    if charged > 0:
        transfers.append(post(fees(), clearing(), charged))
    transfers.append(post(clearing(), cash(deal.buyer), deal.due_fen))
    return Chain(
        key=f"correct:{deal.number}",
        code="trade_correction",
        transfers=tuple(transfers),
        facts={"trade": deal.number},
    )
