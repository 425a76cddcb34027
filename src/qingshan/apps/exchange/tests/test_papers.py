"""Contracts and statements: golden amounts in figures and capitals, for those they concern."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from qingshan.apps.exchange.deal_paper import contract_pdf, statement_pdf
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen

pytestmark = pytest.mark.django_db

GOLDEN = (
    (2_468, "88.00", "217,184.00", "贰拾壹万柒仟壹佰捌拾肆元整"),
    (55, "85.00", "4,675.00", "肆仟陆佰柒拾伍元整"),
    (2_723, "15.00", "40,845.00", "肆万零捌佰肆拾伍元整"),
)


def words(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


@pytest.fixture
def deal(market):
    market.supply(3_000)
    market.office.paid("buyer", fen("400000.00"))

    def make(tonnes: int, price: str):
        return market.take(market.list(tonnes, price), tonnes)

    market.deal = make
    return market


@pytest.mark.parametrize(("tonnes", "price", "amount", "capitals"), GOLDEN)
def test_golden_amounts_stand_in_figures_and_capitals(deal, tonnes, price, amount, capitals):
    trade = deal.deal(tonnes, price)
    told = words(contract_pdf(trade))
    assert amount in told
    assert capitals in told
    assert trade.number in told
    assert contract_pdf(trade) == contract_pdf(trade), "the same bytes every time"


def test_each_side_is_told_its_own_fee_and_total(deal):
    trade = deal.settle(deal.deal(2_468, "88.00"))
    bought, sold = words(statement_pdf(trade, "buy")), words(statement_pdf(trade, "sell"))
    assert "218,269.92元" in bought
    assert "贰拾壹万捌仟贰佰陆拾玖元玖角贰分" in bought
    assert "216,098.08元" in sold
    assert "1,085.92元" in bought
    assert "示例国有林场" in sold
    with translation.override("en"):
        assert "Tobereceived" in words(statement_pdf(trade, "sell"))


def test_papers_are_for_the_two_sides_and_those_who_watch(deal):
    trade = deal.deal(55, "85.00")
    contract = reverse("deal_contract", args=[trade.number])
    mine = reverse("deal_statement", args=[trade.number, "buy"])
    assert browser("buyer").get(mine).status_code == 404, "not delivered yet"
    deal.settle(trade)
    answer = browser("buyer").get(mine)
    assert answer["Content-Type"] == "application/pdf"
    assert browser("farm").get(mine).status_code == 404, "the other side's fee is not mine"
    assert browser("operator").get(mine).status_code == 200
    for part, status in (("buyer", 200), ("farm", 200), ("auditor", 200), ("bank", 404)):
        assert browser(part).get(contract).status_code == status, part
    assert browser("buyer").get(mine.replace("/buy", "/all")).status_code == 404
    assert Client().get(contract).status_code == 302


def test_the_list_leads_to_the_deal_and_the_deal_to_its_papers(deal):
    trade = deal.settle(deal.deal(55, "85.00"))
    there = reverse("deal", args=[trade.number])
    assert there in browser("buyer").get(reverse("deals")).content.decode()
    page = browser("buyer").get(there).content.decode()
    assert reverse("deal_statement", args=[trade.number, "buy"]) in page
    assert reverse("deal_statement", args=[trade.number, "sell"]) not in page
    assert "4,698.38" in page, "amount and fee"
    assert "4,651.62" not in page, "what the other side gets is not mine to see"
    assert "4,651.62" in browser("farm").get(there).content.decode()
    watching = browser("auditor").get(there).content.decode()
    assert "4,698.38" in watching
    assert "4,651.62" in watching
    assert trade.number not in browser("bank").get(reverse("deals")).content.decode()
    assert browser("bank").get(there).status_code == 404
    assert "None" not in browser("auditor").get("/en" + reverse("deals")).content.decode()
    assert "None" not in browser("auditor").get("/en" + there).content.decode()
