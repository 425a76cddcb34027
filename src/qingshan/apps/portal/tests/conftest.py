"""A fair: two tickets with offers that are open and others that nobody can take, and its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import JUDICIAL_ZONE
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import County
from qingshan.apps.projects.models import Project
from qingshan.apps.registry.models import Ticket
from qingshan.apps.walks.cast import Part, enter
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

PERSON = Part("neighbour", "方小民", ("trader",), "person", "方小民", "Fang Xiaomin")
HERE, THERE = "522629", "520121"
OFFERS, DEALS, CSV = "market_offers", "market_deals", "trades_csv"
LISTED, DEALT = r"(?<=>)GP-[0-9A-Z-]+", r"(?<=>)CJ-[0-9A-Z-]+"


@pytest.fixture(scope="module")
def tickets(office: Any) -> tuple[Ticket, Ticket]:
    """Tickets of two counties."""
    here, there = office.issued(), office.issued()
    for ticket, code in ((here, HERE), (there, THERE)):
        Project.objects.filter(pk=ticket.monitoring.project_id).update(county_code=code)
    County.objects.bulk_create(
        County(code=code, name=name, shape=b"", bounds=Box(106.0, 26.0, 106.1, 26.1))
        for code, name in ((HERE, "剑河县"), (THERE, "开阳县"))
    )
    office.cast = {**office.cast, PERSON.username: enter(PERSON, office.now)}
    return here, there


@pytest.fixture
def fair(office: Any, tickets: tuple[Ticket, Ticket], db: None) -> Market:
    """Offers of both tickets that are open, and others that nobody can take."""
    here, there = tickets
    market = Market(office, now() - timedelta(days=2), here.asset)
    market.supply(50, PERSON.username)
    for part in ("buyer", "court"):
        office.paid(part, fen("90000.00"))
    market.tickets = tickets
    market.gone = [market.list(7, "60.00", days=1)]
    market.now = now()
    market.other = replace(market, asset=there.asset)
    market.open = [
        market.list(10, "80.00"),
        market.other.list(20, "81.00"),
        market.list(30, "82.00", part=PERSON.username),
    ]
    told = {
        "asset": market.asset,
        "seller": office.party("farm"),
        "quantity": carbon(5),
        "price_fen": fen("62.00"),
        "expires": market.now + timedelta(days=30),
    }
    zoned = offered(market.call("farm"), office.actor("operator"), **told, zone=JUDICIAL_ZONE)
    waiting = list_units(market.call("farm"), **told)
    sold, back = market.list(3, "61.00"), market.list(3, "63.00")
    market.settle(market.take(sold, 3))
    market.cancel(back)
    market.gone += [zoned, waiting, sold, back]
    return market


def page(name: str, status: int = 200, language: str = "", **told: str) -> str:
    answer = Client().get(language + reverse(name), told)
    assert answer.status_code == status, answer.getvalue().decode()[-2000:]
    return answer.getvalue().decode()


def told(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, text)


def numbers(rows: Iterable[Listing | Trade]) -> list[str]:
    return [row.number for row in rows]


def onward(text: str, way: str) -> str:
    """The address of the page beside this one."""
    found = re.search(rf'href="(\?[^"]+)" rel="{way}"', text)
    return found[1].replace("&amp;", "&") if found else ""


def copies(model: type, one: Any, count: int, **said: Any) -> list[Any]:
    """So many rows like one; what is said may depend on the place in the row."""
    rows = []
    for place in range(count):
        row = model.objects.get(pk=one.pk)
        row.pk, row.number = None, f"{one.number[:3]}COPY-{len(said)}-{place:04}"
        for name, value in said.items():
            setattr(row, name, value(place) if callable(value) else value)
        rows.append(row)
    return model.objects.bulk_create(rows)
