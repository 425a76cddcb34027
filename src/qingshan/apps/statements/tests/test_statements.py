"""A statement is the ledger's: every entry once, balances that meet, and nobody else's account."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.books import reads as books
from qingshan.apps.books.accounting_period import (
    AccountingPeriod,
    period_told,
    periods_between,
)
from qingshan.apps.books.sealing import seal_past_days
from qingshan.apps.books.statement import Statement, first_booking, statement_of
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.parties.models import Membership, Party, User
from qingshan.apps.statements.reading import account_statement, accounts_of
from qingshan.core.kernel.money import capitals, fen
from qingshan.core.ledger.model import AccountId
from qingshan.core.market.settlement import cash, units

pytestmark = pytest.mark.django_db
JULY, AUGUST = AccountingPeriod(2026, 7), AccountingPeriod(2026, 8)


@pytest.fixture
def market(office: Any) -> Market:
    """A farm that sold 40 t in July, of which 10 t were led back in August."""
    told = Market(office, datetime(2026, 7, 17, 10, tzinfo=SHANGHAI))
    told.supply(100)
    paid(told, "8000.00")
    offer = told.list(60, "80.00")
    first, second = told.take(offer, 30), told.take(offer, 10)
    told.settle(first)
    told.now += timedelta(hours=1)
    told.settle(second)
    told.now = datetime(2026, 8, 3, 10, tzinfo=SHANGHAI)
    correct_trade(told.call("operator"), trade=second.pk, reason="价格录入有误")
    told.take(offer, 5)
    return told


def paid(market: Market, amount: str) -> None:
    pay_in(
        market.call("operator"),
        party=market.office.party("buyer"),
        amount_fen=fen(amount),
        bank_reference=f"IN-{amount}",
    )


def purse(market: Market, part: str = "buyer") -> AccountId:
    return cash(market.office.cast[part].party.owner)


def of(account: AccountId, period: AccountingPeriod) -> Statement:
    return statement_of(account, period.begin, period.end)


def adds_up(told: Statement) -> None:
    """Opening, what came and went, and every balance on the way meet."""
    balance, held = told.opening.posted, told.opening.held
    for entry in told.entries:
        balance, held = balance + entry.came - entry.went, held + entry.aside
        assert (entry.balance.posted, entry.balance.held) == (balance, held)
        assert entry.balance.available == balance - held >= 0
    assert told.closing.posted == told.opening.posted + told.came - told.went


def test_a_statement_ends_with_the_balance_and_begins_where_the_last_ended(market):
    for part in ("farm", "buyer"):
        owner = market.office.cast[part].party.owner
        for account in (cash(owner), units(market.asset, owner)):
            july, august = of(account, JULY), of(account, AUGUST)
            assert july.opening == books.Balance()
            assert august.opening == july.closing
            assert august.closing == books.balance(account)
            adds_up(july)
            adds_up(august)
            whole = of(account, AccountingPeriod(2026))
            assert whole.entries == july.entries + august.entries


def test_every_chain_is_one_entry_with_what_it_held_and_moved(market):
    first, second, third = Trade.objects.order_by("pk")
    told = of(purse(market), AccountingPeriod(2026))
    due = [one.amount_fen + one.buyer_fee_fen for one in (first, second, third)]
    assert [(one.code, one.number, one.came, one.went, one.aside) for one in told.entries] == [
        ("pay_in", "IN-8000.00", fen("8000.00"), 0, 0),
        ("order", first.number, 0, 0, due[0]),
        ("order", second.number, 0, 0, due[1]),
        ("trade", first.number, 0, due[0], -due[0]),
        ("trade", second.number, 0, due[1], -due[1]),
        ("trade_correction", second.number, due[1], 0, 0),
        ("order", third.number, 0, 0, due[2]),
    ]
    assert first_booking(purse(market)) == told.entries[0].when


def test_an_account_without_entries_is_empty(market):
    nobody = cash("party:999999")
    assert of(nobody, JULY) == Statement(nobody, books.Balance(), [])
    assert first_booking(nobody) is None


def test_a_month_is_one_of_chinese_time(market):
    market.now = datetime(2026, 8, 31, 23, 59, tzinfo=SHANGHAI)
    paid(market, "1.00")
    market.now += timedelta(minutes=1)
    paid(market, "2.00")
    assert of(purse(market), AUGUST).entries[-1].came == fen("1.00")
    (entry,) = of(purse(market), AccountingPeriod(2026, 9)).entries
    assert entry.came == fen("2.00")


def test_fees_are_told_and_led_back(market):
    party = market.office.cast["buyer"].party
    first, second, _ = Trade.objects.order_by("pk")
    july = account_statement(party, purse(market), JULY)
    assert july.fees_fen == first.buyer_fee_fen + second.buyer_fee_fen > 0
    august = account_statement(party, purse(market), AUGUST)
    assert august.fees_fen == -second.buyer_fee_fen
    farm = market.office.cast["farm"].party
    sold = account_statement(farm, purse(market, "farm"), JULY)
    assert sold.fees_fen == first.seller_fee_fen + second.seller_fee_fen
    assert sold.statement.came == first.amount_fen + second.amount_fen - sold.fees_fen
    held = account_statement(farm, units(market.asset, farm.owner), JULY)
    assert (held.fees_fen, held.say(held.statement.closing.posted)) == (0, "60")
    assert [one.asset for one in accounts_of(farm)] == ["CNY", market.asset]


def test_periods_are_months_and_years():
    assert period_told("2026-13") is None
    assert period_told("2026-07x") is None
    assert period_told("2026-07") == JULY
    assert (JULY.first, JULY.last) == (date(2026, 7, 1), date(2026, 7, 31))
    year = AccountingPeriod(2026)
    assert (year.first, year.last, year.name) == (date(2026, 1, 1), date(2026, 12, 31), "2026")
    told = [one.name for one in periods_between(date(2025, 12, 30), date(2026, 2, 1))]
    assert told == ["2026", "2026-02", "2026-01", "2025", "2025-12"]
    assert AccountingPeriod(2024, 2).last == date(2024, 2, 29)


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


@pytest.fixture
def page_of(market: Market, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of a user, as it is shown in August."""
    monkeypatch.setattr("qingshan.apps.statements.views.now", lambda: market.now)

    def shown(part: str, name: str = "account_statement", **asked: Any) -> Any:
        return browser(part).get(reverse(name), asked)

    return shown


