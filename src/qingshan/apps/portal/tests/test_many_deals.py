"""120,000 deals and 20,000 offers: every page of the market finds its rows by an index.

Rows are entered by sets, like one that the verbs made; the plans of PostgreSQL tell how a page
reads. Deals of a zone have one use, so that some combinations of use and mode hold nothing.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.exchange.jobs import add_up
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.portal import market_rows
from qingshan.apps.portal.tests import test_many_rows as plans
from qingshan.apps.portal.views import market as views
from qingshan.core.kernel.money import fen

pytestmark = pytest.mark.django_db
DEALS, OFFERS, SERIES = 120_000, 20_000, 200
BIG = {"exchange_trade", "exchange_listing"}
ENTER = {
    Trade: (
        DEALS,
        {
            "number": "'CJ-MANY-' || n",
            "asset": f"'ticket:MANY' || n % {SERIES}",
            "purpose": "case when n % 20 = 0 then 'judicial' when n % 20 = 1 then 'duty_planting'"
            " when n % 20 < 5 then 'event' else 'own_emissions' end",
            "mode": "case when n % 20 = 0 then 'judicial_zone' when n % 3001 = 0 then 'auction'"
            " when n % 7 = 0 then 'block' else 'listing' end",
            "settled": "t.settled - (n / 2) * interval '20 minutes'",
            "listing_id": "null::bigint",
        },
    ),
    Listing: (
        OFFERS,
        {
            "number": "'GP-MANY-' || n",
            "asset": f"'ticket:MANY' || n % {SERIES}",
            "price_fen": "7000 + n % 900",
            "state": "case when n % 4 = 0 then 'open' else 'cancelled' end",
        },
    ),
}
"""How many rows, and the columns in which they differ from the one that the verbs made."""


@pytest.fixture(scope="module")
def keys(office: Any) -> dict[str, int]:
    """The keys of a deal and of an offer in the middle."""
    ticket = office.issued()
    market = Market(office, now(), ticket.asset)
    office.paid("buyer", fen("5000.00"))
    market.settle(market.take(market.list(10, "80.00"), 3))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local session_replication_role = replica")
        for model, (count, said) in ENTER.items():
            names = [field.column for field in model._meta.concrete_fields]
            values = [said.get(name, f't."{name}"') for name in names]
            first = model.objects.latest("pk").pk
            values[names.index("id")] = f"{first} + n"
            columns = ", ".join(f'"{name}"' for name in names)
            table = model._meta.db_table
            cursor.execute(
                f"insert into {table} ({columns}) select {', '.join(values)} from"
                f" (select * from {table} where id = {first}) as t"
                f" cross join generate_series(1, {count}) as n"
            )
            cursor.execute(f"analyze {table}")
        cursor.execute("set local session_replication_role = origin")
    add_up(now())  # as the house does every night
    middle = {"market_deals": Trade, "market_offers": Listing}
    return {name: model.objects.latest("pk").pk - 4_000 for name, model in middle.items()}


USES = ("", "own_emissions", "judicial", "duty_planting")
MODES = ("", "listing", "judicial_zone", "auction", "bid")
ASKED = [
    *(
        ("market_deals", {"purpose": use, "mode": mode, "year": year})
        for use, mode, year in product(USES, MODES, ("", "2025"))
    ),
    *(("market_deals", {"ticket": "MANY7", "purpose": use}) for use in USES),
    ("market_offers", {}),
    ("market_offers", {"ticket": "MANY7"}),
    ("market_offers", {"method": "gz_ticket_v1"}),
    ("market_offers", {"vintage": "2019", "ceiling": "75"}),
    ("market_offers", {"least": "1000"}),
    ("market", {}),
]
TURNED = [
    (name, asked, turn)
    for name, asked in ASKED
    for turn in ("", "before", "after")
    if name in {"market_deals", "market_offers"} or not turn
]


@pytest.mark.parametrize(("name", "asked", "turn"), TURNED, ids=str)
def test_a_page_reads_by_an_index(
    keys: dict[str, int], monkeypatch: Any, name: str, asked: dict[str, str], turn: str
) -> None:
    monkeypatch.setattr(plans, "BIG", BIG)
    asked = {**asked, turn: str(keys[name])} if turn else asked
    with CaptureQueriesContext(connection) as told:
        answer = Client().get(reverse(name), asked)
    assert answer.status_code == 200
    statements = plans.asked_of(told)
    assert any(table in sql for sql in statements for table in BIG)
    assert plans.wrong_among(statements) == {}


@pytest.mark.parametrize(
    "fixed",
    [views._OFFERS.rows, views._DEALS.rows, market_rows._TICKETS],
    ids=lambda fixed: fixed._make.__qualname__,
)
def test_what_the_server_keeps_is_planned_by_keys(
    keys: dict[str, int], monkeypatch: Any, fixed: Fixed
) -> None:
    monkeypatch.setattr(plans, "BIG", BIG)
    assert plans.faults(fixed.text()) == []
