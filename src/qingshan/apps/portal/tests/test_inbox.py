"""What waits for whom, and what happens when a button or a form of the workspace is pressed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.exchange.verbs.place_bid import place_bid
from qingshan.apps.parties.models import User
from qingshan.apps.portal.inbox import perform, tasks_for
from qingshan.apps.projects.reads import latest_report
from qingshan.apps.registry.models import Retirement, Signature
from qingshan.apps.registry.reads import standing
from qingshan.apps.walks.passing import charge
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


def acts(office, part: str, *, due: bool = True) -> list[str]:
    return [task.act for task in tasks_for(office.cast[part].actor, due=due)]


@pytest.fixture
def browser(office):
    """A client signed in as a part of the cast."""

    def sign_in(part: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=part))
        return client

    return sign_in


def test_a_case_waits_for_one_role_after_the_other(office):
    claim = office.claimed()
    charge(office.way(), claim, office.now)
    assert acts(office, "measurer") == ["measure_period"]
    perform(office.call("measurer"), "measure_period", claim.pk)
    assert acts(office, "measurer") == ["submit_report"]
    perform(office.call("measurer"), "submit_report", claim.pk)
    assert acts(office, "measurer") == []
    assert acts(office, "verifier") == ["verify_report"]
    perform(office.call("verifier"), "verify_report", claim.pk)
    assert (acts(office, "forestry"), acts(office, "ecology")) == (["draw_panel"], [])
    assert acts(office, "registrar") == ["draw_panel"]
    report = office.passed(latest_report(claim)).pk
    assert acts(office, "registrar") == []
    assert (acts(office, "forestry"), acts(office, "ecology")) == (
        ["sign_forestry"],
        ["sign_ecology"],
    )
    perform(office.call("ecology"), "sign_ecology", report)
    assert acts(office, "ecology") == []
    perform(office.call("forestry"), "sign_forestry", report)
    assert Signature.objects.count() == 2
    assert acts(office, "registrar") == ["issue_ticket"]
    ticket = perform(office.call("registrar"), "issue_ticket", report)
    assert ticket.monitoring == claim
    assert acts(office, "registrar") == []


@pytest.mark.parametrize(
    ("part", "act", "key"),
    [
        ("verifier", "dance", 1),
        ("verifier", "verify_report", None),
        ("verifier", "verify_report", 999_999),
        ("farm", "cancel_listing", 0),
    ],
)
def test_what_does_not_wait_is_refused(office, refuses, part, act, key):
    claim = office.claimed()
    with refuses("E-PO-05"):
        perform(office.call(part), act, claim.pk if key is None else key)


def test_an_act_of_another_role_is_refused(office, refuses):
    claim = office.claimed()
    with refuses("E-AU-01"):
        perform(office.call("buyer"), "measure_period", claim.pk)
    assert acts(office, "buyer") == []


def test_offered_bought_and_retired_in_the_browser(office, browser):
    ticket = office.issued()
    office.paid("buyer", fen("100000.00"))
    farm, buyer = browser("farm"), browser("buyer")
    offer = reverse("offer", args=[ticket.number, office.party("farm")])
    told = {"key": "one", "tonnes": "20", "price": "80.00", "days": "30"}
    assert farm.post(offer, told).status_code == 302
    assert farm.post(offer, told).status_code == 302
    listing = Listing.objects.get()
    assert (listing.quantity, listing.price_fen) == (carbon(20), fen("80.00"))
    assert acts(office, "farm", due=False) == ["cancel_listing"]
    assert acts(office, "operator") == ["admit_listing"]
    admit_listing(replace(office.call("operator"), when=now()), listing=listing.pk)

    take = reverse("take", args=[listing.number])
    assert farm.get(take).status_code == 403
    answer = buyer.post(take, {"key": "two", "tonnes": "21", "purpose": "event"})
    assert answer.status_code == 422
    assert "只剩 20 吨" in answer.content.decode()
    assert buyer.post(take, {"key": "two", "tonnes": "12", "purpose": "event"}).status_code == 302
    assert acts(office, "operator") == ["settle_trade"]
    perform(office.call("operator"), "settle_trade", Trade.objects.get().pk)

    retire = reverse("retire", args=[ticket.number, office.party("buyer")])
    wrong = {"key": "three", "tonnes": "12.00001", "purpose": "event"}
    assert retire in buyer.get(reverse("desk")).content.decode()
    page = buyer.post(retire, wrong).content.decode()
    assert "数量最多 4 位小数" in page
    right = {**wrong, "tonnes": "1.2345", "again": "1.2345", "kind": "self", "subject": "年会"}
    assert "E-RT-04" in buyer.post(retire, right).content.decode(), "of which days"
    right |= {"first_day": "2026-01-20", "last_day": "2026-01-21"}
    assert buyer.post(retire, right).status_code == 302
    assert Retirement.objects.get().quantity == carbon("1.2345")
    assert standing(ticket).retired == carbon("1.2345")

    perform(office.call("farm"), "cancel_listing", listing.pk)
    assert acts(office, "farm", due=False) == []


def test_holdings_of_others_are_not_there(office, browser):
    ticket = office.issued()
    events = Event.objects.count()
    for name in ("offer", "retire"):
        address = reverse(name, args=[ticket.number, office.party("farm")])
        assert browser("buyer").get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert Event.objects.count() == events


def test_what_a_quantity_comes_to_is_told_before_anything_is_bought(office, browser):
    ticket = office.issued()
    office.paid("buyer", fen("1000.00"))
    told = {"key": "one", "tonnes": "20", "price": "80.00", "days": "30"}
    offer = reverse("offer", args=[ticket.number, office.party("farm")])
    form = browser("farm").get(offer).content.decode()
    assert "尚无点选成交" in form
    assert "卖方手续费" in form
    browser("farm").post(offer, told)
    listing = Listing.objects.get()
    admit_listing(replace(office.call("operator"), when=now()), listing=listing.pk)
    buyer, take = browser("buyer"), reverse("take", args=[listing.number])
    page = buyer.get(take).content.decode()
    assert ticket.number in page
    assert "1,000.00 元" in page
    assert "入金办法" in page, "it does not suffice for all of it"
    asked = {"key": "two", "tonnes": "5", "purpose": "event", "look": "1"}
    looked = buyer.post(take, asked).content.decode()
    assert "买 5 吨" in looked
    assert "400.00 元" in looked
    assert 'value="5"' in looked
    assert buyer.post(take, asked | {"tonnes": "0.5"}).status_code == 422
    assert not Trade.objects.exists(), "nothing is bought by looking"
    done = buyer.post(take, {name: value for name, value in asked.items() if name != "look"})
    trade = Trade.objects.get()
    assert done.headers["Location"] == reverse("deal", args=[trade.number])
    said = buyer.get(done.headers["Location"]).content.decode()
    assert f"摘牌 {listing.number}，已办理：{trade.number}" in said


def test_requests_stand_on_the_page_of_the_market_and_tickets_lead_to_their_quotes(office, browser):
    ticket = office.issued()
    quotes = reverse("series", args=[ticket.number])
    assert quotes in Client().get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "正在求购" not in Client().get(reverse("market")).content.decode()
    office.paid("buyer", fen("1000.00"))
    place_bid(
        replace(office.call("buyer"), when=now()), asset=ticket.asset, buyer=office.party("buyer"),
        quantity=carbon(5), price_fen=fen("80.00"), purpose="event",
        expires=now() + timedelta(days=3),
    )  # fmt: skip
    page = Client().get(reverse("market")).content.decode()
    assert "正在求购" in page
    assert quotes in page


def test_a_client_is_told_how_to_pay_in(office, browser, settings):
    assert "客户资金专户" in browser("buyer").get(reverse("money")).content.decode()
    settings.CUSTODY_ACCOUNT = ""
    assert "请向交易机构索取" in browser("buyer").get(reverse("money")).content.decode()
