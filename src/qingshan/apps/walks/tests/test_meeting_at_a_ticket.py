"""Eight connections at one ticket: whoever is refused is told why, nobody waits for ever."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import standing
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.remedies.verbs.enter_hold import enter_hold
from qingshan.apps.remedies.verbs.execute_hold import execute_hold
from qingshan.apps.remedies.verbs.release_hold import release_hold
from qingshan.apps.remedies.verbs.request_hold import request_hold
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.settlement import MONEY, cash

pytestmark = pytest.mark.django_db(transaction=True)

FUNDS = fen("1000000.00")
CONNECTIONS, ROUNDS = 8, 6


def retire(office: Any, ticket: Ticket, chance: random.Random) -> None:
    part = chance.choice(["farm", "village"])
    retire_units(
        office.call(part),
        ticket=ticket.pk,
        party=office.party(part),
        quantity=chance.randrange(1, 500),
        purpose="public_good",
        beneficiary=named(SELF),
    )


def transfer(office: Any, ticket: Ticket, chance: random.Random) -> None:
    source, target = chance.sample(["farm", "village", "buyer"], 2)
    transfer_holding(
        office.call("registrar"),
        ticket=ticket.pk,
        source=office.party(source),
        target=office.party(target),
        quantity=carbon(chance.randrange(1, 4)),
        ground="judgment",
        document="（2026）黔01民终1号",
    )


def offer(office: Any, ticket: Ticket, chance: random.Random) -> None:
    part = chance.choice(["farm", "village"])
    call = office.call(part)
    offered(
        call,
        office.actor("operator"),
        asset=ticket.asset,
        seller=office.party(part),
        quantity=carbon(chance.randrange(1, 6)),
        price_fen=8_000,
        expires=call.when + timedelta(days=5),
    )


def deal(office: Any, ticket: Ticket, chance: random.Random) -> None:
    listing = Listing.objects.filter(left__gt=0).order_by("?").first()
    if listing is not None:
        trade = take_listing(
            office.call("buyer"),
            listing=listing.pk,
            buyer=office.party("buyer"),
            quantity=carbon(1),
            purpose="own_emissions",
        )
        settle_trade(office.call("operator"), trade=trade.pk)


def pledge(office: Any, ticket: Ticket, chance: random.Random) -> None:
    call = office.call("farm")
    made = register_pledge(
        call,
        asset=ticket.asset,
        pledgor=office.party("farm"),
        pledgee=office.party("bank"),
        quantity=carbon(1),
        loan_fen=10_000,
        filing_number="ZDW-1",
        until=call.when.date() + timedelta(days=30),
    )
    asked = propose_release(office.call("farm"), pledge=made.pk)
    release_pledge(office.call("bank"), release=asked.pk)


def freeze(office: Any, ticket: Ticket, chance: random.Random) -> None:
    holder, other = chance.sample(["farm", "village", "buyer"], 2)
    call = office.call("court")
    asked = request_hold(
        call,
        court=office.party("court"),
        ticket=ticket.pk,
        holder=office.party(holder),
        quantity=carbon(1),
        term_months=6,
        case_number=call.key,
        ruling_number=call.key,
        notice_number=call.key,
        officers="甲、乙",
    )
    entered = enter_hold(office.call("registrar"), hold=asked.pk)
    if entered.state == "effective" and chance.random() < 0.5:
        execute_hold(
            office.call("registrar"),
            hold=asked.pk,
            target=office.party(other),
            quantity=entered.held,
            ground="裁定",
        )
    else:
        release_hold(office.call("registrar"), hold=asked.pk, ground="裁定")


ACTS: tuple[Callable[..., None], ...] = (retire, transfer, offer, deal, pledge, freeze)


def test_nobody_waits_for_ever_at_one_ticket(open_office: Any, elsewhere: Any) -> None:
    office, ticket = open_office, open_office.issued()
    office.now = max(office.now, ticket.issued)
    office.paid("buyer", FUNDS)
    transfer_all = replace(office.call("registrar"), key="half")
    transfer_holding(
        transfer_all,
        ticket=ticket.pk,
        source=office.party("farm"),
        target=office.party("village"),
        quantity=ticket.quantity // 2,
        ground="judgment",
        document="（2026）黔01民终1号",
    )

    def work(number: int) -> dict[str, int]:
        chance, done = random.Random(number), dict.fromkeys((act.__name__ for act in ACTS), 0)
        for _ in range(ROUNDS):
            act = chance.choice(ACTS)
            try:
                act(office, ticket, chance)
            except Refused:
                continue
            done[act.__name__] += 1
        return done

    tellings = [elsewhere(work, number).result for number in range(CONNECTIONS)]
    done = [told() for told in tellings]
    assert all(sum(one[act.__name__] for one in done) for act in ACTS), done
    found = standing(ticket)
    parts = found.available + found.held + found.buffer + found.retired + found.revoked
    assert parts == found.issued == ticket.quantity
    assert sum(reads.totals(ticket.asset).values()) == sum(reads.totals(MONEY).values()) == 0
    purses = sum(
        reads.balance(cash(office.cast[part].party.owner)).posted
        for part in ("buyer", "farm", "village")
    )
    settled = Trade.objects.filter(state="settled")
    fees = sum(trade.buyer_fee_fen + trade.seller_fee_fen for trade in settled)
    assert purses + fees == FUNDS
    assert audit.verify() is None
