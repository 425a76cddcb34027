"""Winners of an auction in the ledger: money set aside, delivery against payment, all re-added.

What was won is read from a file; what was done is told as one JSON line.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from time import perf_counter

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after setup
from django.db import connection, transaction  # noqa: E402

from qingshan.apps.base.clock import SHANGHAI  # noqa: E402
from qingshan.apps.books import audit, reads, store  # noqa: E402
from qingshan.core.kernel.units import CARBON_PER_TONNE  # noqa: E402
from qingshan.core.ledger.model import (  # noqa: E402
    AccountId,
    AccountKind,
    AssetKind,
    Chain,
    booking_day,
    hold,
    post,
)
from qingshan.core.market.fee import fee_fen  # noqa: E402
from qingshan.core.market.settlement import (  # noqa: E402
    MONEY,
    Deal,
    bank,
    cash,
    clearing,
    escrow,
    settlement_chain,
    units,
)
from qingshan.core.tables.shelf import open_shelf  # noqa: E402

WHEN = datetime(2026, 7, 17, 10, tzinfo=SHANGHAI)
ASSET, SELLER, LOT = "ticket:BENCH", "party:1", CARBON_PER_TONNE
BIDDERS, AT_ONCE = 20_000, 1_000


def main(path: str, price_fen: int) -> None:
    """Fill, settle, add up, tell."""
    call_command("migrate", verbosity=0, interactive=False)
    deals = list(won_deals(np.load(path).tolist(), price_fen))
    fund(deals)
    start = perf_counter()
    book([set_aside(deal) for deal in deals])
    held = perf_counter() - start
    start = perf_counter()
    book([settlement_chain(deal) for deal in deals])
    told = {"winners": len(deals), "hold_s": held, "settle_s": perf_counter() - start}
    found = audit.verify()
    told |= {"apart": apart(deals), "differs": None if found is None else str(found)}
    sys.stdout.write(json.dumps(told) + "\n")


def won_deals(won: list[int], price_fen: int) -> Iterator[Deal]:
    """A deal for each winner, with its fees by the table."""
    shelf, day = open_shelf(), booking_day(WHEN)
    amounts = {lots: lots * price_fen for lots in set(won)}
    fees = {
        lots: [fee_fen(amount, side=side, shelf=shelf, as_of=day) for side in ("buyer", "seller")]
        for lots, amount in amounts.items()
    }
    for n, lots in enumerate(won):
        yield Deal(
            number=f"CJ-{n}",
            asset=ASSET,
            seller=SELLER,
            buyer=f"party:{2 + n % BIDDERS}",
            quantity=lots * LOT,
            amount_fen=amounts[lots],
            buyer_fee_fen=fees[lots][0],
            seller_fee_fen=fees[lots][1],
            unit_hold="auction",
            cash_hold=f"bid:{n}",
        )


def fund(deals: Sequence[Deal]) -> None:
    """The seller's units, held for the auction, and for each bidder what all its bids cost."""
    with transaction.atomic():
        store.open_asset(ASSET, AssetKind.CARBON)
        store.open_asset(MONEY, AssetKind.MONEY)
    sold = sum(deal.quantity for deal in deals)
    supply = AccountId(ASSET, "registry", AccountKind.SUPPLY)
    held = hold("auction", units(ASSET, SELLER), escrow(ASSET), sold)
    due: dict[str, int] = {}
    for deal in deals:
        due[deal.buyer] = due.get(deal.buyer, 0) + deal.due_fen
    paid = [
        Chain(f"in:{owner}", "pay_in", (post(bank(), cash(owner), amount),))
        for owner, amount in due.items()
    ]
    book(
        [
            Chain("issue", "issue", (post(supply, units(ASSET, SELLER), sold),)),
            Chain("list", "list", (held,)),
            *paid,
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def set_aside(deal: Deal) -> Chain:
    """The money of one winner."""
    held = hold(deal.cash_hold, cash(deal.buyer), clearing(), deal.due_fen)
    return Chain(f"order:{deal.number}", "order", (held,))


def book(chains: Sequence[Chain]) -> None:
    """All of them in batches, each batch in one transaction."""
    for first in range(0, len(chains), AT_ONCE):
        with transaction.atomic():
            store.post_all(chains[first : first + AT_ONCE], when=WHEN)


def apart(deals: Sequence[Deal]) -> int:
    """How far the ledger is from what was won, in the smallest units of all sums together."""
    bought = Counter({SELLER: 0})
    for deal in deals:
        bought[deal.buyer] += deal.quantity
    has = {
        account.owner: balance.posted
        for account, balance in reads.balances_of_asset(ASSET).items()
        if account.kind is AccountKind.PARTY
    }
    money = reads.totals(MONEY)
    charged = sum(deal.buyer_fee_fen + deal.seller_fee_fen for deal in deals)
    paid = sum(deal.amount_fen - deal.seller_fee_fen for deal in deals)
    return (
        sum(abs(has.get(owner, 0) - quantity) for owner, quantity in bought.items())
        + abs(money.get(AccountKind.FEE, 0) - charged)
        + abs(money.get(AccountKind.CLEARING, 0))
        + abs(reads.balance(cash(SELLER)).posted - paid)
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
