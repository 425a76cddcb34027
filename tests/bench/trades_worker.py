"""What stands behind settled trades: series, offers, traders with money; a client a process.

Says ``ready``, waits for a line, works, and prints what it did as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  after setup
from django.db.models import Sum  # noqa: E402
from forked import Round, rounds  # noqa: E402

from qingshan.apps.base.call import Actor, Call  # noqa: E402
from qingshan.apps.base.clock import SHANGHAI  # noqa: E402
from qingshan.apps.base.models import Event  # noqa: E402
from qingshan.apps.books import audit, reads, store  # noqa: E402
from qingshan.apps.custody.verbs.pay_in import pay_in  # noqa: E402
from qingshan.apps.exchange.models import Listing, Trade  # noqa: E402
from qingshan.apps.exchange.reads import deliverable  # noqa: E402
from qingshan.apps.exchange.verbs.settle_together import settle_together  # noqa: E402
from qingshan.apps.exchange.verbs.settle_trade import settle_trade  # noqa: E402
from qingshan.apps.exchange.verbs.take_listing import take_listing  # noqa: E402
from qingshan.apps.exchange.verbs.take_listings import take_listings  # noqa: E402
from qingshan.apps.walks.cast import Part, enter, player, stage  # noqa: E402
from qingshan.apps.walks.offering import offered  # noqa: E402
from qingshan.core.kernel.money import fen  # noqa: E402
from qingshan.core.kernel.units import carbon  # noqa: E402
from qingshan.core.ledger.model import (  # noqa: E402
    AccountId,
    AccountKind,
    AssetKind,
    Chain,
    post,
)
from qingshan.core.market.settlement import MONEY, cash, units  # noqa: E402

WHEN = datetime(2026, 7, 17, 10, tzinfo=SHANGHAI)
"""A Friday within the hours of trading, which are kept."""
AT_WORK, EVERY_S = 8_001, 1.0
EARLIER = 500
SERIES, OFFERED_T, PRICE, FUNDS = 8, 90_000, "80.00", "900000000.00"
ORDERS = "orders"
"""How the rounds are called in which a trader takes all offers at once."""
TRADERS = tuple(
    Part(f"trader{n}", f"买{n}", ("trader",), "enterprise", f"买方 {n}", f"Buyer {n}")
    for n in range(8)
)


@dataclass(frozen=True)
class Keys:
    """Calls at the one moment, each under a key of its own."""

    name: str

    def call(self, actor: Actor, number: int) -> Call:
        """The call of one deal."""
        return Call(actor, WHEN, f"{self.name}/{number}")


def prepare() -> None:
    """The cast and eight traders, eight series of the farm, a large offer of each, money."""
    cast, keys = stage(WHEN), Keys("prepare")
    seller, operator = cast["farm"], cast["operator"].actor
    for n, part in enumerate(TRADERS):
        buyer = enter(part, WHEN).party
        pay_in(
            keys.call(operator, n), party=buyer.pk, amount_fen=fen(FUNDS), bank_reference=f"IN-{n}"
        )
    for n in range(SERIES):
        asset = f"ticket:BENCH{n}"
        with transaction.atomic():
            store.open_asset(asset, AssetKind.CARBON)
            supply = AccountId(asset, "registry", AccountKind.SUPPLY)
            given = post(supply, units(asset, seller.party.owner), carbon(OFFERED_T))
            store.post_one(Chain(f"issue:{n}", "issue", (given,)), when=WHEN)
        offered(
            keys.call(seller.actor, n),
            operator,
            asset=asset,
            seller=seller.party.pk,
            quantity=carbon(OFFERED_T),
            price_fen=fen(PRICE),
            expires=WHEN + timedelta(days=30),
        )
    earlier(keys)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def earlier(keys: Keys) -> None:
    """Some deals of before, so that the server knows what its tables look like when they fill."""
    operator, offers = player("operator").actor, Listing.objects.order_by("pk")
    listings = list(offers.values_list("pk", flat=True))
    for n in range(EARLIER):
        buyer = player(TRADERS[n % len(TRADERS)].username)
        pick(keys.call(buyer.actor, n), listings[n % SERIES], buyer.party.pk)
        if n % 100 == 99:
            settle_together(Keys(f"{keys.name}.earlier").call(operator, n))


def client(number: int) -> Round:
    """A trader of its own, or behind the last of them the clearing that settles for all."""
    return clearing() if number == len(TRADERS) else trader(number)


def trader(number: int) -> Round:
    """Picks a tonne of any series, again and again; or by its round's name a tonne of each."""
    buyer = player(TRADERS[number].username)
    offers = list(Listing.objects.order_by("pk").values_list("pk", flat=True))

    def trade(name: str, seconds: float) -> dict[str, float]:
        chance, keys, done = random.Random(name), Keys(name), 0
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock_shared(%s)", [AT_WORK])
        start = time.perf_counter()
        while time.perf_counter() - start < seconds:
            call = keys.call(buyer.actor, done)
            if name.startswith(ORDERS):
                done += order(call, offers, buyer.party.pk)
            else:
                pick(call, chance.choice(offers), buyer.party.pk)
                done += 1
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock_shared(%s)", [AT_WORK])
        return {"picked": done, "rate": 0}

    # Tables are read and statements prepared with the first deal, as in a server that runs.
    first = Keys(f"first.{number}.{os.getpid()}")
    pick(first.call(buyer.actor, 0), offers[0], buyer.party.pk)
    return trade


