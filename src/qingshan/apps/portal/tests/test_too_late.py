"""Who comes too late for an offer is told why, and a form sent twice gets its first answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.parties.models import User
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
WISH = {"tonnes": "10", "purpose": "event", "relation": "", "key": "t1"}


@pytest.fixture
def offer(office: Any) -> Listing:
    """Ten tonnes that stand today."""
    office.paid("buyer", fen("10000.00"))
    return offered(
        replace(office.call("farm"), when=now()),
        office.actor("operator"),
        asset=office.issued().asset,
        seller=office.party("farm"),
        quantity=carbon(10),
        price_fen=fen("80.00"),
        expires=now() + timedelta(days=5),
    )


@pytest.fixture
def buyer() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="buyer"))
    return client


def test_the_same_form_twice_is_one_deal_and_a_new_one_comes_too_late(offer, buyer):
    there = reverse("take", args=[offer.number])
    assert buyer.get(there).status_code == 200
    assert buyer.post(there, WISH).status_code == 302
    assert buyer.post(there, WISH).status_code == 302, "the first answer again"
    late = buyer.post(there, WISH | {"key": "t2"})
    assert late.status_code == 409
    assert "portal/too_late.html" in {one.name for one in late.templates}
    page = late.content.decode()
    assert "其他买方已先成交，剩余 0 吨" in page
    assert "资金没有被占用" in page
    assert reverse("place_bid", args=[offer.asset.removeprefix("ticket:")]) in page
    assert buyer.get(there).status_code == 409
    assert Trade.objects.count() == 1


def test_other_offers_of_the_ticket_are_shown(offer, buyer, office):
    cancel_listing(replace(office.call("farm"), when=now()), listing=offer.pk)
    other = offered(
        replace(office.call("farm"), when=now()),
        office.actor("operator"),
        asset=offer.asset,
        seller=office.party("farm"),
        quantity=carbon(3),
        price_fen=fen("79.00"),
        expires=now() + timedelta(days=5),
    )
    page = buyer.get(reverse("take", args=[offer.number])).content.decode()
    assert "已撤牌" in page
    assert reverse("take", args=[other.number]) in page
    english = buyer.get("/en" + reverse("take", args=[offer.number])).content.decode()
    assert "You bought nothing" in english
    assert "None" not in english


def test_what_waits_for_review_is_not_there_for_a_buyer(buyer, office):
    waiting = list_units(
        replace(office.call("farm"), when=now()),
        asset=office.issued().asset,
        seller=office.party("farm"),
        quantity=carbon(10),
        price_fen=fen("80.00"),
        expires=now() + timedelta(days=9),
    )
    assert buyer.get(reverse("take", args=[waiting.number])).status_code == 404
    assert buyer.post(reverse("take", args=[waiting.number]), WISH).status_code == 404


def test_an_offer_that_never_was_is_not_there(buyer):
    assert buyer.get(reverse("take", args=["GP-2026-999999-9"])).status_code == 404