def test_a_holder_sees_what_moved_and_if_wished_what_was_held(market, page_of):
    first, second, third = Trade.objects.order_by("pk")
    page = page_of("buyer").content.decode()
    assert "2026 年 8 月" in page
    assert second.number in page, "the latest month stands first"
    assert third.number not in page
    assert third.number in page_of("buyer", what="all").content.decode()
    july = page_of("buyer", period="2026-07").content.decode()
    for number in (first.number, second.number):
        assert reverse("deal", args=[number]) in july
    assert "IN-8000.00" in july
    assert "+8,000.00" in july
    held = page_of("farm", account=market.asset, period="2026").content.decode()
    assert "+10" in held, "what was led back"
    assert "其中手续费" not in held
    assert (
        "Delivery against payment"
        in browser("buyer")
        .get("/en" + reverse("account_statement"), {"period": "2026"})
        .content.decode()
    )


def test_a_month_in_which_something_was_held_alone_says_so(market, page_of):
    market.now = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
    market.list(1, "80.00")
    asked = {"account": market.asset, "period": "2026-09"}
    page = page_of("farm", **asked).content.decode()
    assert "本期没有收支，只有冻结和解冻" in page
    assert "what=all" in page
    assert "+1<" in page_of("farm", **asked, what="all").content.decode()
    assert "本期没有发生额" in page_of("buyer", period="2026-09").content.decode()


