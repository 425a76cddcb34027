"""An act about many things is told once to each who has several of them, and singly of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.models import Event
from qingshan.apps.books import store
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.verbs.settle_together import settle_together
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.exchange.verbs.take_listings import take_listings
from qingshan.apps.letters.drawing_up import draw_up
from qingshan.apps.letters.models import Letter, Notification
from qingshan.apps.letters.reads import address_of
from qingshan.apps.letters.sending import send_due
from qingshan.apps.letters.several import SEVERAL
from qingshan.apps.letters.telling import tell
from qingshan.apps.letters.texts import TEXTS, words_of
from qingshan.apps.parties.models import User
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import Chain, post
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(office: Any) -> Ticket:
    """A ticket of the farm, of which the village has a part."""
    made = office.issued()
    own, other = (units(made.asset, office.cast[one].party.owner) for one in ("farm", "village"))
    move = post(own, other, carbon(20))
    store.post_one(Chain(f"test:{made.number}", "transfer", (move,)), when=office.now)
    office.paid("buyer", fen("9000.00"))
    return made


def call(office: Any, part: str, key: str = "") -> Any:
    return replace(office.call(part, key), when=office.now)


def offer(office: Any, ticket: Ticket, seller: str, tonnes: int, price: str) -> int:
    made = offered(
        call(office, seller),
        office.actor("operator"),
        asset=ticket.asset,
        seller=office.party(seller),
        quantity=carbon(tonnes),
        price_fen=fen(price),
        expires=office.now + timedelta(days=9),
    )
    return int(made.pk)


def bought(office: Any, ticket: Ticket) -> list[Trade]:
    """Two deals with the farm and one with the village, by one order."""
    lines = [
        [offer(office, ticket, "farm", 10, "80.00"), carbon(10)],
        [offer(office, ticket, "village", 5, "81.00"), carbon(5)],
        [offer(office, ticket, "farm", 20, "82.00"), carbon(20)],
    ]
    made = take_listings(
        call(office, "buyer"), buyer=office.party("buyer"), lines=lines, purpose="event"
    )
    return list(Trade.objects.filter(pick_order=made).order_by("pk"))


def all_told(office: Any, name: str) -> dict[str, list[Notification]]:
    """What everybody hears of the events of a name, as whoever reads the journal tells it."""
    told: dict[str, list[Notification]] = {}
    for event in Event.objects.filter(name=name).order_by("pk"):
        for made in tell(event, office.now):
            told.setdefault(made.user.username, []).append(made)
    return told


def said(made: Notification) -> tuple[str, str]:
    words = words_of(made.template, made.facts)
    return words.heading.zh, words.text.zh


def test_a_seller_hears_once_of_an_order_that_took_several_offers(office, ticket):
    first, second, third = bought(office, ticket)
    told = all_told(office, "trade.agreed")
    assert set(told) == {"farm", "village"}, "the buyer did it"
    (farm,), (village,) = told["farm"], told["village"]
    assert said(farm) == (
        f"成交 {first.number} 等 2 笔",
        f"成交 {first.number} 等 2 笔：共 30 吨，2,440.00 元，待交割。",
    )
    assert address_of(farm) == reverse("deals")
    assert said(village)[0] == f"成交 {second.number}", "who has one of them is told of that one"
    assert address_of(village) == reverse("deal", args=[second.number])
    assert third.number not in said(farm)[1]
    assert all_told(office, "trade.agreed") == {}, "nobody is told twice"


def test_a_clearing_is_one_mail_for_each_side(office, ticket):
    first, *_ = bought(office, ticket)
    settle_together(call(office, "operator"))
    buyer = User.objects.get(username="buyer")
    buyer.email, buyer.email_confirmed = "buyer@example.org", office.now
    buyer.save()
    told = all_told(office, "trade.settled")
    assert {name: len(made) for name, made in told.items()} == {"buyer": 1, "farm": 1, "village": 1}
    (made,) = told["buyer"]
    assert "等 3 笔：共 35 吨，2,845.00 元，已交割" in said(made)[1]
    send_due(office.now)
    (sent,) = mail.outbox
    assert sent.to == ["buyer@example.org"]
    assert f"成交 {first.number} 等 3 笔已交割" in sent.subject
    words = words_of(made.template, made.facts)
    assert words.heading.en == f"3 deals were settled, {first.number} and others"


def test_acts_at_one_moment_are_told_apart(office, ticket):
    """Two picks, and two clearings, whatever the clock says."""
    offers = [offer(office, ticket, "farm", 9, price) for price in ("80.00", "81.00")]
    for listing in offers:
        take_listing(
            call(office, "buyer", f"same/{listing}"),
            listing=listing,
            buyer=office.party("buyer"),
            quantity=carbon(1),
            purpose="event",
        )
        settle_together(call(office, "operator"))
    assert [len(made) for made in all_told(office, "trade.agreed").values()] == [2]
    told = all_told(office, "trade.settled")
    assert {name: len(made) for name, made in told.items()} == {"buyer": 2, "farm": 2}


def test_holdings_moved_on_one_paper_are_told_once_and_lead_to_their_letters(office, ticket):
    farm, buyer = office.party("farm"), office.party("buyer")
    village = office.party("village")
    lines = [
        {"ticket": ticket.pk, "source": farm, "target": buyer, "quantity": carbon(3)},
        {"ticket": ticket.pk, "source": village, "target": buyer, "quantity": carbon("0.5")},
    ]
    paper = {"ground": "merger", "document": "合并协议（2026）1号"}
    transfer_holdings(call(office, "registrar"), lines=lines, **paper)
    for event in Event.objects.filter(name="holding.transferred"):
        draw_up(event)
    told = all_told(office, "holding.transferred")
    assert {name: len(made) for name, made in told.items()} == {"buyer": 1, "farm": 1, "village": 1}
    (made,) = told["buyer"]
    assert said(made)[1].startswith(f"碳票 {ticket.number} 等 2 笔过户，共 3.5000 吨")
    assert address_of(made) == reverse("letters")
    assert "等" not in said(told["farm"][0])[1]
    client = Client()
    client.force_login(User.objects.get(username="buyer"))
    page = client.get(reverse("notifications")).content.decode()
    assert f"碳票 {ticket.number} 等 2 笔过户办结" in page
    assert not [paper for paper in Letter.objects.all() if f"文书 {paper.number}" in page]


def test_words_of_several_say_how_many():
    assert set(SEVERAL.values()) <= set(TEXTS)
    for name in SEVERAL.values():
        words = TEXTS[name]
        for label in (words.heading, words.text):
            assert "{count}" in label.zh
            assert "{count}" in label.en
