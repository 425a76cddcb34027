"""What people of the town may take into their heads: one entry an act, each calling one verb.

An entry is given the town, the dice of the step and its moment, and answers who does what, or
nothing when there is nothing to do it with. Whatever it asks for may be wrong: refusals are part of
life and are counted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qingshan.apps.books import reads as books
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.exchange import reads as market
from qingshan.apps.exchange.models import Bid, BlockTrade, Listing
from qingshan.apps.exchange.modes import BUY, SIDES
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.exchange.verbs.cancel_bid import cancel_bid
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.confirm_block import confirm_block
from qingshan.apps.exchange.verbs.decline_block import decline_block
from qingshan.apps.exchange.verbs.fill_bid import fill_bid
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.place_bid import place_bid
from qingshan.apps.exchange.verbs.propose_block import propose_block
from qingshan.apps.exchange.verbs.refuse_listing import refuse_listing
from qingshan.apps.exchange.verbs.resume_trading import resume_trading
from qingshan.apps.exchange.verbs.settle_together import settle_together
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.exchange.verbs.take_listings import take_listings
from qingshan.apps.exchange.verbs.withdraw_block import withdraw_block
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.lift_suspension import lift_suspension
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.apps.walks.cast import Player
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountKind

PRICE_FEN, SPREAD = 8_000, 0.08
USES = ("own_emissions", "event", "product_period", "public_good")
BASIS = {"reason": "核查需要", "document": "文号〔2024〕1 号"}


@dataclass(frozen=True)
class Town:
    """Who lives there, and the tickets that are about."""

    cast: Mapping[str, Player]
    holders: Sequence[str]
    traders: Sequence[str]
    citizens: Sequence[str]
    tickets: Sequence[Ticket]

    def party(self, name: str) -> int:
        """The party for which somebody acts."""
        key: int = self.cast[name].party.pk
        return key

    def of_party(self, key: int) -> Player:
        """Who acts for a party."""
        return next(player for player in self.cast.values() if player.party.pk == key)


Verb = Callable[..., Any]


@dataclass(frozen=True)
class Intent:
    """Somebody is about to call a verb."""

    verb: Verb
    by: Player
    given: Mapping[str, Any]


Planner = Callable[[Town, random.Random, datetime], Intent | None]


@dataclass(frozen=True)
class Act:
    """One entry: how often it comes to mind, and who then does what."""

    weight: float
    plan: Planner


ACTS: dict[str, Act] = {}


def often(weight: float) -> Callable[[Planner], Planner]:
    """Enter what follows under its name, as often as ``weight`` says."""

    def enter(plan: Planner) -> Planner:
        ACTS[plan.__name__] = Act(weight, plan)
        return plan

    return enter


def one_of(chance: random.Random, rows: Any) -> Any:
    """Any of some rows, which are in an order of their own; none when there are none."""
    found = list(rows)
    return chance.choice(found) if found else None


def owner(town: Town, chance: random.Random, ticket: Ticket) -> str:
    """Somebody who has units of a ticket, or now and then anybody who might."""
    anybody = [*town.holders, *town.traders, "village"]
    if chance.random() < 0.1:
        return chance.choice(anybody)
    having = {
        account.owner
        for account, balance in books.balances_of_asset(ticket.asset).items()
        if account.kind is AccountKind.PARTY and balance.available
    }
    return chance.choice([n for n in anybody if town.cast[n].party.owner in having] or anybody)


def price(chance: random.Random) -> int:
    """Most prices lie in the band, some do not."""
    return round(PRICE_FEN * (1 + chance.gauss(0, SPREAD / 2)))


def tonnes(chance: random.Random, most: int = 12) -> int:
    """Carbon units of whole tonnes; now and then of none, or of a part of one."""
    told = carbon(chance.randrange(1, most + 1))
    return told if chance.random() < 0.98 else chance.choice([0, told + 1])


@often(5)
def pay(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    buyer = chance.choice([*town.traders, *town.traders, *town.citizens, "court"])
    given = {
        "party": town.party(buyer),
        "amount_fen": chance.randrange(10_000, 9_000_000),
        "bank_reference": f"TOWN-{when:%Y%m%d%H%M%S%f}",
    }
    return Intent(pay_in, town.cast["operator"], given)


@often(12)
def offer(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    ticket = chance.choice(town.tickets)
    who = owner(town, chance, ticket)
    given = {
        "asset": ticket.asset,
        "seller": town.party(who),
        "quantity": tonnes(chance, 30),
        "price_fen": price(chance),
        "expires": when + timedelta(days=chance.choice([1, 3, 9])),
    }
    return Intent(list_units, town.cast[who], given)


@often(14)
def review(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    listing = one_of(chance, market.listings_to_review())
    if listing is None:
        return None
    operator, told = town.cast["operator"], {"listing": listing.pk}
    if chance.random() < 0.1:
        return Intent(refuse_listing, operator, told | {"reason": "材料不齐"})
    return Intent(admit_listing, operator, told)


@often(16)
def pick(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    listing = one_of(chance, Listing.objects.filter(state="open", left__gt=0).order_by("pk"))
    if listing is None:
        return None
    who = chance.choice(town.traders)
    given = {
        "listing": listing.pk,
        "buyer": town.party(who),
        "quantity": tonnes(chance),
        "purpose": chance.choice(USES),
    }
    return Intent(take_listing, town.cast[who], given)


@often(4)
def order(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    open_ones = list(Listing.objects.filter(state="open", left__gt=0).order_by("pk"))
    if not open_ones:
        return None
    who, picked = chance.choice(town.traders), chance.sample(open_ones, min(3, len(open_ones)))
    given = {
        "buyer": town.party(who),
        "lines": [[one.pk, min(one.left, tonnes(chance))] for one in picked],
        "purpose": chance.choice(USES),
    }
    return Intent(take_listings, town.cast[who], given)


@often(3)
def take_back(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    listing = one_of(chance, market.open_listings(when))
    if listing is None:
        return None
    return Intent(cancel_listing, town.of_party(listing.seller_id), {"listing": listing.pk})


@often(7)
def ask(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    who = chance.choice(town.traders)
    given = {
        "asset": chance.choice(town.tickets).asset,
        "buyer": town.party(who),
        "quantity": tonnes(chance, 20),
        "price_fen": price(chance),
        "purpose": chance.choice(USES),
        "expires": when + timedelta(days=chance.choice([1, 4, 10])),
    }
    return Intent(place_bid, town.cast[who], given)


@often(10)
def sell_into(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    bid = one_of(chance, Bid.objects.filter(state="open", left__gt=0).order_by("pk"))
    if bid is None:
        return None
    (ticket,) = [one for one in town.tickets if one.asset == bid.asset]
    who = owner(town, chance, ticket)
    given = {"bid": bid.pk, "seller": town.party(who), "quantity": tonnes(chance)}
    return Intent(fill_bid, town.cast[who], given)


@often(2)
def ask_no_more(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    bid = one_of(chance, market.open_bids(when))
    return bid and Intent(cancel_bid, town.of_party(bid.buyer_id), {"bid": bid.pk})


@often(3)
def propose(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    side = chance.choice(list(SIDES))
    place = chance.randrange(len(town.holders))
    buyer, holder = chance.choice(town.traders), town.holders[place]
    mine, other = (buyer, holder) if side == BUY else (holder, buyer)
    given = {
        "asset": town.tickets[place].asset,
        "side": side,
        "proposer": town.party(mine),
        "counterparty": town.party(other),
        "quantity": carbon(chance.choice([500, 1_000, 1_000, 1_000])),
        "price_fen": price(chance),
        "purpose": chance.choice(USES) if side == BUY else "",
    }
    return Intent(propose_block, town.cast[mine], given)


@often(4)
def answer_a_block(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    block = one_of(chance, BlockTrade.objects.filter(state="proposed").order_by("pk"))
    if block is None:
        return None
    verbs: list[Verb] = [confirm_block, confirm_block, decline_block, withdraw_block]
    verb = chance.choice(verbs)
    is_mine = verb is withdraw_block
    by = town.of_party(block.proposer_id if is_mine else block.counterparty_id)
    told = {"purpose": chance.choice(USES)} if verb is confirm_block else {}
    return Intent(verb, by, {"block": block.pk, **told})


@often(24)
def settle(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    trade = one_of(chance, market.waiting_trades())
    return trade and Intent(settle_trade, town.cast["operator"], {"trade": trade.pk})


@often(6)
def settle_all(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    return Intent(settle_together, town.cast["operator"], {})


@often(0.6)
def halt(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    subject: dict[str, Any] = chance.choice(
        [
            {"scope": "market"},
            {"scope": "asset", "asset": chance.choice(town.tickets).asset},
            {"scope": "party", "party": town.party(chance.choice(town.traders))},
        ]
    )
    given = {**subject, "reason": "异常波动", "document": ""}
    return Intent(halt_trading, town.cast["operator"], given)


@often(3)
def resume(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, market.standing_halts())
    return found and Intent(resume_trading, town.cast["operator"], {"halt": found.pk})


@often(4)
def transfer(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    ticket = chance.choice(town.tickets)
    given = {
        "ticket": ticket.pk,
        "source": town.party(owner(town, chance, ticket)),
        "target": town.party(chance.choice([*town.holders, *town.traders, "village"])),
        "quantity": chance.randrange(1, carbon(10)),
        "ground": "judgment",
        "document": "（2024）黔民终 1 号",
    }
    return Intent(transfer_holding, town.cast["registrar"], given)


@often(2)
def transfer_many(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    """A few lines on one paper, now and then too much of one holding, or one line twice."""
    lines = []
    for _ in range(chance.randrange(1, 5)):
        ticket = chance.choice(town.tickets)
        source = town.party(owner(town, chance, ticket))
        target = town.party(chance.choice([*town.holders, *town.traders, "village"]))
        quantity = chance.randrange(1, carbon(10))
        sides = {"source": source, "target": target}
        lines.append({"ticket": ticket.pk, **sides, "quantity": quantity})
    given = {"ground": "merger", "document": "合并协议 1 号", "lines": lines}
    return Intent(transfer_holdings, town.cast["registrar"], given)


@often(0.4)
def suspend(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    given = {"ticket": chance.choice(town.tickets).pk, **BASIS}
    return Intent(suspend_ticket, town.cast["registrar"], given)


@often(3)
def lift(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    given = {"ticket": chance.choice(town.tickets).pk, **BASIS}
    return Intent(lift_suspension, town.cast["registrar"], given)
