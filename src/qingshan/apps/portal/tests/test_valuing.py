"""A bank sees deals use by use, and a worth only where there are enough; zones count nowhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.models import Trade
from qingshan.apps.parties.models import User
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def deal(office, ticket, number: int, price_fen: int, **more) -> Trade:
    told = {
        "number": f"CJ-{number}", "mode": "listing", "order": f"GP-{number}",
        "asset": ticket.asset, "seller": office.cast["farm"].party,
        "buyer": office.cast["buyer"].party, "quantity": carbon(10), "price_fen": price_fen,
        "amount_fen": price_fen * 10, "buyer_fee_fen": 0, "seller_fee_fen": 0,
        "unit_hold": f"u{number}", "cash_hold": f"c{number}", "purpose": "own_emissions",
        "agreed": now(),
    }  # fmt: skip
    return Trade.objects.create(**told | more)


def plain(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def test_deals_are_compared_use_by_use(office):
    ticket = office.issued()
    for number, price in enumerate((8_000, 7_000, 9_000)):
        deal(office, ticket, number, price)
    deal(office, ticket, 5, 6_000, purpose="event")
    deal(office, ticket, 6, 1, purpose="event", relation="control")
    deal(office, ticket, 7, 2, purpose="event", corrected=now())
    deal(office, ticket, 8, 3, purpose="judicial_subscription", mode="judicial_zone")
    deal(office, ticket, 9, 4, purpose="event", agreed=office.now.replace(year=2020))
    bank, asked = client_of("bank"), {"ticket": ticket.number.lower(), "tonnes": "3000"}
    page = plain(bank.get(reverse("valuation"), asked).content)
    # 3,000 t at the median of 80.00, half of it.
    assert "3 80.00 70.00–90.00" in page
    assert "120,000.00" in page
    assert "1 60.00 60.00–60.00" in page
    assert "成交不足 3 单" in page
    assert "司法认购" not in page
    assert ticket.monitoring.period.last.isoformat() in page
    assert "fewer than 3 deals" in plain(bank.get("/en" + reverse("valuation"), asked).content)


def test_what_is_asked_wrongly_is_said_and_strangers_do_not_see_it(office):
    bank = client_of("bank")
    assert bank.get(reverse("valuation")).status_code == 200
    wrong = bank.get(reverse("valuation"), {"ticket": "GZ-1", "tonnes": "x"})
    assert wrong.status_code == 422
    assert "没有这张碳票" in wrong.content.decode()
    assert client_of("county").get(reverse("valuation")).status_code == 403
    assert Client().get(reverse("valuation")).status_code == 302
