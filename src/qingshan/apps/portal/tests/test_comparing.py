"""Tickets side by side: in the order told, however they were typed, with what the market knows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.portal.comparing import compared, told_numbers
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


def test_numbers_are_told_in_any_way():
    assert told_numbers("") == []
    told = told_numbers("GZ-2024-000001-0，gz2024000002-8\n GZ-2024-000001-0；x")
    assert told == ["GZ-2024-000001-0", "GZ-2024-000002-8", "x"]


def test_a_ticket_is_compared_with_what_it_is_and_what_it_costs(office):
    one, other = office.issued(), office.issued()
    market = Market(office, office.now, one.asset)
    office.paid("buyer", fen("9000.00"))
    dear, cheap = market.list(100, "85.00"), market.list(50, "80.00")
    market.settle(market.take(cheap, 10))
    first, second = compared([other.number, one.number], office.now)
    assert [first.ticket, second.ticket] == [other, one]
    assert (first.offered, first.close_fen) == (None, None)
    assert second.offered is not None
    assert second.offered.offers == 2
    assert second.offered.quantity == dear.quantity + carbon(40)
    assert second.offered.lowest_fen == fen("80.00")
    assert second.close_fen is None, "today's deals make no close before"
    assert second.recalled == one.report.run.record["share_recalled"]
    period = one.monitoring.period
    a_year = Decimal(one.report.run.removal) / 10_000 / Decimal(str(period.years))
    a_mu = a_year / (Decimal(one.area_m2) * 15 / 10_000)
    assert abs(second.a_mu_and_year - a_mu) <= Decimal("0.005")


def shown(text: str, language: str = "") -> str:
    answer = Client().get(language + reverse("compare"), {"tickets": text})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "None" not in page
    return page


def test_the_page_says_what_is_missing_and_what_is_left_out(office):
    """portal/compare.html."""
    numbers = [office.issued().number for _ in range(2)]
    page = shown(" ".join([*numbers, "GZ-1999-000001-0"]))
    assert all(reverse("ticket", args=[number]) in page for number in numbers)
    assert "没有这些碳票" in page
    assert "GZ-1999-000001-0" in page
    assert reverse("ticket_pack", args=[numbers[0]]) in page
    many = shown(" ".join([*numbers, "A", "B", "C"]))
    assert "最多对比 4 张，未列入：" in many
    assert "填写票号" in shown("")
    assert "<script>" not in shown("<script>")
    here = reverse("compare")
    assert Client().get(here, {"ticket": "x"}).status_code == 422
    assert "There are no such tickets" in shown("x", "/en")


def test_what_is_on_offer_is_proposed_and_the_list_of_offers_leads_here(office):
    tickets = [office.issued() for _ in range(2)]
    for ticket in tickets:
        Market(office, now(), ticket.asset).list(10, "80.00")
    one, other = (ticket.number for ticket in tickets)
    page = shown(one)
    assert f"?tickets={one}+{other}" in page
    offers = Client().get(reverse("market_offers")).content.decode()
    assert f"{reverse('compare')}?tickets={one}+{other}" in offers
