"""Zones: what is bought there is delivered, paid and retired in one chain, and nothing is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.jobs import settle_due
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import INDIVIDUAL_ZONE, JUDICIAL_ZONE
from qingshan.apps.exchange.reads import last_close, open_listings
from qingshan.apps.exchange.verbs.buy_in_zone import buy_in_zone
from qingshan.apps.exchange.verbs.settle_together import settle_together
from qingshan.apps.exchange.zone_models import ZonePurchase
from qingshan.apps.parties.models import User
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.purposes import JUDICIAL
from qingshan.apps.remedies.verbs.accept_subscription import accept_subscription
from qingshan.apps.remedies.verbs.fulfil_subscription import fulfil_subscription
from qingshan.apps.remedies.verbs.order_subscription import order_subscription
from qingshan.apps.walks.cast import Part, enter
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountKind

pytestmark = pytest.mark.django_db

PERSON = Part("neighbour", "方小民", ("trader",), "person", "方小民", "Fang Xiaomin")
RULING, EVENT = "（2026）黔演刑初 7 号", "滥伐林木案生态修复"


def offer(market, zone: str, tonnes: int = 100, price: str = "85.00", **changes) -> Listing:
    told = {
        "asset": market.asset,
        "seller": market.office.party("farm"),
        "quantity": carbon(tonnes),
        "price_fen": fen(price),
        "expires": market.now + timedelta(days=30),
        "zone": zone,
    }
    return offered(market.call("farm"), market.office.actor("operator"), **told | changes)


def restore(market, listing: Listing, tonnes: int = 55, part: str = "court", **changes) -> Trade:
    told = {
        "quantity": carbon(tonnes),
        "purpose": JUDICIAL,
        "subject": EVENT,
        "beneficiary": "田某",
        "ruling": RULING,
    }
    buyer = market.office.party(part)
    return buy_in_zone(market.call(part), listing=listing.pk, buyer=buyer, **told | changes)


def pack(market, listing: Listing, tonnes: int = 2, part: str = "neighbour", **changes) -> Trade:
    told = {"quantity": carbon(tonnes), "purpose": "public_good", "subject": "2026 年春游"}
    buyer = market.office.party(part)
    return buy_in_zone(market.call(part), listing=listing.pk, buyer=buyer, **told | changes)


@pytest.fixture
def zoned(market):
    """A series in the hands of the farm, a court and a person with money."""
    market.office.cast = {**market.office.cast, PERSON.username: enter(PERSON, market.now)}
    for part in ("court", PERSON.username, "buyer"):
        market.office.paid(part, fen("20000.00"))
    market.supply(1_000)
    return market


@pytest.fixture
def issued(zoned):
    """The same with a ticket that has its numbers, so that units can be retired."""
    zoned.asset = zoned.office.issued().asset
    return zoned


def test_what_a_ruling_orders_is_delivered_and_retired_in_one_chain(issued):
    before = issued.units("farm").posted
    trade = restore(issued, offer(issued, JUDICIAL_ZONE))
    assert (trade.mode, trade.purpose, trade.amount_fen) == (JUDICIAL_ZONE, JUDICIAL, fen("4675"))
    assert not Retirement.objects.exists()
    issued.settle(trade)
    done = ZonePurchase.objects.get(trade=trade).retirement
    assert (done.quantity, done.beneficiary, done.case_number) == (carbon(55), "田某", RULING)
    assert done.statement == f"{RULING} {EVENT}"
    assert issued.units("court").posted == 0, "nothing rests with the buyer"
    assert issued.units("farm").posted == before - carbon(55)
    assert issued.money("farm").available == trade.amount_fen - trade.seller_fee_fen
    booked = reads.chain(f"retire:{done.number}")
    assert booked.chain.code == "court_purchase"
    assert booked.chain.facts["trade"] == trade.number
    assert booked.chain.transfers[-1].target.kind is AccountKind.RETIRED
    assert reads.chain(f"settle:{trade.number}") is None
    assert done.cut.span.upper - done.cut.span.lower == carbon(55)
    assert last_close(issued.asset, before=issued.now.date() + timedelta(days=1)) is None
    assert audit.verify() is None


def test_the_clock_delivers_deals_of_a_zone_one_by_one(issued, refuses):
    listing = offer(issued, JUDICIAL_ZONE)
    trades = [restore(issued, listing, tonnes, is_further=tonnes == 8) for tonnes in (5, 8)]
    with refuses("E-EX-66"):
        settle_together(issued.call("operator"), after=0)
    settle_due(issued.now)
    assert {one.state for one in Trade.objects.all()} == {"settled"}
    done = ZonePurchase.objects.filter(trade__in=trades).values_list("retirement__quantity")
    assert sorted(done) == [(carbon(5),), (carbon(8),)]
    assert audit.verify() is None


def test_a_person_buys_a_small_pack(issued, refuses):
    listing = offer(issued, INDIVIDUAL_ZONE)
    with refuses("E-EX-20"):
        pack(issued, listing, 11)
    with refuses("E-EX-01"):
        pack(issued, listing, quantity=carbon("0.5"))
    with refuses("E-EX-53"):
        pack(issued, listing, part="buyer")
    with refuses("E-EX-54"):
        pack(issued, listing, subject=" ")
    with refuses("E-RG-07"):
        pack(issued, listing, purpose=JUDICIAL)
    with refuses("E-RG-08"):
        pack(issued, listing, subject="零排放春游")
    issued.settle(pack(issued, listing, 10))
    done = Retirement.objects.get()
    assert (done.beneficiary, done.quantity) == ("方某某", carbon(10))
    issued.supply(5, "neighbour")
    issued.list(5, "85.00", part="neighbour")  # no gap: nothing was kept that could be resold
    listing.refresh_from_db()
    assert listing.left == carbon(90)


def test_a_zone_deals_what_was_offered_to_it_and_nothing_else(zoned, refuses):
    inside, outside = offer(zoned, JUDICIAL_ZONE), offer(zoned, "", 10)
    assert list(open_listings(zoned.now)) == [outside]
    with refuses("E-EX-50"):
        zoned.take(inside, 5)
    with refuses("E-EX-51"):
        restore(zoned, outside)
    with refuses("E-EX-52"):
        offer(zoned, "garden")
    with refuses("E-AU-01"):
        restore(zoned, inside, part="bank")


def test_a_ruling_is_told_whole(zoned, refuses):
    listing = offer(zoned, JUDICIAL_ZONE)
    with refuses("E-EX-54", "E-RG-06"):
        restore(zoned, listing, ruling=" ", beneficiary="")
    with refuses("E-RG-07"):
        restore(zoned, listing, purpose="event")
    with refuses("E-EX-04"):
        restore(zoned, listing, 101)
    with refuses("E-EX-05"):
        restore(zoned, listing, part="farm")
    with refuses("E-LG-22"):
        restore(zoned, offer(zoned, JUDICIAL_ZONE, 300), 300)
    zoned.now += timedelta(days=31)
    with refuses("E-EX-06"):
        restore(zoned, listing)


def test_prices_of_a_zone_keep_its_band(zoned, refuses):
    zoned.take(zoned.list(10, "80.00"), 10)
    zoned.now += timedelta(days=10)
    with refuses("E-EX-13"):
        offer(zoned, JUDICIAL_ZONE, price="88.01")
    offer(zoned, JUDICIAL_ZONE, price="88.00")


def test_units_that_the_buyer_has_and_cannot_move_are_no_hindrance(issued):
    """The pack is retired out of what the chain itself delivers."""
    issued.supply(5, "neighbour")
    issued.list(5, "85.00", part="neighbour")
    issued.settle(pack(issued, offer(issued, INDIVIDUAL_ZONE), 3))
    assert issued.units("neighbour").posted == issued.units("neighbour").held == carbon(5)
    assert audit.verify() is None


def test_the_same_key_buys_once(zoned, refuses):
    listing, call = offer(zoned, INDIVIDUAL_ZONE), zoned.call("neighbour", "once")
    told = {"listing": listing.pk, "buyer": zoned.office.party("neighbour")}
    told |= {"quantity": carbon(1), "purpose": "event", "subject": "婚礼"}
    assert buy_in_zone(call, **told) == buy_in_zone(call, **told)
    with refuses("E-MC-02"):
        buy_in_zone(call, **told | {"quantity": carbon(2)})
    assert Trade.objects.count() == ZonePurchase.objects.count() == 1


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_the_zones_on_pages(issued):
    """exchange/zone.html, exchange/zone_purchase.html."""
    issued.now = now()
    judicial, individual = offer(issued, JUDICIAL_ZONE), offer(issued, INDIVIDUAL_ZONE)
    zone = reverse("zone", args=[JUDICIAL_ZONE])
    assert judicial.number in Client().get(zone).content.decode()
    assert individual.number not in Client().get(zone).content.decode()
    assert Client().get(reverse("zone", args=["garden"])).status_code == 404
    there = reverse("buy_in_zone", args=[judicial.number])
    court, told = browser("court"), {"tonnes": "55", "relation": "", "key": "z1"}
    assert court.post(there, told).status_code == 422
    told |= {"ruling": RULING, "beneficiary": "田小明", "whose": "person", "subject": EVENT}
    assert court.post(there, told).status_code == 302
    twice = court.post(there, told | {"key": "z9"})
    assert "E-EX-69" in twice.content.decode()
    assert "确需再次认购" in twice.content.decode()
    person = browser(PERSON.username)
    small = reverse("buy_in_zone", args=[individual.number])
    assert "None" not in person.get("/en" + small).content.decode()
    told = {"tonnes": "1", "purpose": "event", "subject": "婚礼", "agreed": "on", "key": "z2"}
    assert person.post(small, told).status_code == 302
    for trade in Trade.objects.filter(state="agreed"):
        issued.settle(trade)
    shown = Client().get(zone).content.decode()
    assert "田某某" in shown
    assert "田小明" not in shown
    assert RULING in shown
    assert "None" not in Client().get("/en" + zone).content.decode()
    bought = ZonePurchase.objects.get(ruling=RULING)
    there = reverse("deal", args=[bought.trade.number])
    certificate = reverse("certificate", args=[bought.retirement.number])
    assert certificate in court.get(there).content.decode()
    listed = browser("farm").post(
        reverse("offer", args=[issued.asset.removeprefix("ticket:"), issued.office.party("farm")]),
        {"tonnes": "5", "price": "85.00", "days": "5", "zone": INDIVIDUAL_ZONE, "key": "o1"},
    )
    assert listed.status_code == 302
    assert Listing.objects.latest("pk").zone == INDIVIDUAL_ZONE


def test_a_ruling_for_which_units_were_bought_is_told_before_they_are_bought_again(issued):
    listing = offer(issued, JUDICIAL_ZONE)
    first = restore(issued, listing, 5)
    with pytest.raises(Refused) as refused:
        restore(issued, listing, 5)
    (fault,) = refused.value.refusals
    assert fault.code == "E-EX-69"
    assert first.number in fault.what("zh")
    restore(issued, listing, 5, ruling="（2026）黔0122刑初8号")
    assert restore(issued, listing, 5, is_further=True) != first


def test_of_a_person_nothing_but_the_surname_is_kept(issued):
    trade = restore(issued, offer(issued, JUDICIAL_ZONE), 5, beneficiary="田小明", is_person=True)
    issued.settle(trade)
    done = ZonePurchase.objects.get(trade=trade)
    assert (done.beneficiary, done.retirement.beneficiary) == ("田某某", "田某某")


def test_a_case_is_known_whether_bought_in_the_zone_or_by_order_of_the_court(issued, refuses):
    office, ruling = issued.office, "（2026）黔0122刑初9号"
    told = {
        "court": office.party("court"),
        "party": office.party("buyer"),
        "ticket": Ticket.objects.get(number=issued.asset.removeprefix("ticket:")).pk,
        "seller": office.party("farm"),
        "quantity": carbon(5),
        "price_fen": fen("85.00"),
    }
    ordered = order_subscription(issued.call("court"), case_number=ruling, **told)
    accept_subscription(issued.call("farm"), subscription=ordered.pk)
    done = fulfil_subscription(issued.call("operator"), subscription=ordered.pk).retirement
    listing = offer(issued, JUDICIAL_ZONE)
    with pytest.raises(Refused) as refused:
        restore(issued, listing, 5, ruling=ruling)
    (fault,) = refused.value.refusals
    assert fault.code == "E-EX-69"
    assert done.number in fault.what("zh")
    restore(issued, listing, 5, ruling=ruling, is_further=True)
    issued.settle(restore(issued, listing, 5))
    with refuses("E-RM-01"):
        order_subscription(issued.call("court"), case_number=RULING, **told)


def test_a_court_finds_its_orders_and_freezes_in_the_judicial_zone(issued):
    """The way there stands for a court alone, and in its own zone alone."""
    ways = {reverse("subscriptions"), reverse("holds")}
    for part, zone, shown in (
        ("court", JUDICIAL_ZONE, True),
        ("court", INDIVIDUAL_ZONE, False),
        ("farm", JUDICIAL_ZONE, False),
    ):
        page = browser(part).get(reverse("zone", args=[zone])).content.decode()
        assert {f'href="{way}"' in page for way in ways} == {shown}
    page = Client().get(reverse("zone", args=[JUDICIAL_ZONE])).content.decode()
    assert not any(f'href="{way}"' in page for way in ways)
