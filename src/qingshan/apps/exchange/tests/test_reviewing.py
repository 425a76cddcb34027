"""A listing waits for the operator, who admits it or sends it back with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit
from qingshan.apps.exchange.jobs import expire_due
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.reads import listings_to_review, open_listings
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.refuse_listing import refuse_listing
from qingshan.apps.parties.models import User
from qingshan.apps.rulebook.verbs.announce_rules import announce_rules
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon


@pytest.fixture
def market(market):
    market.supply(50)
    market.office.paid("buyer", fen("10000.00"))
    return market


def submitted(market, tonnes: int = 10, days: int = 9) -> Listing:
    return list_units(
        market.call("farm"),
        asset=market.asset,
        seller=market.office.party("farm"),
        quantity=carbon(tonnes),
        price_fen=fen("80.00"),
        expires=market.now + timedelta(days=days),
    )


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_nobody_takes_what_was_not_admitted(market, refuses):
    listing = submitted(market)
    assert listing.state == "submitted"
    assert market.units("farm").held == carbon(10)
    assert not open_listings(market.now).exists()
    with refuses("E-MC-01"):
        market.take(listing, 1)
    assert not Event.objects.filter(name="listing.opened").exists()
    with refuses("E-AU-01"):
        admit_listing(market.call("farm"), listing=listing.pk)
    done = admit_listing(market.call("operator"), listing=listing.pk)
    assert (done.state, done.reviewed, done.opened) == ("open", market.now, market.now)
    assert list(open_listings(market.now)) == [listing]
    assert market.take(listing, 1).quantity == carbon(1)
    assert Event.objects.filter(name="listing.opened").count() == 1
    with refuses("E-MC-01"):
        admit_listing(market.call("operator"), listing=listing.pk)
    with refuses("E-MC-01"):
        refuse_listing(market.call("operator"), listing=listing.pk, reason="迟了")


def test_what_is_refused_is_free_again_and_says_why(market, refuses):
    listing = submitted(market)
    with refuses("E-EX-64"):
        refuse_listing(market.call("operator"), listing=listing.pk, reason=" ")
    with refuses("E-AU-01"):
        refuse_listing(market.call("buyer"), listing=listing.pk, reason="不可")
    call = market.call("operator", "refused-once")
    done = refuse_listing(call, listing=listing.pk, reason="权属有争议")
    again = refuse_listing(call, listing=listing.pk, reason="权属有争议")
    assert done.pk == again.pk
    assert (done.state, done.left, done.refusal_reason) == ("refused", 0, "权属有争议")
    assert market.units("farm").held == 0
    assert not listings_to_review().exists()
    assert audit.verify() is None


def test_who_waits_may_take_it_back_and_it_lapses_at_its_end(market, refuses):
    first, second = submitted(market), submitted(market, days=1)
    assert cancel_listing(market.call("farm"), listing=first.pk).state == "cancelled"
    late = market.now + timedelta(days=2)
    operator = market.office.actor("operator")
    with refuses("E-EX-06"):
        admit_listing(Call(operator, late, "late"), listing=second.pk)
    expire_due(late)
    second.refresh_from_db()
    assert (second.state, market.units("farm").held) == ("expired", 0)


def test_where_the_rules_review_nothing_a_listing_opens_at_once(market, rules_anew):
    day = market.now.date()
    made = announce_rules(
        market.call("operator"),
        document="交易中心公告〔2026〕6号",
        issued=day,
        valid_from=day + timedelta(days=3),
        reason="简化手续",
        changes=[("listing_review", "none")],
    )
    assert submitted(market).state == "submitted"
    market.now += timedelta(days=3)
    assert market.now.date() == made.valid_from
    listing = submitted(market)
    assert (listing.state, listing.reviewed) == ("open", None)
    assert listing.opened == market.now
    assert Event.objects.filter(name="listing.opened", subject_id=listing.pk).count() == 1


def test_the_operator_reviews_on_a_page(market):
    market.now = now()
    first, second = submitted(market, 3), submitted(market, 4)
    operator, there = browser("operator"), reverse("listing_reviews")
    page = operator.get(there).content.decode()
    assert first.number in page
    assert "符合规则" in page
    desk = operator.get(reverse("trading_desk")).content.decode()
    assert "待审核的挂牌" in desk
    assert "审核挂牌" in operator.get(reverse("desk")).content.decode()
    pressed = operator.post(reverse("admit_listing", args=[first.number]), {"key": "a"})
    assert pressed.status_code == 302
    sent_back = reverse("refuse_listing", args=[second.number])
    assert "可重新挂牌" in operator.get(sent_back).content.decode()
    assert operator.post(sent_back, {"key": "b", "reason": ""}).status_code == 422
    assert operator.post(sent_back, {"key": "b", "reason": "价格依据不足"}).status_code == 302
    page = operator.get(there).content.decode()
    assert "没有待审核的挂牌" in page
    assert "价格依据不足" in page
    assert browser("farm").get(there).status_code == 403
