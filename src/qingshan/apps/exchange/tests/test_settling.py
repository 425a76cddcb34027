"""Deals delivered together: each whole or not at all, each told, and none twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import SHANGHAI, now
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit, reads, store
from qingshan.apps.exchange import reads as market_reads
from qingshan.apps.exchange.jobs import settle_deals, settle_due
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.settlement_models import SettlementRound
from qingshan.apps.exchange.trading_days import is_after_close
from qingshan.apps.exchange.verbs.settle_together import settle_together
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon


def picked(market, *tonnes):
    """Deals of some tonnes each, out of one offer."""
    market.supply(sum(tonnes))
    market.office.paid("buyer", fen("50000.00"))
    offered = market.list(sum(tonnes), "80.00")
    return [market.take(offered, each) for each in tonnes]


def together(market, key="", after=0):
    return settle_together(market.call("operator", key), after=after)


@pytest.mark.django_db
def test_deals_are_delivered_together_deal_by_deal(market):
    trades = picked(market, 10, 20, 5)
    newest = Event.objects.latest("pk").pk
    made = together(market)
    assert (made.deals, made.amount_fen) == (3, fen("2800.00"))
    assert {(one.state, one.settled) for one in Trade.objects.all()} == {("settled", market.now)}
    assert market.units("buyer").available == carbon(35)
    assert market.money("farm").available == fen("2800.00") - sum(t.seller_fee_fen for t in trades)
    assert market.fees() == sum(t.seller_fee_fen + t.buyer_fee_fen for t in trades)
    assert reads.open_holds(asset=market.asset) == []
    assert all(reads.chain(f"settle:{trade.number}") for trade in trades)
    *parts, act = Event.objects.filter(pk__gt=newest).order_by("pk")
    told = [(one.name, one.subject_id, one.facts["number"]) for one in parts]
    assert told == [("trade.settled", one.pk, one.number) for one in trades]
    assert (act.name, act.subject_id) == ("trades.settled_together", made.pk)
    assert act.facts["deals"] == [one.number for one in trades]
    assert audit.verify() is None


@pytest.mark.django_db
def test_the_same_key_delivers_once(market, refuses):
    picked(market, 10)
    call = market.call("operator")
    made = settle_together(call, after=0)
    events = Event.objects.count()
    assert settle_together(call, after=0) == made
    assert (Event.objects.count(), SettlementRound.objects.count()) == (events, 1)
    with refuses("E-MC-02"):
        settle_together(call, after=1)
    with refuses("E-EX-66"):
        together(market)


@pytest.mark.django_db
def test_only_operator_and_clock_settle(market, refuses):
    picked(market, 10)
    with refuses("E-AU-01"):
        settle_together(market.call("buyer"))


@pytest.mark.django_db
def test_what_cannot_be_delivered_waits_and_stops_no_other(market, refuses):
    (stuck,) = picked(market, 10)
    frozen, market.asset = market.asset, "ticket:OTHER"
    (fine,) = picked(market, 7)
    store.freeze_asset(frozen)
    made = together(market)
    assert made.deals == 1
    assert set(Trade.objects.filter(state="agreed")) == {stuck}
    act = Event.objects.get(name="trades.settled_together")
    assert (act.facts["deals"], act.facts["left"]) == ([fine.number], {stuck.number: ["E-LG-15"]})
    assert market.units("buyer").available == carbon(7)
    # Nothing else waits: the act is refused with what the ledger says, and leaves no number.
    with refuses("E-LG-15"):
        together(market)
    settle_due(market.now)
    store.thaw_asset(frozen)
    assert together(market).number[:14] == "JS-2026-000002"
    assert audit.verify() is None


@pytest.mark.django_db
def test_the_clock_delivers_all_that_waits_in_acts_of_some(market, monkeypatch):
    monkeypatch.setattr(market_reads, "TOGETHER", 2)
    trades = picked(market, 1, 2, 3, 4, 5)
    settle_due(market.now)
    assert not Trade.objects.filter(state="agreed").exists()
    deals = SettlementRound.objects.order_by("pk").values_list("deals", flat=True)
    assert list(deals) == [2, 2, 1]
    assert market.units("buyer").available == carbon(15)
    assert Event.objects.filter(name="trade.settled").count() == len(trades)
    settle_due(market.now)
    assert SettlementRound.objects.count() == 3


@pytest.mark.django_db
def test_deals_of_a_day_are_delivered_after_its_close(market, settings):
    picked(market, 10)
    noon = datetime(2026, 7, 17, 12, tzinfo=SHANGHAI)
    assert [is_after_close(noon + timedelta(minutes=late)) for late in (0, 189, 190)] == [
        False,
        False,
        True,
    ]
    settings.TRADING_HOURS = False
    settle_deals(0)
    assert Trade.objects.get().state == "settled"


@pytest.mark.django_db
def test_together_costs_few_statements_however_many_deals(market, statements_sent):
    picked(market, 1, 1, 1, 1)
    together(market)
    picked(market, *(1,) * 20)
    with statements_sent() as told:
        together(market)
    # The transaction's two ends, key, deals, number, ledger, deals, round, their events, its event.
    assert len(told) <= 11, told


@pytest.mark.django_db
def test_the_operator_settles_on_the_desk(market):
    trades = picked(market, 10, 20)
    client = Client()
    client.force_login(User.objects.get(username="operator"))
    assert reverse("settle_together") in client.get(reverse("trading_desk")).content.decode()
    sent = {"key": "once"}
    answers = [client.post(reverse("settle_together"), sent, follow=True) for _ in range(2)]
    number = f"JS-{now().year}-000001"
    for answer in answers:
        assert f"交割 2 笔：{number}" in answer.content.decode().replace("&nbsp;", " ")
    assert Trade.objects.filter(state="settled").count() == len(trades)
    there = reverse("settle_together")
    assert client.get(there).content == b"", "a program is told by the status alone"
    opened = client.get(there, headers={"Accept": "text/html"})
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert opened.templates[0].name == "405.html"
    assert "这个地址只接收提交的内容" in opened.content.decode()
    client.force_login(User.objects.get(username="buyer"))
    assert client.post(reverse("settle_together"), {"key": "other"}).status_code == 403
