"""Contracts and statements: golden amounts in figures and capitals, for those they concern."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from qingshan.apps.exchange.deal_paper import contract_pdf, statement_pdf
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen, yuan

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


def test_every_paper_is_checked_by_its_code_and_as_a_file(deal):
    trade, visitor = deal.settle(deal.deal(55, "85.00")), Client()
    verify, there = reverse("verify"), reverse("check_deal_paper", args=[trade.number])
    papers = {
        "林业碳票成交合同": contract_pdf(trade),
        "林业碳票交割单（卖方）": statement_pdf(trade, "sell"),
        "林业碳票交割单（买方）": statement_pdf(trade, "buy"),
    }
    for name, pdf in papers.items():
        told = words(pdf)
        code = told[told.rindex("校验码") + 3 :][:14]
        answer = visitor.post(verify, {"file": SimpleUploadedFile("a.pdf", pdf)})
        assert answer.headers["Location"] == f"{there}?c={code}"
        scanned = visitor.get(f"{reverse('verify_link', args=[trade.number])}?c={code}")
        assert scanned.headers["Location"] == f"{there}?c={code}", "where its QR code leads"
        page = visitor.get(answer.headers["Location"]).content.decode()
        assert "文书真实" in page
        assert name in page
        assert trade.seller.name not in page, "it was not asked for"
    altered = papers["林业碳票成交合同"].replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    answer = visitor.post(verify, {"file": SimpleUploadedFile("a.pdf", altered)})
    assert "E-PF-02" in answer.content.decode()


def test_by_number_alone_nothing_is_told_of_a_deal(deal):
    trade, visitor = deal.deal(55, "85.00"), Client()
    there = reverse("check_deal_paper", args=[trade.number])
    asked = visitor.get(reverse("verify"), {"number": trade.number.lower()})
    assert asked.headers["Location"] == there
    page = visitor.get(there).content.decode()
    assert "校验码" in page
    assert "85.00" not in page
    for wrong in (there, reverse("check_deal_paper", args=["CJ-2026-999999-0"])):
        refused = visitor.get(wrong, {"c": "7K3M-9QPX-2R4T"})
        assert "E-PF-10" in refused.content.decode()


def test_papers_name_the_codes_by_which_an_invoice_is_made(deal):
    trade = deal.settle(deal.deal(55, "85.00"))
    for code in (trade.seller.credit_code, trade.buyer.credit_code):
        assert code in words(contract_pdf(trade))
    bought = words(statement_pdf(trade, "buy"))
    assert f"税号{trade.buyer.credit_code}" in bought
    assert f"交易手续费{yuan(trade.buyer_fee_fen)}元" in bought


def test_papers_of_a_deal_that_was_led_back_say_so(deal):
    trade = deal.settle(deal.deal(55, "85.00"))
    before = words(contract_pdf(trade))
    correct_trade(deal.call("operator"), trade=trade.pk, reason="数量录错")
    trade.refresh_from_db()
    for pdf in (contract_pdf(trade), statement_pdf(trade, "sell"), statement_pdf(trade, "buy")):
        told = words(pdf)
        assert "已更正：本笔成交于" in told
        assert "理由：数量录错" in told
    assert "已更正" not in before
    code = before[before.rindex("校验码") + 3 :][:14]
    page = Client().get(reverse("check_deal_paper", args=[trade.number]), {"c": code})
    assert "已更正" in page.content.decode(), "the older print is found and says what became of it"
