"""Block deals: one side proposes and is held, the other confirms, and both are settled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.models import BlockTrade, Trade
from qingshan.apps.exchange.reads import due_blocks, last_close
from qingshan.apps.exchange.verbs.confirm_block import confirm_block
from qingshan.apps.exchange.verbs.decline_block import decline_block
from qingshan.apps.exchange.verbs.expire_block import expire_block
from qingshan.apps.exchange.verbs.propose_block import propose_block
from qingshan.apps.exchange.verbs.withdraw_block import withdraw_block
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db

AMOUNT, FEE = fen("217184.00"), fen("1085.92")


def propose(market, side: str = "sell", tonnes: int = 2_468, price: str = "88.00", **changes):
    mine, other = ("buyer", "farm") if side == "buy" else ("farm", "buyer")
    told = {
        "asset": market.asset,
        "side": side,
        "proposer": market.office.party(mine),
        "counterparty": market.office.party(other),
        "quantity": carbon(tonnes),
        "price_fen": fen(price),
    }
    if side == "buy":
        told |= {"purpose": "own_emissions"}
    return propose_block(market.call(mine), **told | changes)


def confirm(market, block: BlockTrade, **told: str) -> Trade:
    part = "buyer" if block.side == "sell" else "farm"
    if block.side == "sell":
        told = {"purpose": "event", **told}
    return confirm_block(market.call(part), block=block.pk, **told)


@pytest.fixture
def rich(market):
    market.supply(5_000)
    market.office.paid("buyer", fen("500000.00"))
    return market


@pytest.mark.parametrize("side", ["sell", "buy"])
def test_what_both_confirmed_is_settled(rich, side):
    block = propose(rich, side)
    held = (rich.units("farm").held, rich.money("buyer").held)
    assert held == ((carbon(2_468), 0) if side == "sell" else (0, AMOUNT + FEE))
    trade = confirm(rich, block)
    assert (rich.units("farm").held, rich.money("buyer").held) == (carbon(2_468), AMOUNT + FEE)
    assert (trade.mode, trade.order, trade.amount_fen) == ("block", block.number, AMOUNT)
    rich.settle(trade)
    assert rich.units("buyer").available == carbon(2_468)
    assert rich.money("farm").available == AMOUNT - FEE
    assert reads.open_holds() == []
    assert audit.verify() is None


@pytest.mark.parametrize("side", ["sell", "buy"])
def test_what_is_not_confirmed_is_free_again(rich, refuses, side):
    mine, other = ("farm", "buyer") if side == "sell" else ("buyer", "farm")
    block = propose(rich, side)
    with refuses("E-AU-02"):
        decline_block(rich.call(mine), block=block.pk)
    decline_block(rich.call(other), block=block.pk)
    with refuses("E-MC-01"):
        confirm(rich, block)
    block = propose(rich, side)
    with refuses("E-AU-02"):
        withdraw_block(rich.call(other), block=block.pk)
    withdraw_block(rich.call(mine), block=block.pk)
    block = propose(rich, side)
    rich.now += timedelta(days=1)
    with refuses("E-EX-28"):
        confirm(rich, block)
    assert due_blocks(rich.now) == [block.pk]
    expire_block(Call(SYSTEM, rich.now, f"lapse-{side}"), block=block.pk)
    assert reads.open_holds() == []
    assert not Trade.objects.exists()


def test_a_block_has_its_own_size_hours_and_band(rich, refuses):
    with refuses("E-EX-20"):
        propose(rich, tonnes=999)
    propose(rich, tonnes=1_000)
    with override_settings(TRADING_HOURS=True), refuses("E-EX-12"):
        propose(rich, tonnes=1_000)
    rich.now = datetime.fromisoformat("2026-07-17T13:00:00+08:00")
    with override_settings(TRADING_HOURS=True):
        propose(rich, tonnes=1_000, price="87.00")
    rich.take(rich.list(10, "80.00"), 10)
    rich.now += timedelta(days=3)
    with refuses("E-EX-13"):
        propose(rich, tonnes=1_000, price="104.01")
    propose(rich, tonnes=1_000, price="104.00")


def test_a_block_does_not_move_the_close(rich):
    confirm(rich, propose(rich))
    rich.now += timedelta(days=3)
    assert last_close(rich.asset, before=rich.now.date()) is None


def test_sides_and_parties_are_two(rich, refuses):
    with refuses("E-EX-26"):
        propose(rich, "both")
    with refuses("E-EX-27"):
        propose(rich, counterparty=rich.office.party("farm"))
    with refuses("E-RG-07"):
        propose(rich, "buy", purpose="")
    with refuses("E-RG-07"):
        confirm(rich, propose(rich), purpose="resale")


def test_who_is_no_trader_does_not_buy(rich, refuses):
    rich.supply(2_000, "village")
    parties = {"proposer": rich.office.party("farm"), "counterparty": rich.office.party("village")}
    with refuses("E-AU-01"):
        propose_block(
            rich.call("farm"),
            asset=rich.asset,
            side="buy",
            quantity=carbon(1_000),
            price_fen=fen("80.00"),
            purpose="event",
            **parties,
        )
    block = propose(rich, counterparty=rich.office.party("village"))
    with refuses("E-AU-01"):
        confirm_block(rich.call("village"), block=block.pk, purpose="event")


def test_without_the_means_nothing_is_proposed_or_confirmed(market, refuses):
    market.supply(999)
    market.office.paid("buyer", 1)
    with refuses("E-LG-22"):
        propose(market, tonnes=1_000)
    with refuses("E-LG-22"):
        propose(market, "buy", tonnes=1_000)
    market.supply(1)
    block = propose(market, tonnes=1_000)
    with refuses("E-LG-22"):
        confirm(market, block)
    block.refresh_from_db()
    assert (block.state, Trade.objects.count()) == ("proposed", 0)


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_a_block_deal_on_pages(market):
    ticket = market.office.issued()
    market.asset = ticket.asset
    market.supply(2_000)
    market.office.paid("buyer", fen("500000.00"))
    farm, buyer = browser("farm"), browser("buyer")
    there = reverse("propose_block", args=[ticket.number])
    told = {
        "side": "sell",
        "counterparty": "云岭新材料有限公司",
        "tonnes": "1000",
        "price": "88.00",
    }
    told |= {"purpose": "event", "key": "p1"}
    assert farm.get(there).status_code == 200
    assert farm.post(there, {**told, "counterparty": "无此人"}).status_code == 422
    for key in ("p1", "p2"):
        assert farm.post(there, {**told, "key": key}).status_code == 302
    first, second = BlockTrade.objects.order_by("pk")
    page = reverse("block", args=[first.number])  # exchange/block.html
    assert page in buyer.get(reverse("desk")).content.decode()
    shown = buyer.get(page).content.decode()
    assert "捌万捌仟元整" in shown
    assert "None" not in buyer.get("/en" + page).content.decode()
    waiting = farm.get(page).content.decode()
    assert "待对方确认" in waiting
    assert "确认成交" not in waiting
    assert browser("village").get(page).status_code == 404
    assert buyer.post(page, {"purpose": "event", "key": "c1"}).status_code == 302
    assert Trade.objects.get().order == first.number
    no = reverse("decline_block", args=[second.number])
    assert buyer.post(no, {"key": "n1"}).status_code == 302
    second.refresh_from_db()
    assert second.state == "declined"
    late = buyer.post(no, {"key": "n2"})
    assert late.status_code == 409
    assert "对方不同意" in late.content.decode()
    ended = reverse("block", args=[second.number])
    for client in (farm, buyer):
        told = client.get(ended).content.decode()
        assert "对方不同意" in told
        assert 'name="key"' not in told
    assert "E-MC-01" in buyer.post(ended, {"purpose": "event", "key": "c2"}).content.decode()
