"""Large holdings: noted when they reach the mark, reported by their holders, ended below it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import SHANGHAI, now
from qingshan.apps.exchange.holding_models import LargeHolding
from qingshan.apps.exchange.holding_reads import held_by, owed_by
from qingshan.apps.exchange.jobs import note_large, note_large_holdings
from qingshan.apps.exchange.verbs.end_large_holding import end_large_holding
from qingshan.apps.exchange.verbs.note_large_holding import note_large_holding
from qingshan.apps.exchange.verbs.report_holding import report_holding
from qingshan.apps.parties.models import User
from qingshan.core.kernel.units import carbon
from qingshan.core.market.rules import report_mark
from qingshan.core.tables.shelf import open_shelf

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 17)


def note(market, part: str = "buyer") -> LargeHolding:
    call = Call(SYSTEM, market.now, market.call(part).key)
    return note_large_holding(call, asset=market.asset, party=market.office.party(part))


def report(market, holding: LargeHolding, part: str = "buyer", **changes: str) -> LargeHolding:
    told = {"reason": "年度抵消储备，自有资金", "intent": "年内注销"}
    return report_holding(market.call(part), holding=holding.pk, **told | changes)


def end(market, holding: LargeHolding) -> LargeHolding:
    call = Call(SYSTEM, market.now, market.call("farm").key)
    return end_large_holding(call, holding=holding.pk)


@pytest.fixture
def large(market):
    """Of 100 t the buyer holds 20, which is the mark, and the village 19."""
    for tonnes, part in ((61, "farm"), (20, "buyer"), (19, "village")):
        market.supply(tonnes, part)
    return market


def test_the_mark_is_a_share_or_a_quantity_whichever_is_less():
    def mark(units: int) -> int:
        return report_mark(units, shelf=open_shelf(), as_of=DAY)

    assert mark(carbon(100)) == carbon(20)
    assert mark(7) == 2, "a part of the smallest unit counts as one"
    assert mark(carbon(10_000_000)) == carbon(500_000)


def test_who_reaches_the_mark_reports_once(large, refuses):
    assert held_by(large.asset, large.office.party("buyer"), DAY).is_large
    assert not held_by(large.asset, large.office.party("village"), DAY).is_large
    found = note(large)
    assert (found.quantity, found.circulating) == (carbon(20), carbon(100))
    assert found.due == date(2026, 7, 22), "three working days after a Friday"
    assert list(owed_by([large.office.party("buyer")])) == [found]
    with refuses("E-AU-02"):
        report(large, found, "village")
    for name in ("reason", "intent"):
        with refuses("E-EX-60"):
            report(large, found, **{name: " "})
    call = large.call("buyer", "same")
    told = {"holding": found.pk, "reason": "储备", "intent": "注销"}
    assert report_holding(call, **told) == report_holding(call, **told)
    with refuses("E-MC-01"):
        report(large, found)
    found.refresh_from_db()
    assert (found.state, found.reported) == ("reported", large.now)


def test_what_ended_is_not_reported_and_is_noted_anew(large, refuses):
    found = end(large, note(large))
    assert found.ended == large.now
    with refuses("E-MC-01"):
        report(large, found)
    again = note(large)
    assert end(large, report(large, again)).state == "ended"
    with refuses("E-MC-01"):
        end(large, again)


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_the_timer_notes_and_ends_and_pages_tell(market):
    """exchange/large_holdings.html, exchange/large_holding.html."""
    ticket = market.office.issued()
    market.asset, market.now = ticket.asset, now()
    market.supply(100_000, "buyer")
    for _ in range(2):
        note_large_holdings(0)
    found = LargeHolding.objects.get()
    assert found.party_id == market.office.party("buyer"), "not to whom the ticket was issued"
    buyer, operator = browser("buyer"), browser("operator")
    page = reverse("report_holding", args=[found.number])
    assert page in buyer.get(reverse("desk")).content.decode()
    assert browser("farm").get(page).status_code == 404
    assert "None" not in buyer.get("/en" + page).content.decode()
    assert buyer.post(page, {"reason": "储备", "key": "r1"}).status_code == 422
    LargeHolding.objects.update(due=market.now.date() - timedelta(days=1))
    assert "逾期" in operator.get(reverse("large_holdings")).content.decode()
    told = {"reason": "储备抵消", "intent": "年内注销", "key": "r2"}
    assert buyer.post(page, told).status_code == 302
    shown = operator.get(reverse("large_holdings")).content.decode()
    assert "储备抵消" in shown
    assert "100,000" in shown
    assert buyer.get(reverse("large_holdings")).status_code == 403
    market.supply(10_000_000, "village")
    note_large_holdings(0)
    states = dict(LargeHolding.objects.values_list("party__name", "state"))
    names = {part: market.office.cast[part].party.name for part in ("buyer", "village")}
    assert states == {names["buyer"]: "ended", names["village"]: "owed"}
    assert "None" not in operator.get("/en" + reverse("large_holdings")).content.decode()


def test_before_an_unknown_year_holdings_end_and_new_ones_wait(as_released, market):
    """The report of a holding of 30 December would be due in a year without a notice."""
    market.asset = market.office.issued().asset
    market.supply(100_000, "buyer")
    village = note(market, "buyer")
    LargeHolding.objects.update(party=market.office.party("village"))
    note_large(datetime(2026, 12, 30, 15, 30, tzinfo=SHANGHAI))
    found = LargeHolding.objects.get()
    assert (found.pk, found.state) == (village.pk, "ended"), "the buyer's waits for the notice"
    note_large(datetime(2026, 12, 28, 15, 30, tzinfo=SHANGHAI))
    (standing,) = LargeHolding.objects.exclude(state="ended")
    assert standing.party_id == market.office.party("buyer")
    assert standing.due == date(2026, 12, 31)
