"""What stands out, from which mark on, and that it is noted once for as long as it is open."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.surveillance import jobs
from qingshan.apps.surveillance.models import Alert
from qingshan.apps.surveillance.patterns import patterns_of
from qingshan.apps.surveillance.verbs.close_alert import close_alert
from qingshan.apps.surveillance.verbs.note_alert import note_alert
from qingshan.apps.surveillance.watching import watch
from qingshan.apps.surveillance.words import told
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.watch import clarification_days, percent_apart, percent_of

pytestmark = pytest.mark.django_db


def close(market, alert: Alert) -> Alert:
    told = {"outcome": "cleared", "finding": "双方说明一致，未见异常"}
    return close_alert(market.call("operator"), alert=alert.pk, **told)


def test_percentages_are_rounded_once():
    assert percent_apart(8_640, 8_000) == Decimal("8.00")
    assert percent_apart(7_359, 8_000) == Decimal("-8.01")
    assert percent_of(1, 3) == Decimal("33.33")
    assert percent_of(1, 8) == Decimal("12.50")


def test_a_price_far_from_the_close_before_stands_out(watched):
    first = watched.list(10, "80.00")
    watched.bought(first, 1)
    assert watched.watched() == [], "without a close before nothing is far from it"
    watched.days_later(1)
    near, far = watched.list(10, "86.39"), watched.list(10, "86.40")
    watched.bought(near, 1)
    assert watched.watched() == []
    watched.bought(far, 2)
    (alert,) = watched.watched()
    assert (alert.kind, alert.asset) == ("apart", watched.asset)
    assert alert.sides == (watched.office.party("buyer"), watched.office.party("farm"))
    assert alert.facts == {
        "price_fen": 8_640,
        "close_fen": 8_000,
        "percent": "+8.00",
        "deals": 1,
        "quantity": carbon(2),
    }
    assert told(alert).zh == "成交价 86.40 元/吨，前一收盘价 80.00 元/吨，偏离 +8.00%"
    assert alert.number.startswith("JK-2026-")


def test_who_sells_back_what_was_bought_stands_out_once(watched):
    there = watched.list(20, "80.00", part="other")
    watched.settle(watched.bought(there, 10))
    watched.days_later(9)
    back = watched.list(10, "80.00", part="buyer")
    watched.bought(back, 4, "other")
    (alert,) = watched.watched()
    assert alert.kind == "round_trip"
    assert set(alert.sides) == {watched.office.party("buyer"), watched.office.party("other")}
    one_way = {alert.facts["bought"], alert.facts["sold"]}
    assert (alert.facts["deals"], one_way) == (2, {carbon(10), carbon(4)})
    watched.bought(back, 1, "other")
    assert watched.watched() == [], "it is looked into already"


def test_what_lies_before_the_window_does_not_count(watched):
    there = watched.list(20, "80.00", part="other", days=60)
    watched.settle(watched.bought(there, 10))
    watched.days_later(30)
    watched.bought(watched.list(10, "80.00", part="buyer"), 4, "other")
    assert watched.watched() == []


def test_two_parties_who_are_most_of_the_market_stand_out_from_the_fifth_deal(watched):
    offer = watched.list(100, "80.00")
    for _ in range(4):
        watched.bought(offer, 1)
    assert watched.watched() == []
    watched.bought(offer, 5, "other")
    watched.bought(offer, 1)
    (alert,) = watched.watched()
    assert alert.kind == "same_pair"
    assert alert.facts == {"deals": 5, "quantity": carbon(5), "percent": "50.00"}
    assert told(alert).en.startswith("5 deals of 5 t, 50.00 %")


def test_deals_of_related_parties_stand_out_by_their_share(watched):
    offer = watched.list(100, "80.00")
    watched.bought(offer, 4, relation="share")
    watched.bought(offer, 17, "other")
    assert watched.watched() == [], "19 per cent"
    watched.bought(offer, 1, relation="share")
    (alert,) = watched.watched()
    assert alert.kind == "related"
    assert alert.facts == {"deals": 2, "quantity": carbon(5), "percent": "22.73"}


def test_who_takes_many_orders_back_in_a_day_stands_out(watched):
    offers = [watched.list(1, "80.00") for _ in range(5)]
    for offer in offers[:4]:
        watched.cancel(offer)
    assert watched.watched() == []
    watched.cancel(offers[4])
    (alert,) = watched.watched()
    assert (alert.kind, alert.facts) == ("withdrawn", {"orders": 5})
    assert alert.sides == (watched.office.party("farm"),)
    watched.days_later(1)
    assert watched.watched() == []


def test_what_goes_on_after_it_was_closed_is_noted_anew(watched):
    offer = watched.list(100, "80.00")
    for _ in range(5):
        watched.bought(offer, 1)
    (first,) = watched.watched()
    close(watched, first)
    assert watched.watched() == [], "nothing new since"
    watched.days_later(1)
    assert watched.watched() == [], "no deal on this day"
    watched.bought(offer, 1)
    (again,) = watched.watched()
    assert again.facts["deals"] == 6
    assert again.number != first.number


def test_a_deal_that_was_led_back_does_not_count(watched):
    offer = watched.list(100, "80.00")
    deals = [watched.settle(watched.bought(offer, 1)) for _ in range(5)]
    correct_trade(watched.call("operator"), trade=deals[0].pk, reason="录入错误")
    assert patterns_of(booking_day(watched.now)) == []


def test_the_timer_looks_at_the_day_and_after_midnight_at_the_day_before(watched, monkeypatch):
    offer = watched.list(100, "80.00")
    for _ in range(5):
        watched.bought(offer, 1)
    midnight = datetime.fromisoformat("2026-07-14T00:10:00+08:00")
    monkeypatch.setattr(jobs, "now", lambda: midnight)
    for _ in range(2):
        jobs.watch_market(0)
    (alert,) = Alert.objects.all()
    assert alert.noted == midnight
    event = Event.objects.get(name="alert.noted")
    assert (event.actor, event.subject_id) == (SYSTEM.name, alert.pk)
    assert watch(booking_day(midnight), midnight) == []


def test_nobody_but_the_timer_notes(watched, refuses):
    def note(call: Call) -> Alert:
        party = watched.office.party("farm")
        told = {"asset": watched.asset, "since": booking_day(watched.now), "newest": watched.now}
        return note_alert(
            call, kind="withdrawn", party=party, other=None, facts={"orders": 5}, **told
        )

    with refuses("E-AU-01"):
        note(watched.call("operator"))
    call = Call(SYSTEM, watched.now, "alert")
    assert note(call) == note(call)


def test_the_days_to_answer_are_a_dated_row():
    from datetime import date

    from qingshan.core.tables.shelf import open_shelf

    assert clarification_days(date(2026, 7, 13), open_shelf()) == 3