def clearing() -> Round:
    """Settles every second what waits, and in the end all: counted is what it delivered."""
    operator = player("operator").actor

    def settle(keys: Keys, done: int) -> int:
        """Settle all that waits, some in each act; how many were settled so far."""
        while deliverable().exists():
            done += settle_together(keys.call(operator, done)).deals
        return done

    def round_of(name: str, seconds: float) -> dict[str, float]:
        settle(Keys(f"{name}.before"), 0)
        start, keys, done = time.perf_counter(), Keys(name), 0
        while (left := seconds - (time.perf_counter() - start)) > 0:
            time.sleep(min(EVERY_S, left))
            done = settle(keys, done)
        with connection.cursor() as cursor:
            # Traders hold this lock for themselves until their last pick is there.
            cursor.execute("select pg_advisory_lock(%s)", [AT_WORK])
            cursor.execute("select pg_advisory_unlock(%s)", [AT_WORK])
        done = settle(keys, done)
        return {"done": done, "rate": done / (time.perf_counter() - start)}

    return round_of


def pick(call: Call, offer: int, buyer: int) -> Trade:
    """A tonne of an offer."""
    return take_listing(
        call, listing=offer, buyer=buyer, quantity=carbon(1), purpose="own_emissions"
    )


def order(call: Call, offers: list[int], buyer: int) -> int:
    """A tonne of every offer in one order; how many deals it made."""
    lines = [[offer, carbon(1)] for offer in offers]
    return take_listings(call, buyer=buyer, lines=lines, purpose="own_emissions").deals


def deals(name: str, count: int, longest_s: float) -> list[tuple[int, float]]:
    """So many deals at uneven moments: for each of both acts its event and when it was there."""
    chance, keys = random.Random(name), Keys(name)
    buyer, operator = player(TRADERS[0].username), player("operator").actor
    offers = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    told: list[tuple[int, float]] = []

    def there(event: str, subject: int) -> None:
        moment = time.time()
        found = Event.objects.get(name=event, subject="exchange.Trade", subject_id=subject)
        told.append((found.pk, moment))

    ready()
    for n in range(count):
        time.sleep(chance.uniform(0, longest_s))
        taken = pick(keys.call(buyer.actor, n), chance.choice(offers), buyer.party.pk)
        there("trade.agreed", taken.pk)
        time.sleep(chance.uniform(0, longest_s))
        settle_trade(keys.call(operator, n), trade=taken.pk)
        there("trade.settled", taken.pk)
    return told


def verify() -> dict[str, Any]:
    """What was dealt beside what everybody holds, and the first row that differs."""
    ready()
    found = audit.verify()
    told = Trade.objects.filter(state="settled").aggregate(
        quantity=Sum("quantity"),
        amount=Sum("amount_fen"),
        buyers=Sum("buyer_fee_fen"),
        sellers=Sum("seller_fee_fen"),
    )
    owners = [player(part.username).party.owner for part in TRADERS]
    series = [f"ticket:BENCH{n}" for n in range(SERIES)]
    got = sum(reads.balance(units(asset, owner)).posted for asset in series for owner in owners)
    farm = reads.balance(cash(player("farm").party.owner)).posted
    fees = reads.totals(MONEY).get(AccountKind.FEE, 0)
    return {
        "settled": Trade.objects.filter(state="settled").count(),
        "waiting": Trade.objects.exclude(state="settled").count(),
        "units_apart": got - told["quantity"],
        "paid_apart": farm - (told["amount"] - told["sellers"]),
        "fees_apart": fees - (told["buyers"] + told["sellers"]),
        "differs": None if found is None else str(found),
    }


def ready() -> None:
    """Say so, and wait for the others."""
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main() -> None:
    """One task and what it says."""
    task, *arguments = sys.argv[1:]
    done: object = None
    if task == "prepare":
        ready()
        prepare()
    elif task == "crew":
        rounds(int(arguments[0]), client)
    elif task == "deals":
        done = deals(arguments[0], int(arguments[1]), float(arguments[2]))
    elif task == "verify":
        done = verify()
    sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
