"""The stream of the market: what is said, to whom, in which order, and what is never said."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.auctions import verbs as auction_verbs
from qingshan.apps.base.models import Event
from qingshan.apps.base.verb import verbs
from qingshan.apps.exchange import live
from qingshan.apps.exchange import verbs as exchange_verbs
from qingshan.apps.exchange.listening import asked_ticket, frames, place_of
from qingshan.apps.exchange.live import KINDS, Feed, Message
from qingshan.apps.exchange.tests.test_blocks import propose
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.core.kernel.money import fen


def said(messages: Iterable[Message]) -> list[tuple[str, str]]:
    return [(one.kind, json.loads(one.data)["event"]) for one in messages]


@pytest.fixture
def busy(open_market: Any) -> Any:
    """A market with units and money; nothing was offered yet."""
    open_market.supply(5_000)
    open_market.office.paid("buyer", fen("600000.00"))
    return open_market


def test_deals_orders_and_halts_are_said_in_the_order_of_the_journal(busy, monkeypatch):
    monkeypatch.setattr(live, "now", lambda: busy.now)
    feed = Feed()
    assert feed.read() is False
    start = feed.cursor
    trade = busy.take(busy.list(100, "80.00"), 40)
    busy.settle(trade)
    halt_trading(busy.call("operator"), scope="market", reason="核对", document="")
    assert feed.read() is True
    told = feed.since(start)
    assert said(told) == [
        ("order", "listing.opened"),
        ("deal", "trade.agreed"),
        ("deal", "trade.settled"),
        ("halt", "trading.halted"),
    ]
    deal = json.loads(told[2].data)
    assert deal["deal"]["tonnes"] == "40"
    assert deal["deal"]["yuan"] == "3200.00"
    assert deal["deal"]["words"]["purpose"]["zh"] == "抵消自身排放"
    level = {"yuan_per_tonne": "80.00", "tonnes": "60", "orders": 1}
    assert deal["levels"] == {"sell": [level], "buy": []}
    assert busy.office.cast["buyer"].party.name not in "".join(one.data for one in told)


def test_a_proposal_between_two_parties_is_no_message(busy):
    feed = Feed()
    feed.read()
    propose(busy, tonnes=1_000, price="70.00")
    assert feed.read() is False
    assert feed.since(0) == []
    for room in (exchange_verbs, auction_verbs):
        for module in pkgutil.iter_modules(room.__path__):
            import_module(f"{room.__name__}.{module.name}")
    events = {card.event for card in verbs().values()}
    assert set(KINDS) <= events, "an event that no verb leaves is never said"
    assert not any(name.startswith("block.") for name in set(KINDS) - {"block.confirmed"})


def test_who_comes_back_hears_what_was_missed_and_nothing_twice(busy):
    feed = Feed()
    feed.read()
    first = busy.list(10, "80.00")
    feed.read()
    _, place = frames(feed, 0, "")
    busy.cancel(first)
    feed.read()
    told, further = frames(feed, place, "")
    assert told.count(b"event: order\n") == 1
    assert b"listing.cancelled" in told
    assert frames(feed, further, "") == (b"", further)
    assert frames(feed, None, "") == (b"", feed.cursor)


def test_a_feed_begins_with_what_was_said_before_it(busy):
    busy.list(10, "80.00")
    late = Feed()
    assert late.read() is True
    assert said(late.since(0)) == [("order", "listing.opened")]


def test_a_series_hears_itself_and_the_whole_market(busy):
    feed = Feed()
    feed.read()
    busy.list(10, "80.00")
    halt_trading(busy.call("operator"), scope="market", reason="核对", document="")
    feed.read()
    assert said(feed.since(0, "TEST")) == [("order", "listing.opened"), ("halt", "trading.halted")]
    assert said(feed.since(0, "OTHER")) == [("halt", "trading.halted")]


def test_who_was_away_for_too_long_or_comes_from_elsewhere_starts_anew(busy, monkeypatch):
    monkeypatch.setattr(live, "KEPT", 2)
    feed = Feed()
    feed.read()
    start = feed.cursor
    for price in ("80.00", "80.10", "80.20"):
        busy.list(10, price)
    feed.read()
    assert feed.since(start) is None
    told, place = frames(feed, start, "")
    assert told == f"id: {place}\nevent: reset\ndata: {{}}\n\n".encode()
    assert frames(feed, place + 9, "")[0] == told, "a place beyond the end is no place"


def test_one_reading_serves_all_who_ask_within_it(busy, django_assert_num_queries):
    feed = Feed()
    feed.read()
    busy.list(10, "80.00")
    with django_assert_num_queries(0):
        assert feed.read(unless_read_within_s=60) is False
    assert feed.read(unless_read_within_s=0) is True


@pytest.mark.parametrize(
    ("header", "since", "place"),
    [("7", "3", 7), ("", "3", 3), ("", "", None), ("x", "3", 3), ("²", "-1", None)],
    ids=["remembered", "of the page", "none", "no number", "odd digits"],
)
def test_a_place_is_a_number_of_the_journal(header, since, place):
    assert place_of(header, since) == place


def test_addresses_of_the_stream():
    assert asked_ticket("/market/stream/") == asked_ticket("/en/market/stream/") == ""
    assert asked_ticket("/market/tickets/GZ-2024-000001-0/stream/") == "GZ-2024-000001-0"
    assert asked_ticket("/market/") is None
    assert place_of("9" * 30, "") is None
    assert asked_ticket("/market/tickets/a/b/stream/") is None


def test_the_site_answers_what_is_new_and_asks_to_come_back(busy):
    stranger = Client()
    there = reverse("market_stream")
    first = stranger.get(there)
    assert first["Content-Type"].startswith("text/event-stream")
    assert first["Cache-Control"] == "no-store"
    body = first.content.decode()
    assert body.startswith("retry: 3000\n\n")
    place = int(body.partition("id: ")[2].split()[0])
    busy.list(10, "80.00")
    newest = Event.objects.latest("pk").pk
    # Somebody whom another process told more makes this one read at once.
    ahead = stranger.get(there, headers={"Last-Event-ID": str(newest)}).content.decode()
    assert "event: beat" in ahead
    assert "reset" not in ahead
    body = stranger.get(there, {"since": place}).content.decode()
    assert f"id: {newest}\nevent: order\n" in body
    assert body.endswith(f"id: {newest}\nevent: beat\ndata: {{}}\n\n")
    assert stranger.post(there).status_code == 405
    assert stranger.get("/market/tickets/none/stream/").status_code == 404
