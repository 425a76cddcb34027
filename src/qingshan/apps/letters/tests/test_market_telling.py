"""Who is told of the market: sides of a deal, sides of a block, holders and those with orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.base.models import Event
from qingshan.apps.exchange.modes import SELL
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.exchange.verbs.decline_block import decline_block
from qingshan.apps.exchange.verbs.fill_bid import fill_bid
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.place_bid import place_bid
from qingshan.apps.exchange.verbs.propose_block import propose_block
from qingshan.apps.exchange.verbs.refuse_listing import refuse_listing
from qingshan.apps.exchange.verbs.resume_trading import resume_trading
from qingshan.apps.letters.telling import tell
from qingshan.apps.letters.texts import words_of
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.rulebook.verbs.announce_rules import announce_rules
from qingshan.apps.rulebook.verbs.withdraw_rules import withdraw_rules
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(office: Any) -> Ticket:
    """A ticket of which the buyer got a part: the farm and the buyer hold it."""
    from qingshan.apps.books import store
    from qingshan.core.ledger.model import Chain, post

    made = office.issued()
    own, other = (units(made.asset, office.cast[part].party.owner) for part in ("farm", "buyer"))
    move = post(own, other, carbon(20))
    store.post_one(Chain(f"test:{made.number}", "transfer", (move,)), when=office.now)
    office.paid("buyer", fen("200000.00"))
    return made


def call(office: Any, part: str) -> Any:
    return replace(office.call(part), when=office.now)


def told(name: str) -> dict[str, str]:
    """Who hears of the last event of a name, and what it says in Chinese."""
    event = Event.objects.filter(name=name).latest("pk")
    return {
        made.user.username: words_of(made.template, made.facts).text.zh
        for made in tell(event, event.when)
    }


def bid_of(office: Any, ticket: Ticket) -> Any:
    return place_bid(
        call(office, "buyer"),
        asset=ticket.asset,
        buyer=office.party("buyer"),
        quantity=carbon(5),
        price_fen=fen("80.00"),
        purpose="event",
        expires=office.now + timedelta(days=5),
    )


def block_of(office: Any, ticket: Ticket) -> Any:
    return propose_block(
        call(office, "farm"),
        asset=ticket.asset,
        side=SELL,
        proposer=office.party("farm"),
        counterparty=office.party("buyer"),
        quantity=carbon(1_000),
        price_fen=fen("70.00"),
    )


def test_a_request_that_is_sold_into_is_told_to_its_buyer(office, ticket):
    bid = bid_of(office, ticket)
    fill_bid(call(office, "farm"), bid=bid.pk, seller=office.party("farm"), quantity=carbon(2))
    said = told("bid.filled")
    assert set(said) == {"buyer"}, "the seller did it"
    assert "2 吨，160.00 元，待交割" in said["buyer"]


def test_a_seller_is_told_what_the_review_of_an_offer_came_to(office, ticket):
    def offered() -> int:
        listing = list_units(
            call(office, "farm"),
            asset=ticket.asset,
            seller=office.party("farm"),
            quantity=carbon(2),
            price_fen=fen("80.00"),
            expires=office.now + timedelta(days=9),
        )
        return int(listing.pk)

    refuse_listing(call(office, "operator"), listing=offered(), reason="价格依据不足")
    said = told("listing.refused")
    assert set(said) == {"farm"}
    assert "理由：价格依据不足" in said["farm"]
    admit_listing(call(office, "operator"), listing=offered())
    said = told("listing.opened")
    assert set(said) == {"farm"}
    assert "已通过审核" in said["farm"]


def test_a_block_is_told_to_the_other_side_and_its_end_to_the_proposer(office, ticket):
    block = block_of(office, ticket)
    said = told("block.proposed")
    assert set(said) == {"buyer"}
    assert "示例国有林场提议卖出" in said["buyer"]
    assert "1,000 吨，70.00 元/吨" in said["buyer"]
    decline_block(call(office, "buyer"), block=block.pk)
    assert set(told("block.declined")) == {"farm"}


def test_a_halt_is_told_to_holders_and_to_whoever_has_an_order(office, ticket):
    def halted(scope: str, **more: Any) -> dict[str, str]:
        halt = halt_trading(
            call(office, "operator"), scope=scope, reason="核对持有", document="", **more
        )
        said = told("trading.halted")
        resume_trading(call(office, "operator"), halt=halt.pk)
        assert set(told("trading.resumed")) == set(said)
        return said

    assert halted("market") == {}
    series = halted("asset", asset=ticket.asset)
    assert set(series) == {"farm", "buyer"}
    assert f"暂停交易：{ticket.number}。理由：核对持有" in series["farm"]
    assert set(halted("party", party=office.party("farm"))) == {"farm"}
    bid_of(office, ticket)
    assert set(halted("market")) == {"buyer"}


def test_a_change_of_the_rules_is_told_to_traders_and_owners(office, rules_anew):
    made = announce_rules(
        call(office, "operator"),
        document="交易中心公告〔2026〕5号",
        issued=office.now.date(),
        valid_from=office.now.date() + timedelta(days=9),
        reason="降低交易成本",
        changes=[("fee_seller", "0.3"), ("fee_min_fen", "0")],
    )
    said = told("rules.announced")
    assert {"buyer", "farm", "village"} <= set(said)
    assert "operator" not in said
    assert "卖方手续费 0.3%，手续费每笔最低 0.00 元" in said["buyer"]
    withdraw_rules(call(office, "operator"), notice=made.pk)
    assert set(told("rules.withdrawn")) == set(said)


def test_every_holder_hears_that_a_ticket_is_suspended(office, ticket):
    suspend_ticket(
        call(office, "registrar"), ticket=ticket.pk, reason="核查", document="黔林函〔2026〕1 号"
    )
    assert set(told("ticket.suspended")) == {"farm", "buyer"}
