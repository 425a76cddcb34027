"""Inquiries: a buyer asks, those asked offer or decline, one offer is taken, all else is free."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.inquiry_models import Inquiry, Quotation
from qingshan.apps.exchange.inquiry_reads import due_inquiries, due_quotations, inquiries_with
from qingshan.apps.exchange.jobs import expire_listings
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.reads import last_close, trades_of
from qingshan.apps.exchange.verbs.accept_quotation import accept_quotation
from qingshan.apps.exchange.verbs.decline_inquiry import decline_inquiry
from qingshan.apps.exchange.verbs.expire_inquiry import expire_inquiry
from qingshan.apps.exchange.verbs.expire_quotation import expire_quotation
from qingshan.apps.exchange.verbs.make_quotation import make_quotation
from qingshan.apps.exchange.verbs.open_inquiry import open_inquiry
from qingshan.apps.exchange.verbs.withdraw_inquiry import withdraw_inquiry
from qingshan.apps.exchange.verbs.withdraw_quotation import withdraw_quotation
from qingshan.apps.parties.models import User
from qingshan.apps.registry.life import units_wrong
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db


def ask(market, tonnes: int = 100, *, days: float = 5, **changes) -> Inquiry:
    told = {
        "asset": market.asset,
        "buyer": market.office.party("buyer"),
        "quantity": carbon(tonnes),
        "purpose": "event",
        "expires": market.now + timedelta(days=days),
    }
    return open_inquiry(market.call("buyer"), **told | changes)


def quote(market, inquiry: Inquiry, tonnes: int, price: str, part: str = "farm", **changes):
    told = {
        "holder": market.office.party(part),
        "quantity": carbon(tonnes),
        "price_fen": fen(price),
        "expires": inquiry.expires,
    }
    return make_quotation(market.call(part), inquiry=inquiry.pk, **told | changes)


def accept(market, quotation: Quotation, tonnes: int) -> Trade:
    call = market.call("buyer")
    return accept_quotation(call, quotation=quotation.pk, quantity=carbon(tonnes))


def decline(market, inquiry: Inquiry, part: str = "farm", word: str = ""):
    holder = market.office.party(part)
    return decline_inquiry(market.call(part), inquiry=inquiry.pk, holder=holder, word=word)


def asked_in(inquiry: Inquiry) -> set[str]:
    return set(inquiry.invitations.values_list("holder__name", flat=True))


@pytest.fixture
def held(market):
    """Two who hold the series, and a buyer with money."""
    market.supply(200)
    market.supply(200, "village")
    market.office.paid("buyer", fen("20000.00"))
    return market


def test_the_buyer_takes_one_of_the_offers_in_part(held):
    inquiry = ask(held)
    assert held.money("buyer").held == 0, "an inquiry holds nothing"
    dear = quote(held, inquiry, 100, "82.00")
    cheap = quote(held, inquiry, 80, "80.00", "village")
    assert (held.units("farm").held, held.units("village").held) == (carbon(100), carbon(80))
    trade = accept(held, cheap, 55)
    assert (trade.mode, trade.order, trade.purpose) == ("inquiry", inquiry.number, "event")
    assert trade.amount_fen == fen("4400.00")
    assert (held.units("farm").held, held.units("village").held) == (0, carbon(55))
    assert held.money("buyer").held == trade.amount_fen + trade.buyer_fee_fen
    states = [row.state for row in Quotation.objects.order_by("pk")]
    inquiry.refresh_from_db()
    assert (inquiry.state, states) == ("taken", ["passed", "taken"])
    held.settle(trade)
    assert held.units("buyer").available == carbon(55)
    assert list(trades_of(held.asset)) == [trade], "on the tape like any other"
    assert last_close(held.asset, before=held.now.date() + timedelta(days=1)) is None
    assert reads.open_holds() == []
    assert audit.verify() is None
    assert dear.number != cheap.number


def test_without_a_name_all_who_hold_and_may_trade_are_asked(held, refuses):
    held.supply(5, "buyer")
    held.supply(5, "verifier")
    inquiry = ask(held)
    parties = [held.office.cast[part].party.name for part in ("farm", "village")]
    assert asked_in(inquiry) == set(parties)
    named = ask(held, holders=[held.office.party("farm")])
    assert asked_in(named) == {parties[0]}
    with refuses("E-EX-43"):
        quote(held, named, 10, "80.00", "village")
    with refuses("E-EX-43"):
        decline(held, named, "village")
    with refuses("E-EX-41"):
        ask(held, holders=[held.office.party("buyer")])
    with refuses("E-EX-03"):
        ask(held, holders=[held.office.party("verifier")])


def test_an_inquiry_is_judged_when_it_is_asked(market, refuses):
    with refuses("E-EX-11", "E-EX-40"):
        ask(market)
    market.supply(10)
    with refuses("E-EX-01", "E-RG-07"):
        ask(market, quantity=carbon("0.5"), purpose="judicial")
    with refuses("E-EX-07"):
        ask(market, days=-1)
    with refuses("E-EX-22"):
        ask(market, days=91)
    with refuses("E-EX-16"):
        ask(market, tonnes=1_000_001)
    night = datetime.fromisoformat("2026-07-17T20:00:00+08:00")
    market.now = night
    with override_settings(TRADING_HOURS=True), refuses("E-EX-12"):
        ask(market)
    with refuses("E-AU-02"):
        ask(market, buyer=market.office.party("farm"))
    assert not Inquiry.objects.exists()


def test_an_offer_is_judged_when_it_is_made(held, refuses):
    inquiry = ask(held)
    with refuses("E-EX-45"):
        quote(held, inquiry, 101, "80.00")
    with refuses("E-EX-48"):
        quote(held, inquiry, 10, "80.00", expires=inquiry.expires + timedelta(seconds=1))
    with refuses("E-EX-07"):
        quote(held, inquiry, 10, "80.00", expires=held.now)
    with refuses("E-EX-02"):
        quote(held, inquiry, 10, "0.00")
    first = quote(held, inquiry, 10, "80.00")
    with refuses("E-EX-44"):
        quote(held, inquiry, 10, "79.00")
    with refuses("E-EX-44"):
        decline(held, inquiry)
    with refuses("E-AU-02"):
        withdraw_quotation(held.call("village"), quotation=first.pk)
    withdraw_quotation(held.call("farm"), quotation=first.pk)
    again = quote(held, inquiry, 100, "79.00")
    with refuses("E-LG-22"):
        quote(held, ask(held, 200), 101, "80.00")
    with refuses("E-MC-01"):
        withdraw_quotation(held.call("farm"), quotation=first.pk)
    assert held.units("farm").held == again.quantity


def test_units_of_an_offer_are_not_retired_and_the_remedy_fits(held):
    offer = quote(held, ask(held), 100, "80.00")
    account = units(held.asset, held.office.cast["farm"].party.owner)
    (refusal,) = units_wrong(account, held.units("farm").posted)
    assert f"报价 {offer.number}（100 吨）" in refusal.what()
    assert refusal.remedy() == "请先撤回报价。"
    assert refusal.remedy("en") == "First withdraw the offer."


def test_an_offer_keeps_the_band(held, refuses):
    held.office.paid("buyer", fen("5000.00"))
    held.take(held.list(10, "80.00"), 10)
    held.now += timedelta(days=10)
    inquiry = ask(held)
    with refuses("E-EX-13"):
        quote(held, inquiry, 10, "88.01", "village")
    quote(held, inquiry, 10, "88.00", "village")


def test_taking_is_judged_again_for_both_sides(held, refuses):
    inquiry = ask(held)
    offer = quote(held, inquiry, 50, "80.00")
    with refuses("E-EX-46"):
        accept(held, offer, 51)
    with refuses("E-EX-01"):
        accept_quotation(held.call("buyer"), quotation=offer.pk, quantity=carbon("0.5"))
    with refuses("E-AU-01"):
        accept_quotation(held.call("farm"), quotation=offer.pk, quantity=offer.quantity)
    with refuses("E-EX-19"):
        call = held.call("buyer")
        accept_quotation(call, quotation=offer.pk, quantity=offer.quantity, relation="kin")
    poor = ask(held, 200)
    dear = quote(held, poor, 150, "200.00", "village")
    with refuses("E-LG-22"):
        accept(held, dear, 150)
    dear.refresh_from_db()
    assert (dear.state, Trade.objects.count()) == ("standing", 0)


def test_time_ends_offers_and_inquiries(held, refuses):
    inquiry = ask(held, days=2)
    short = quote(held, inquiry, 10, "80.00", expires=held.now + timedelta(hours=1))
    long = quote(held, inquiry, 20, "81.00", "village")
    held.now += timedelta(hours=1)
    with refuses("E-EX-47"):
        accept(held, short, 10)
    assert due_quotations(held.now) == [short.pk]
    expire_quotation(Call(SYSTEM, held.now, "late-offer"), quotation=short.pk)
    assert (held.units("farm").held, held.units("village").held) == (0, carbon(20))
    held.now += timedelta(days=2)
    with refuses("E-EX-42"):
        accept(held, long, 20)
    with refuses("E-EX-42"):
        quote(held, inquiry, 10, "80.00", expires=held.now + timedelta(days=1))
    assert due_inquiries(held.now) == [inquiry.pk]
    expire_inquiry(Call(SYSTEM, held.now, "late"), inquiry=inquiry.pk)
    long.refresh_from_db()
    assert long.state == "passed"
    assert reads.open_holds() == []
    with refuses("E-MC-01"):
        accept(held, long, 20)


def test_the_timer_ends_what_is_over(held):
    held.now = now() - timedelta(days=3)
    over = ask(held, days=1)
    quote(held, over, 10, "80.00")
    live = ask(held, days=5)
    quote(held, live, 10, "80.00", expires=held.now + timedelta(days=1))
    expire_listings(0)
    assert [row.state for row in Inquiry.objects.order_by("pk")] == ["expired", "open"]
    assert [row.state for row in Quotation.objects.order_by("pk")] == ["passed", "expired"]
    assert reads.open_holds() == []


def test_either_side_may_step_back(held, refuses):
    inquiry = ask(held)
    decline(held, inquiry, word="本期无余量")
    with refuses("E-MC-01"):
        decline(held, inquiry)
    with refuses("E-MC-01"):
        quote(held, inquiry, 10, "80.00")
    offer = quote(held, inquiry, 10, "80.00", "village")
    withdraw_inquiry(held.call("buyer"), inquiry=inquiry.pk)
    with refuses("E-MC-01"):
        accept(held, offer, 10)
    with refuses("E-MC-01"):
        quote(held, inquiry, 10, "80.00", "village")
    with refuses("E-MC-01"):
        withdraw_inquiry(held.call("buyer"), inquiry=inquiry.pk)
    assert reads.open_holds() == []


def test_the_same_key_gives_the_same_answer(held, refuses):
    call, told = held.call("buyer", "one"), {"asset": held.asset, "purpose": "event"}
    told |= {"buyer": held.office.party("buyer"), "quantity": carbon(10)}
    told |= {"expires": held.now + timedelta(days=1)}
    inquiry = open_inquiry(call, **told)
    assert open_inquiry(call, **told) == inquiry
    with refuses("E-MC-02"):
        open_inquiry(call, **told | {"quantity": carbon(11)})
    offer = quote(held, inquiry, 10, "80.00")
    call = held.call("buyer", "two")
    trades = {
        accept_quotation(call, quotation=offer.pk, quantity=offer.quantity).pk for _ in range(2)
    }
    assert len(trades) == Trade.objects.count() == 1


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


@pytest.fixture
def on_pages(market):
    """A ticket that farm and village hold, and two inquiries that the buyer sent by the page."""
    ticket = market.office.issued()
    market.asset = ticket.asset
    market.supply(100, "village")
    market.office.paid("buyer", fen("50000.00"))
    there = reverse("open_inquiry", args=[ticket.number])
    told = {"tonnes": "50", "purpose": "event", "days": "5", "holders": ""}
    buyer = browser("buyer")
    assert "询价对象" in buyer.get(there).content.decode()
    wrong = buyer.post(there, {**told, "holders": "无此人\n", "key": "a0"})
    assert wrong.status_code == 422
    assert "无此人" in wrong.content.decode()
    for number in range(2):
        assert buyer.post(there, {**told, "key": f"a{number}"}).status_code == 302
    return market


def test_offers_are_seen_by_those_concerned_and_taken_on_pages(on_pages):
    """exchange/inquiry.html, exchange/inquiries.html, exchange/quotation.html."""
    buyer, farm, village = browser("buyer"), browser("farm"), browser("village")
    first = Inquiry.objects.earliest("pk")
    page = reverse("inquiry", args=[first.number])
    for one in (farm, village):
        assert page in one.get(reverse("desk")).content.decode()
        assert first.number in one.get(reverse("inquiries")).content.decode()
    assert browser("county").get(page).status_code == 404
    offered = {"tonnes": "40", "price": "81.00", "until": "", "key": "b1"}
    assert farm.post(page, {**offered, "price": "x"}).status_code == 422
    assert farm.post(page, offered).status_code == 302
    assert village.post(page, {**offered, "price": "80.00", "key": "b2"}).status_code == 302
    seen = buyer.get(page).content.decode()
    assert seen.index("80.00") < seen.index("81.00")
    own = village.get(page).content.decode()
    assert "80.00" in own
    assert "81.00" not in own, "nobody sees the offer of another"
    best = Quotation.objects.get(price_fen=fen("80.00"))
    form = reverse("accept_quotation", args=[best.number])
    assert village.get(form).status_code == 404
    assert "None" not in buyer.get("/en" + form).content.decode()
    assert buyer.post(form, {"tonnes": "41", "relation": "", "key": "c1"}).status_code == 422
    assert buyer.post(form, {"tonnes": "40", "relation": "", "key": "c2"}).status_code == 302
    assert Trade.objects.get().order == first.number


def test_an_inquiry_is_declined_and_withdrawn_on_pages(on_pages):
    buyer, farm = browser("buyer"), browser("farm")
    found = Inquiry.objects.latest("pk")
    page = reverse("inquiry", args=[found.number])
    no = reverse("decline_inquiry", args=[found.number])
    assert farm.post(no, {"word": "本期无余量", "key": "n1"}).status_code == 302
    assert "本期无余量" in buyer.get(page).content.decode()
    assert "None" not in farm.get("/en" + page).content.decode()
    act = {"act": "withdraw_inquiry", "subject": str(found.pk), "key": "w1"}
    assert buyer.post(reverse("act"), act).status_code == 302
    states = [row.state for row in inquiries_with([on_pages.office.party("buyer")])]
    assert states == ["withdrawn", "open"]
    assert farm.post(no, {"key": "n2"}).status_code == 409