def test_downloads_hold_every_entry(market, page_of):
    asked = {"party": market.office.party("buyer"), "account": "CNY", "period": "2026"}
    text = page_of("buyer", "account_statement_csv", **asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    found = of(purse(market), AccountingPeriod(2026))
    assert len(rows) == len(found.entries) == 7
    assert rows[-1]["balance"] == f"{found.closing.posted / 100:.2f}"
    assert sum(round(float(row["in"] or 0) * 100) for row in rows) == found.came
    assert sum(round(float(row["fee_yuan"] or 0) * 100) for row in rows) > 0
    paper = page_of("buyer", "account_statement_pdf", **asked)
    said = "".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.content)).pages)
    told = "".join(said.split())
    assert capitals(found.closing.posted) in told
    for entry in found.entries:
        assert entry.number in told
    assert "尚未封账" in told
    page = Client().post(reverse("verify"), {"file": SimpleUploadedFile("a.pdf", paper.content)})
    shown = page.content.decode()
    assert "对账单真实，没有改动" in shown
    assert f"{found.closing.posted / 100:.2f}" in shown
    assert market.office.cast["buyer"].party.name not in shown
    altered = paper.content.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    page = Client().post(reverse("verify"), {"file": SimpleUploadedFile("a.pdf", altered)})
    assert "E-PF-02" in page.content.decode()


def test_who_has_no_part_in_an_account_sees_nothing_of_it(market, page_of):
    buyer = market.office.party("buyer")
    asked = {"party": buyer, "account": "CNY", "period": "2026"}
    for name in ("account_statement", "account_statement_csv", "account_statement_pdf"):
        assert page_of("farm", name, **asked).status_code == 404
        assert page_of("registrar", name, **asked).status_code == 403
        assert page_of("auditor", name, **asked).status_code == 200
        assert Client().get(reverse(name), asked).status_code == 302
    for name in ("account_statement_csv", "account_statement_pdf"):
        assert page_of("buyer", name).status_code == 404, "a download is of what it names"
        assert page_of("buyer", name, **asked | {"period": "2019"}).status_code == 404
        assert page_of("buyer", name, **asked | {"account": "ticket:X"}).status_code == 404
    assert page_of("buyer", party="x").status_code == 404


def test_an_overseer_looks_a_party_up(market, page_of):
    nobody = page_of("operator").content.decode()
    assert "主体（名称或信用代码）" in nobody
    assert "明细" not in nobody
    name = Party.objects.get(pk=market.office.party("buyer")).name
    assert "明细" in page_of("operator", who=name).content.decode()
    assert "没有这个主体" in page_of("operator", who="某某").content.decode()
    assert page_of("operator", who="\x00").status_code == 404, "no fault of ours"
    assert 'name="who"' not in page_of("buyer", who=name).content.decode()


def test_who_acts_for_two_chooses_one(market, page_of):
    buyer = Party.objects.get(pk=market.office.party("buyer"))
    Membership.objects.create(user=User.objects.get(username="farm"), party=buyer, role="trader")
    asked = {"party": buyer.pk, "period": "2026"}
    page = page_of("farm", **asked).content.decode()
    assert f'<option value="{buyer.pk}" selected>' in page
    assert "IN-8000.00" in page


def test_a_party_without_accounts_is_told_so(office):
    assert "还没有资金和碳票的账户" in (
        browser("village").get(reverse("account_statement")).content.decode()
    )


def test_what_is_sealed_is_final(market, page_of):
    seal_past_days(market.now + timedelta(days=1))
    july = page_of("buyer", period="2026-07").content.decode()
    assert "本期各日均已封账" in july
    assert "已封账至 2026-08-03" in page_of("buyer").content.decode()


def test_a_paper_has_no_more_lines_than_its_row_says(market, page_of, monkeypatch):
    monkeypatch.setattr("qingshan.apps.statements.paper.amount_rule", lambda *_, **__: 6)
    asked = {"party": market.office.party("buyer"), "account": "CNY", "period": "2026"}
    answer = page_of("buyer", "account_statement_pdf", **asked)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "E-ST-01" in said
    assert "有 7 行，超过一份 PDF 的 6 行" in said


def test_a_page_asks_as_much_for_many_entries_as_for_one(market, page_of, statements_sent):
    with statements_sent() as few:
        page_of("buyer", period="2026-08", what="all")
    for number in range(30):
        paid(replace(market), f"{number + 1}.00")
    with statements_sent() as many:
        page_of("buyer", period="2026-08", what="all")
    assert len(few) == len(many)
