"""Deals by the hundred for a test that kills those who settle them; one task a process."""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from qingshan.apps.base.call import Actor, Call  # noqa: E402  after setup
from qingshan.apps.base.models import Event  # noqa: E402
from qingshan.apps.books import audit, reads  # noqa: E402
from qingshan.apps.books.models import Seal  # noqa: E402
from qingshan.apps.books.sealing import seal_past_days  # noqa: E402
from qingshan.apps.custody.verbs.pay_in import pay_in  # noqa: E402
from qingshan.apps.exchange import reads as reads_of_market  # noqa: E402
from qingshan.apps.exchange.models import Listing, Trade  # noqa: E402
from qingshan.apps.exchange.verbs.settle_together import settle_together  # noqa: E402
from qingshan.apps.exchange.verbs.settle_trade import settle_trade  # noqa: E402
from qingshan.apps.exchange.verbs.take_listing import take_listing  # noqa: E402
from qingshan.apps.walks.offering import offered  # noqa: E402
from qingshan.apps.walks.town import BEGIN  # noqa: E402
from qingshan.apps.walks.town_founding import found_town  # noqa: E402
from qingshan.core.kernel.errors import Refused  # noqa: E402
from qingshan.core.kernel.units import carbon  # noqa: E402
from qingshan.core.ledger.model import AccountKind  # noqa: E402
from qingshan.core.market.settlement import MONEY, cash, units  # noqa: E402

DEALS, FUNDS_FEN, PRICE_FEN = 400, 1_000_000_000, 8_000
NOON = BEGIN + timedelta(days=2)


def prepare() -> dict[str, Any]:
    """An offer that is picked tonne by tonne; the days before are sealed."""
    town = found_town()
    seller, buyer, ticket = town.holders[0], town.traders[0], town.tickets[0]

    def call(name: str, key: str) -> Call:
        return Call(town.cast[name].actor, NOON, f"settling/{key}")

    pay_in(
        call("operator", "pay"),
        party=town.party(buyer),
        amount_fen=FUNDS_FEN,
        bank_reference="SETTLING-1",
    )
    listing = offered(
        call(seller, "list"),
        town.cast["operator"].actor,
        asset=ticket.asset,
        seller=town.party(seller),
        quantity=carbon(DEALS),
        price_fen=PRICE_FEN,
        expires=NOON + timedelta(days=9),
    )
    for number in range(DEALS):
        take_listing(
            call(buyer, f"take/{number}"),
            listing=listing.pk,
            buyer=town.party(buyer),
            quantity=carbon(1),
            purpose="own_emissions",
        )
    seal_past_days(NOON)
    return {"agreed": Trade.objects.filter(order=listing.number).count(), **standing()}


def settle(worker: int) -> dict[str, Any]:
    """Settle whatever is agreed; each deal has one key, whoever asks. Some go some together."""
    operator = found_town().cast["operator"].actor
    if worker % 2:
        return settle_some(operator)
    keys = list(Trade.objects.filter(state="agreed").order_by("pk").values_list("pk", flat=True))
    random.Random(worker).shuffle(keys)
    for key in keys:
        settle_trade(Call(operator, NOON, f"settling/settle/{key}"), trade=key)
    return {"settled": Trade.objects.filter(state="settled").count()}


def settle_some(operator: Actor) -> dict[str, Any]:
    """Seven in one act, again and again, so that a kill finds some acts done and some not."""
    reads_of_market.TOGETHER, done = 7, 0
    with suppress(Refused):
        while True:
            key = f"settling/together/{os.getpid()}/{done}"
            done += settle_together(Call(operator, NOON, key)).deals
    return {"settled": done}


def look() -> dict[str, Any]:
    """What stands in the end, and the first thing that is wrong."""
    done = Trade.objects.filter(order=Listing.objects.latest("pk").number, state="settled")
    told = Event.objects.filter(name="trade.settled").values_list("facts__number", flat=True)
    numbers = sorted(done.values_list("number", flat=True))
    wrong: Any = audit.verify()
    if sorted(told) != numbers:
        wrong = "events are not the deals settled"
    if not all(reads.chain(f"settle:{number}") for number in numbers):
        wrong = "a deal has no chain"
    sums, town = reads.sums(), found_town()
    fees = sum(trade.buyer_fee_fen + trade.seller_fee_fen for trade in done)
    seller, buyer = (town.cast[name].party.owner for name in (town.holders[0], town.traders[0]))
    purses = reads.balance(cash(seller)).posted + reads.balance(cash(buyer)).posted
    if (sums[MONEY, AccountKind.FEE].balance, purses) != (fees, FUNDS_FEN - fees):
        wrong = "money is not where it belongs"
    if reads.balance(units(town.tickets[0].asset, buyer)).posted != carbon(DEALS):
        wrong = "units are not where they belong"
    return {
        "agreed": done.count(),
        "settled": done.count(),
        "wrong": None if wrong is None else str(wrong),
        **standing(),
    }


def standing() -> dict[str, Any]:
    """The seals, which nothing may change."""
    return {"seals": list(Seal.objects.order_by("day").values_list("digest", flat=True))}


TASKS = {"prepare": prepare, "settle": settle, "look": look}

if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(TASKS[task](*map(int, arguments))) + "\n")  # type: ignore[operator]
