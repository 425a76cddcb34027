"""What keeps an order from the market: hours, band, size, gap, holders, positions, relations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.books import store
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.reads import last_close
from qingshan.apps.exchange.trading_days import is_trading_day, trading_days_between
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.resume_trading import resume_trading
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.parties.models import User
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.projects.models import Tie
from qingshan.apps.rulebook.verbs.announce_rules import announce_rules
from qingshan.apps.rulebook.words import rules_in_force
from qingshan.apps.walks.cast import enter
from qingshan.apps.walks.market_story import BUYERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db

RICH = fen("9000000.00")


@pytest.fixture
def full(market):
    """Units with the farm, money with the buyer and with a second one."""
    second = BUYERS[0]
    market.office.cast = {**market.office.cast, second.username: enter(second, market.now)}
    market.supply(5_000)
    for part in ("buyer", second.username):
        market.office.paid(part, RICH)
    return market


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_the_operator_halts_and_resumes_on_pages(full):
    client = browser("operator")
    told = {"scope": "asset", "ticket": "", "reason": "价格异常", "key": "h1"}
    assert (
        "暂停范围、对象或理由填写不全"
        in client.post(reverse("halt_trading"), told).content.decode()
    )
    told = {"scope": "party", "party": "示例国有林场", "reason": "核查持仓", "key": "h2"}
    assert client.post(reverse("halt_trading"), told).status_code == 302
    halt = Halt.objects.get()
    for name in ("trading_desk", "market_rules"):
        page = client.get(reverse(name)).content.decode()
        assert halt.number in page
        assert "核查持仓" in page
    public = Client().get("/en" + reverse("market_rules")).content.decode()
    assert "Sample State Forest Farm" in public
    assert "None" not in public
    assert Client().post(reverse("resume_trading", args=[halt.pk])).status_code == 302
    assert client.post(reverse("resume_trading", args=[halt.pk]), {"key": "r"}).status_code == 302
    halt.refresh_from_db()
    assert halt.state == "lifted"
    assert client.post(reverse("resume_trading", args=[0])).status_code == 404
    wrong = {"scope": "party", "party": "无此人", "reason": "核查", "key": "h3"}
    assert client.post(reverse("halt_trading"), wrong).status_code == 422
    assert browser("buyer").get(reverse("trading_desk")).status_code == 403


def test_the_rules_in_force_are_shown_with_their_words():
    page = Client().get(reverse("market_rules")).content.decode()
    assert "同一投资者买入后卖出" in page
    told = rules_in_force(date(2026, 7, 17))
    assert [rule.row.name for rule in told if rule.label.zh == rule.row.name] == []
    values = {rule.row.name: rule.told for rule in told}
    assert values["price_tick_fen"] == ("0.01 元", "CNY 0.01")
    assert values["listing_max_qty"] == ("100,000 吨", "100,000 t")
    assert values["open_morning"] == ("09:30", "09:30")
    assert values["same_day_resale"].zh == "不允许"
    assert values["resale_gap"].zh == "5 个交易日"
    assert values["auction_deposit_lost_to"].zh == "卖方"
    assert values["fee_seller"].en == "0.5 %"


def test_deals_pay_the_fees_that_the_exchange_announced(full, refuses, rules_anew):
    day = full.now.date()
    made = announce_rules(
        full.call("operator"),
        document="交易中心公告〔2026〕5号",
        issued=day,
        valid_from=day + timedelta(days=3),
        reason="试行",
        changes=[("fee_buyer", "0.2"), ("fee_min_fen", "0"), ("order_max_days", "10")],
    )
    listing = full.list(100, "80.00", days=30)
    before = full.take(listing, 50)
    assert (before.seller_fee_fen, before.buyer_fee_fen) == (2_000, 2_000)
    full.now += timedelta(days=3)
    assert full.now.date() == made.valid_from
    after = full.take(listing, 50)
    assert (after.seller_fee_fen, after.buyer_fee_fen) == (2_000, 800)
    with refuses("E-EX-22"):
        full.list(10, "80.00", days=11)
    full.settle(before)
    full.settle(after)
    assert full.fees() == 2_000 + 2_000 + 2_000 + 800


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    "moment",
    [
        "2026-07-17T09:29:59",
        "2026-07-17T11:30:00",
        "2026-07-17T12:59:59",
        "2026-07-17T15:00:00",
        "2026-07-18T10:00:00",
        # National Day, and the Saturday that is worked for it.
        "2026-10-01T10:00:00",
        "2026-10-10T10:00:00",
    ],
)
def test_outside_the_hours_nothing_is_ordered_or_dealt(full, refuses, moment):
    listing = full.list(10, "80.00", days=90)
    full.now = at(moment)
    with override_settings(TRADING_HOURS=True):
        with refuses("E-EX-12"):
            full.list(1, "80.00")
        with refuses("E-EX-12"):
            full.take(listing, 1)
    assert not Trade.objects.exists()


@pytest.mark.parametrize("moment", ["2026-07-17T09:30:00", "2026-07-17T14:59:59"])
def test_within_the_hours_it_is(full, moment):
    full.now = at(moment)
    with override_settings(TRADING_HOURS=True):
        full.take(full.list(10, "80.00"), 1)


def test_days_of_trading_are_those_of_the_calendar():
    assert is_trading_day(date(2026, 7, 17))
    assert not is_trading_day(date(2026, 7, 18))
    assert not is_trading_day(date(2026, 10, 10)), "a Saturday that is worked"
    # The holiday from 1 to 7 October counts for nothing.
    assert trading_days_between(date(2026, 9, 30), date(2026, 10, 8), enough=9) == 1


def test_the_band_is_that_of_the_last_mean_by_volume(full, refuses):
    full.take(full.list(100, "80.00"), 100)
    full.take(full.list(300, "90.00"), 300)
    today = full.now.date()
    assert last_close(full.asset, before=today) is None, "a day has no close while it lasts"
    full.now += timedelta(days=3)
    close = last_close(full.asset, before=full.now.date())
    assert (close.day, close.price_fen) == (today, fen("87.50"))
    full.list(1, "78.75")
    full.list(1, "96.25")
    for price in ("78.74", "96.26"):
        with refuses("E-EX-13"):
            full.list(1, price)


def test_an_offer_whose_price_left_the_band_is_not_taken(full, refuses):
    old = full.list(10, "80.00")
    full.take(full.list(10, "95.00"), 10)
    full.now += timedelta(days=3)
    with refuses("E-EX-13"):
        full.take(old, 1, BUYERS[0].username)


def test_the_first_deal_of_a_series_has_no_band(full):
    full.take(full.list(10, "9.00"), 1)
    assert full.list(10, "900.00").price_fen == fen("900.00")


def test_a_single_order_stays_below_the_largest(market, refuses):
    market.supply(100_000)
    with refuses("E-EX-20"):
        market.list(100_000, "80.00")
    market.list(99_999, "80.00")


def test_an_order_has_a_longest_term(full, refuses):
    with refuses("E-EX-22"):
        full.list(1, "80.00", days=91)
    full.list(1, "80.00", days=90)


def test_what_was_bought_is_not_sold_for_five_trading_days(full, refuses):
    trade = full.take(full.list(10, "80.00"), 10)
    full.settle(trade)
    # Friday; the next five trading days end on the Friday after.
    for days in (0, 3, 6):
        full.now = full.office.now + timedelta(days=days)
        with refuses("E-EX-14"):
            full.list(1, "80.00", part="buyer")
    with pytest.raises(Refused) as told:
        full.list(1, "80.00", part="buyer")
    assert told.value.refusals[0].remedy("zh") == "请自 2026-07-24 起办理。"
    full.now = full.office.now + timedelta(days=7)
    assert full.list(1, "80.00", part="buyer").seller_id == full.office.party("buyer")


def test_what_was_sold_is_not_bought_back_for_five_trading_days(full, refuses):
    full.supply(10, "buyer")
    second = BUYERS[0].username
    full.take(full.list(10, "80.00", part="buyer"), 10, second)
    listing = full.list(10, "80.00")
    with refuses("E-EX-14"):
        full.take(listing, 1)
    full.now += timedelta(days=7)
    full.take(listing, 1)


def test_an_offer_does_not_outlive_a_purchase_of_its_seller(full, refuses):
    full.supply(10, "buyer")
    offer = full.list(10, "80.00", part="buyer")
    full.take(full.list(10, "80.00"), 1)
    with refuses("E-EX-14"):
        full.take(offer, 1, BUYERS[0].username)


def test_two_hundred_may_hold_a_series_and_no_more(full, refuses):
    source = AccountId(full.asset, "registry", AccountKind.SUPPLY)
    owners = [units(full.asset, f"party:{900_000 + n}") for n in range(198)]
    moves = tuple(post(source, owner, carbon(1)) for owner in owners)
    store.post_one(Chain("crowd", "issue", moves), when=full.now)
    listing = full.list(10, "80.00")
    # The farm and 198 others hold; the buyer is the two hundredth, though not yet delivered to.
    full.take(listing, 1)
    with refuses("E-EX-15"):
        full.take(listing, 1, BUYERS[0].username)
    full.take(listing, 1)


def test_a_position_has_its_limit(market, refuses):
    market.supply(999_990, "buyer")
    market.supply(100)
    market.office.paid("buyer", RICH)
    listing = market.list(100, "80.00")
    with refuses("E-EX-16"):
        market.take(listing, 11)
    market.take(listing, 6)
    with refuses("E-EX-16"):
        market.take(listing, 5)
    market.take(listing, 4)


def take_related(full, listing: Listing, relation: str) -> Trade:
    return take_listing(
        full.call("buyer"),
        listing=listing.pk,
        buyer=full.office.party("buyer"),
        quantity=carbon(1),
        purpose="own_emissions",
        relation=relation,
    )


def test_a_known_relation_is_declared(full, refuses):
    user = int(full.office.cast["buyer"].actor.name.removeprefix("user:"))
    listing = full.list(10, "80.00")
    assert take_related(full, listing, "").relation == ""
    appoint(full.office.founding(), user=user, party=full.office.party("farm"), role="trader")
    with refuses("E-EX-18"):
        take_related(full, listing, "")
    with refuses("E-EX-19"):
        take_related(full, listing, "friends")
    trade = take_related(full, listing, "person")
    assert trade.relation_label.zh == "人员兼任或亲属"


def test_a_declared_tie_is_a_known_relation(full, refuses):
    Tie.objects.create(
        party_id=full.office.party("farm"),
        other_id=full.office.party("buyer"),
        kind="holding",
        declared=full.now,
    )
    with refuses("E-EX-18"):
        take_related(full, full.list(10, "80.00"), "")


def test_a_tie_that_was_told_to_have_ended_is_none_any_more(full, refuses):
    ends = {"party_id": full.office.party("farm"), "other_id": full.office.party("buyer")}
    Tie.objects.create(**ends, kind="holding", declared=full.now)
    listing, last = full.list(10, "80.00"), full.now.date() - timedelta(days=1)
    with refuses("E-EX-18"):
        take_related(full, listing, "")
    Tie.objects.create(**ends, kind="holding", until=last, declared=full.now)
    assert take_related(full, listing, "").relation == ""


@pytest.mark.parametrize("scope", ["market", "asset", "party"])
def test_a_halt_stops_orders_and_deals_until_it_is_lifted(full, refuses, scope):
    listing = full.list(10, "80.00")
    agreed = full.take(listing, 1)
    halt = halt_trading(
        full.call("operator"),
        scope=scope,
        asset=full.asset if scope == "asset" else "",
        party=full.office.party("farm") if scope == "party" else None,
        reason="价格异常",
        document="交易中心公告 3 号",
    )
    with refuses("E-EX-17"):
        full.list(1, "80.00")
    with refuses("E-EX-17"):
        full.take(listing, 1)
    page = Client().get(reverse("market")).content.decode()
    assert ("全市场暂停交易" in page) == (scope == "market"), "the market's own page says so"
    # What is agreed is settled, and what is offered may be taken back.
    full.settle(agreed)
    resume_trading(full.call("operator"), halt=halt.pk)
    full.take(listing, 1)
    with refuses("E-MC-01"):
        resume_trading(full.call("operator"), halt=halt.pk)


def test_a_halt_of_another_series_or_party_stops_nobody_else(full):
    store.open_asset("ticket:OTHER", AssetKind.CARBON)
    call = full.call("operator")
    halt_trading(call, scope="asset", asset="ticket:OTHER", reason="核查", document="")
    second = full.office.party(BUYERS[0].username)
    call = full.call("operator")
    halt_trading(call, scope="party", party=second, reason="核查", document="")
    full.take(full.list(10, "80.00"), 1)


@pytest.mark.parametrize(
    "told",
    [
        {"scope": "market", "asset": "ticket:TEST"},
        {"scope": "asset"},
        {"scope": "party"},
        {"scope": "province"},
        {"scope": "market", "reason": " "},
    ],
)
def test_a_halt_names_one_subject_and_a_reason(full, refuses, told):
    with refuses("E-EX-21"):
        halt_trading(full.call("operator"), **{"reason": "核查", "document": ""} | told)


def test_only_the_exchange_halts(full, refuses):
    with refuses("E-AU-01"):
        halt_trading(full.call("buyer"), scope="market", reason="核查", document="")


def test_everything_is_told_at_once_and_a_halt_of_both_sides_once(full):
    listing = full.list(10, "80.00")
    full.take(full.list(10, "95.00"), 10)
    halt_trading(full.call("operator"), scope="market", reason="核查", document="")
    full.now = at("2026-07-20T08:00:00")
    with override_settings(TRADING_HOURS=True), pytest.raises(Refused) as caught:
        full.take(listing, 11, BUYERS[0].username)
    codes = sorted(refusal.code for refusal in caught.value.refusals)
    assert codes == ["E-EX-04", "E-EX-12", "E-EX-13", "E-EX-17"]
    places = {refusal.code: refusal.place for refusal in caught.value.refusals}
    assert places["E-EX-12"] == "2026-07-20 08:00"
