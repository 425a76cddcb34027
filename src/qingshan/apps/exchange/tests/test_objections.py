"""Who objects does so in time; an error goes back by new entries, or says why it cannot."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.clearing import clearing_of, next_month
from qingshan.apps.exchange.models import Objection, Trade
from qingshan.apps.exchange.reads import taped_trades
from qingshan.apps.exchange.verbs.answer_objection import answer_objection
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.exchange.verbs.object_to_trade import object_to_trade
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen, yuan
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountKind, booking_day
from qingshan.core.market.settlement import MONEY

pytestmark = pytest.mark.django_db


def settled(market, tonnes: int = 10) -> Trade:
    market.supply(tonnes)
    market.office.paid("buyer", fen("10000.00"))
    trade = market.take(market.list(tonnes, "80.00"), tonnes)
    return market.settle(trade)


def objected(market, trade: Trade, part: str = "buyer", key: str = "", **more: object) -> Objection:
    told = {"party": market.office.party(part), "reason": "数量与合同不符"} | more
    return object_to_trade(market.call(part, key), trade=trade.pk, **told)


def led_back_by(market, trade: Trade, reason: str) -> Trade:
    return correct_trade(market.call("operator"), trade=trade.pk, reason=reason)


def client_of(market, part: str) -> Client:
    client = Client()
    name = market.call(part).actor.name.removeprefix("user:")
    client.force_login(User.objects.get(pk=name))
    return client


def test_a_side_objects_once_and_in_time(market, refuses):
    trade = settled(market)
    with refuses("E-EX-64"):
        objected(market, trade, reason=" ")
    with refuses("E-EX-62"):
        objected(market, trade, "village")
    with refuses("E-AU-02"):
        objected(market, trade, party=market.office.party("farm"))
    found = objected(market, trade, key="o")
    assert objected(market, trade, key="o") == found
    with refuses("E-EX-63"):
        objected(market, trade)
    # Friday's deal may be objected to on Monday until midnight, and on Tuesday no more.
    market.now += timedelta(days=3, hours=13)
    assert objected(market, trade, "farm").pk
    Objection.objects.all().delete()
    market.now += timedelta(days=1)
    with refuses("E-EX-61"):
        objected(market, trade)


def test_an_objection_is_answered_in_words(market, refuses):
    found = objected(market, settled(market))
    told = {"objection": found.pk, "is_upheld": True}
    with refuses("E-EX-64"):
        answer_objection(market.call("operator"), answer="", **told)
    call = market.call("operator", "a")
    done = answer_objection(call, answer="属录入差错", **told)
    assert answer_objection(call, answer="属录入差错", **told) == done
    assert (done.state, done.outcome_label.en) == ("answered", "upheld")
    with refuses("E-MC-01"):
        answer_objection(market.call("operator"), answer="再答", **told)


def test_an_error_goes_back_with_both_fees(market, refuses):
    trade = settled(market)
    with refuses("E-EX-64"):
        correct_trade(market.call("operator"), trade=trade.pk, reason="")
    call = market.call("operator", "c")
    done = correct_trade(call, trade=trade.pk, reason="价格录入错误")
    assert correct_trade(call, trade=trade.pk, reason="价格录入错误") == done
    assert done.state == "corrected"
    assert (market.units("farm").posted, market.units("buyer").posted) == (carbon(10), 0)
    assert market.money("buyer").available == fen("10000.00")
    assert (market.money("farm").posted, market.fees()) == (0, 0)
    assert reads.totals(MONEY).get(AccountKind.CLEARING, 0) == 0
    assert [trade.state for trade in taped_trades()] == ["corrected"]
    with refuses("E-MC-01"):
        correct_trade(market.call("operator"), trade=trade.pk, reason="再次")
    assert audit.verify() is None


def test_what_is_gone_does_not_go_back(market, refuses):
    trade = settled(market)
    asked = {"trade": trade.pk, "reason": "差错"}
    market.now += timedelta(days=30)
    market.list(4, "80.00", part="buyer")
    with refuses("E-EX-65"):
        correct_trade(market.call("operator"), **asked)
    trade.refresh_from_db()
    assert (trade.state, market.units("buyer").posted) == ("settled", carbon(10))


def test_a_day_is_cleared_by_party_and_comes_out_even(market):
    trade = settled(market)
    day = booking_day(market.now)
    told = clearing_of(day)
    lines = {one.party.pk: one for one in told.parties}
    buyer, seller = lines[trade.buyer_id], lines[trade.seller_id]
    assert (buyer.bought, seller.sold, buyer.deals) == (carbon(10), carbon(10), 1)
    assert buyer.net_fen == -(trade.amount_fen + trade.buyer_fee_fen)
    assert seller.net_fen == market.money("farm").posted
    assert (told.fees_fen, told.adds_up) == (market.fees(), True)
    market.now += timedelta(days=1)
    correct_trade(market.call("operator"), trade=trade.pk, reason="差错")
    back = clearing_of(booking_day(market.now))
    assert {one.corrections for one in back.parties} == {1}
    assert back.adds_up
    assert clearing_of(day).parties[0].deals == 1


def test_fees_of_a_month_are_told_for_the_invoices(market):
    trade = settled(market)
    operator = client_of(market, "operator")
    month = f"{booking_day(market.now):%Y-%m}"
    address = reverse("fees_csv", args=[month])
    assert address in operator.get(reverse("clearings")).content.decode()
    answer = operator.get(address).content.decode("utf-8-sig")
    rows = {row["invoice_title"]: row for row in csv.DictReader(io.StringIO(answer))}
    buyer = rows[trade.buyer.name]
    assert buyer["fees_yuan"] == yuan(trade.buyer_fee_fen)
    assert buyer["tax_number"] == trade.buyer.credit_code
    assert rows[trade.seller.name]["fees_yuan"] == yuan(trade.seller_fee_fen)
    correct_trade(market.call("operator"), trade=trade.pk, reason="差错")
    assert len(operator.get(address).content.splitlines()) == 1
    assert operator.get(reverse("fees_csv", args=["2026-13"])).status_code == 404
    assert client_of(market, "buyer").get(address).status_code == 403
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    page = operator.get(reverse("trading_desk")).content.decode()
    assert "待交割的成交" in page
    assert reverse("auction_desk") in page


def test_sides_and_operator_find_it_on_their_pages(market):
    trade = settled(market)
    day = booking_day(market.now).isoformat()
    buyer, operator = client_of(market, "buyer"), client_of(market, "operator")
    days, there = reverse("clearings"), reverse("clearing", args=[day])
    assert buyer.get(days).status_code == 200
    assert trade.seller.name not in buyer.get(there).content.decode()
    assert trade.seller.name in operator.get(there).content.decode()
    answer = operator.get(reverse("clearing_csv", args=[day])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert {row["party"] for row in rows} == {trade.seller.name, trade.buyer.name}
    assert (
        client_of(market, "village")
        .get(reverse("object_to_trade", args=[trade.number]))
        .status_code
        == 404
    )
    # The pages live by the clock of the house, months after this deal.
    late = buyer.post(
        reverse("object_to_trade", args=[trade.number]), {"key": "k", "reason": "差错"}
    )
    assert late.status_code == 422
    assert [one.code for one in late.context["refused"]] == ["E-EX-61"]
    found = objected(market, trade)
    answering = reverse("answer_objection", args=[found.pk])
    for path in (reverse("deal", args=[trade.number]), reverse("desk")):
        assert answering in operator.get(path).content.decode()
    assert "有异议" in buyer.get(reverse("deals")).content.decode()
    assert operator.get(answering).status_code == 200
    told = {"key": "l", "is_upheld": "yes", "reason": "属实"}
    answered = operator.post(answering, told)
    assert answered.headers["Location"] == reverse("deal", args=[trade.number])
    assert "有异议" not in buyer.get(reverse("deals")).content.decode()
    correcting = reverse("correct_trade", args=[trade.number])
    assert correcting in operator.get(reverse("desk")).content.decode(), "it is still to be done"
    operator.post(reverse("correct_trade", args=[trade.number]), {"key": "m", "reason": "差错"})
    assert operator.get(answering).headers["Location"].endswith(f"{trade.number}/")
    assert correcting not in operator.get(reverse("desk")).content.decode()
    assert "已更正" in buyer.get(reverse("deals")).content.decode()
    page = buyer.get(reverse("deal", args=[trade.number])).content.decode()
    assert "已更正" in page
    assert "异议成立" in page
    assert b"Daily clearing" in buyer.get(f"/en{days}").content
    assert b"even" in operator.get(f"/en{there}").content


def test_what_shows_it_is_attached_and_seen_by_both_sides_and_the_exchange(market, monkeypatch):
    trade = settled(market)
    monkeypatch.setattr("qingshan.apps.parties.acting.now", lambda: market.now)
    buyer, operator = client_of(market, "buyer"), client_of(market, "operator")
    there = reverse("object_to_trade", args=[trade.number])
    told = {"key": "k", "reason": "差错"}
    wrong = buyer.post(there, told | {"attachment": SimpleUploadedFile("a.pdf", b"MZ")})
    assert [one.code for one in wrong.context["refused"]] == ["E-PO-18"]
    assert not Objection.objects.exists()
    slip = SimpleUploadedFile("a.txt", b"%PDF-1.7 slip")
    assert buyer.post(there, told | {"attachment": slip}).status_code == 302
    found = Objection.objects.get()
    path = reverse("objection_file", args=[found.pk])
    answering = reverse("answer_objection", args=[found.pk])
    deal = reverse("deal", args=[trade.number])
    for who, page in ((operator, answering), (operator, deal), (buyer, deal)):
        assert path in who.get(page).content.decode()
    for part in ("buyer", "farm", "operator", "auditor"):
        answer = client_of(market, part).get(path)
        assert answer.content == b"%PDF-1.7 slip"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert client_of(market, "village").get(path).status_code == 404
    assert Client().get(path).status_code == 302
