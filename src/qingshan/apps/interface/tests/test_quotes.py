"""Quotes for programs: bulletins day by day, a series, the tape by use and day, rules, halts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.interface.tests.test_reading import codes, get
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 7, 17), date(2026, 7, 20)


@pytest.fixture(scope="module")
def ticket(office: Any) -> Any:
    """A ticket with a deal on a Friday and one on a Monday, and an offer that stands today."""
    made = office.issued()
    office.paid("buyer", fen("10000.00"))
    for days, price, purpose in ((0, "80.00", "event"), (3, "82.00", "own_emissions")):
        when = office.now + timedelta(days=days)
        _settled(office, made, when, price, purpose)
    _listed(office, made, now(), "82.50", 20)
    return made


def _listed(office: Any, ticket: Any, when: Any, price: str, tonnes: int) -> Any:
    return offered(
        replace(office.call("farm"), when=when),
        office.actor("operator"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=carbon(tonnes),
        price_fen=fen(price),
        expires=when + timedelta(days=5),
    )


def _settled(office: Any, ticket: Any, when: Any, price: str, purpose: str) -> Trade:
    trade = take_listing(
        replace(office.call("buyer"), when=when),
        listing=_listed(office, ticket, when, price, 10).pk,
        buyer=office.party("buyer"),
        quantity=carbon(10),
        purpose=purpose,
    )
    return settle_trade(replace(office.call("operator"), when=when), trade=trade.pk)


def test_bulletins_follow_each_other_day_by_day(ticket: Any) -> None:
    first = get("bulletins", limit=1)
    assert [row["day"] for row in first["items"]] == [MONDAY.isoformat()]
    assert first["next"].endswith(f"?before={MONDAY}&limit=1")
    second = get("bulletins", limit=1, before=MONDAY.isoformat())
    assert second["items"] == [
        {"day": FRIDAY.isoformat(), "deals": 1, "tonnes": "10.0000", "yuan": "800.00"}
    ]
    assert second["next"] is None


def test_a_bulletin_tells_prices_and_uses(ticket: Any) -> None:
    told = get(f"bulletins/{MONDAY}")
    (line,) = told["lines"]
    assert (line["ticket"], line["close_before"], line["close"]) == (
        ticket.number,
        "80.00",
        "82.00",
    )
    assert line["change_percent"] == "2.50"
    assert [(use["purpose"], use["mean_yuan_per_tonne"]) for use in told["uses"]] == [
        ("own_emissions", "82.00")
    ]
    assert told["links"]["pdf"].endswith(f"/market/bulletins/{MONDAY}/bulletin.pdf")
    assert get("bulletins/2026-07-19")["lines"] == []
    assert told["so_far"] is None
    assert codes(get("bulletins/2999-01-01", status=404)) == ["E-IF-06"]
    assert codes(get("bulletins/yesterday", status=422)) == ["E-PO-14"]


def test_a_series_tells_its_levels_band_and_prices_by_use(ticket: Any) -> None:
    told = get(f"series/{ticket.number}")
    level = {"yuan_per_tonne": "82.50", "tonnes": "20", "orders": 1}
    assert told["levels"] == {"sell": [level], "buy": []}
    assert told["close_before"] == {"day": MONDAY.isoformat(), "yuan_per_tonne": "82.00"}
    assert told["band"] == {"low_yuan": "73.80", "high_yuan": "90.20"}
    assert {use["purpose"]: use["low_yuan_per_tonne"] for use in told["uses"]} == {
        "event": "80.00",
        "own_emissions": "82.00",
    }
    assert told["halts"] == []
    assert told["links"]["stream"].endswith(f"/market/tickets/{ticket.number}/stream/")
    assert codes(get("series/none", status=404)) == ["E-IF-06"]


def test_the_tape_is_asked_by_use_and_day(ticket: Any) -> None:
    (deal,) = get("trades", purpose="event")["items"]
    assert (deal["mode"], deal["relation"], deal["yuan"]) == ("listing", None, "800.00")
    assert [row["purpose"] for row in get("trades", since=MONDAY.isoformat())["items"]] == [
        "own_emissions"
    ]
    assert len(get("trades", ticket=ticket.number)["items"]) == 2
    assert len(get("trades", mode="listing")["items"]) == 2
    assert get("trades", mode="block")["items"] == []
    assert codes(get("trades", mode="gift", status=422)) == ["E-PO-14"]
    assert get("trades", ticket="none")["items"] == []


def test_rules_name_their_basis_and_hold_on_a_day(ticket: Any) -> None:
    rules = {row["name"]: row for row in get("rules")["items"]}
    assert rules["price_tick_fen"]["basis"] == "read"
    assert rules["chart_days"]["basis"] == "set"
    assert all(row["source"] for row in rules.values())
    before = {row["name"] for row in get("rules", day="2013-01-01")["items"]}
    assert "max_holders" in before
    assert "fee_seller" not in before


def test_halts_are_told_without_the_name_of_a_party(ticket: Any, office: Any) -> None:
    for number, part in enumerate((None, "buyer")):
        halt_trading(
            replace(office.call("operator"), when=now() + timedelta(seconds=number)),
            scope="party" if part else "asset",
            asset="" if part else ticket.asset,
            party=part and office.party(part),
            reason="核对持有",
            document="",
        )
    told = get("halts")["items"]
    assert [(row["scope"], row["ticket"]) for row in told] == [
        ("asset", ticket.number),
        ("party", None),
    ]
    assert office.cast["buyer"].party.name not in str(told)
    assert [row["scope"] for row in get(f"series/{ticket.number}")["halts"]] == ["asset"]
