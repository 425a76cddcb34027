"""What operator, auditor and the sides see of alerts, and what nobody else does."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.parties.models import User
from qingshan.apps.surveillance import acts
from qingshan.apps.surveillance.models import Alert, Clarification
from qingshan.apps.surveillance.verbs.close_alert import close_alert
from qingshan.apps.surveillance.views import alerts
from qingshan.core.kernel.digest import sha256

pytestmark = pytest.mark.django_db


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


@pytest.fixture
def alert(watched) -> Alert:
    """The farm and the buyer dealt with each other five times."""
    offer = watched.list(100, "80.00")
    for _ in range(5):
        watched.bought(offer, 1)
    (found,) = watched.watched()
    return found


@pytest.fixture
def withdrawn(watched) -> Alert:
    """The farm took five offers back."""
    for _ in range(5):
        watched.cancel(watched.list(1, "80.00"))
    (found,) = watched.watched()
    return found


def text(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    shown = answer.content.decode()
    assert "None" not in shown
    return shown


def test_operator_and_auditor_see_what_stands_out(watched, alert):
    """surveillance/alerts.html, surveillance/alert.html."""
    operator, buyer, auditor = browser("operator"), browser("buyer"), browser("auditor")
    page = reverse("alert", args=[alert.number])
    assert page in text(operator, reverse("desk"))
    assert reverse("alerts") in text(operator, reverse("trading_desk"))
    listed = text(operator, reverse("alerts"))
    assert page in listed
    assert "固定对手成交" in listed
    assert text(operator, page).count("CJ-2026-") >= 5
    assert "要求说明情况" in text(operator, page)
    assert "要求说明情况" not in text(auditor, page), "who only looks finds no button"
    assert reverse("clarifications") not in text(buyer, reverse("desk"))


def test_a_side_is_asked_and_answers_by_pages_alone(watched, alert):
    """surveillance/clarify.html, surveillance/clarified.html, surveillance/parts/deals.html."""
    operator, buyer = browser("operator"), browser("buyer")
    page = reverse("alert", args=[alert.number])
    form = reverse("ask_clarification", args=[alert.number])
    wrong = operator.post(form, {"key": "a1", "party": "0"})
    assert wrong.status_code == 422
    assert "请写明需要说明的问题。" in wrong.content.decode()
    told = {"party": watched.office.party("buyer"), "question": "请说明定价依据"}
    assert operator.post(form, told | {"key": "a2"}).headers["Location"] == page

    asked = Clarification.objects.get()
    there = reverse("clarification", args=[asked.number])
    desk = text(buyer, reverse("desk"))
    assert there in desk
    assert reverse("clarifications") in desk
    assert browser("farm").get(there).status_code == 404, "the other side is not told"
    assert "请说明定价依据" in text(buyer, there)
    assert "CJ-2026-" in text(buyer, there)
    assert buyer.post(there, {"key": "c1", "text": ""}).status_code == 422
    assert buyer.post(there, {"key": "c2", "text": "年度抵消，按挂牌价"}).status_code == 302
    assert "年度抵消，按挂牌价" in text(buyer, there)
    assert "年度抵消，按挂牌价" in text(operator, page)
    text(buyer, "/en" + there)


def test_a_side_is_warned_and_the_alert_ends_by_pages_alone(watched, alert):
    operator, buyer = browser("operator"), browser("buyer")
    page = reverse("alert", args=[alert.number])
    form = reverse("warn_party", args=[alert.number])
    told = {"party": watched.office.party("buyer"), "text": "请勿与固定对手约定成交"}
    assert operator.post(form, told | {"key": "w1"}).status_code == 302
    assert "请勿与固定对手约定成交" in text(buyer, reverse("clarifications"))

    form = reverse("close_alert", args=[alert.number])
    told = {"outcome": "restricted", "finding": "属实"}
    refused = operator.post(form, told | {"key": "f1"})
    assert refused.status_code == 422
    assert "E-SV-05" in refused.content.decode()
    assert operator.post(form, told | {"key": "f2", "outcome": "warned"}).status_code == 302
    shown = text(operator, page)
    assert "已书面警示" in shown
    assert "要求说明情况" not in shown
    assert page not in text(operator, reverse("desk"))
    pages = ((operator, page), (operator, reverse("alerts")), (buyer, reverse("clarifications")))
    for client, path in pages:
        text(client, "/en" + path)


def test_orders_that_were_taken_back_are_listed(watched, withdrawn):
    operator = browser("operator")
    page = reverse("alert", args=[withdrawn.number])
    shown = text(operator, page)
    assert shown.count("GP-2026-") == 5
    assert "一日内撤回 5 笔申报" in shown
    party = watched.office.cast["farm"].party.name
    halt = text(operator, f"{reverse('halt_trading')}?party={party}")
    assert f'value="{party}"' in halt
    assert '<option value="party" selected>' in halt
    form = reverse("ask_clarification", args=[withdrawn.number])
    told = {"party": watched.office.party("farm"), "question": "为何撤回", "key": "a1"}
    assert operator.post(form, told).status_code == 302
    asked = Clarification.objects.get()
    there = reverse("clarification", args=[asked.number])
    drop = reverse("drop_clarification", args=[asked.number])
    assert drop in text(operator, page)
    assert drop not in text(browser("auditor"), page)
    assert browser("farm").post(drop, {"key": "d1"}).status_code == 403
    asked_page = text(browser("farm"), there)
    assert "为何撤回" in asked_page
    assert asked_page.count("GP-2026-") == 5
    assert operator.post(drop, {"key": "d2"}).headers["Location"] == page
    assert "不再要求" in text(browser("farm"), there)
    told = {"outcome": "cleared", "finding": "录入试错", "key": "f1"}
    assert operator.post(reverse("close_alert", args=[withdrawn.number]), told).status_code == 302
    assert "不再要求" in text(browser("farm"), there)
    text(operator, "/en" + page)


def test_nobody_else_sees_alerts(alert):
    for part in ("buyer", "farm", "bank", "registrar"):
        client = browser(part)
        assert client.get(reverse("alerts")).status_code == 403
        assert client.get(reverse("alert", args=[alert.number])).status_code == 403
    assert browser("registrar").get(reverse("clarifications")).status_code == 403
    assert browser("operator").get(reverse("alert", args=["JK-0"])).status_code == 404
    assert browser("buyer").get(reverse("clarification", args=["SM-0"])).status_code == 404
    assert browser("auditor").get(reverse("close_alert", args=[alert.number])).status_code == 403


def test_when_much_stands_out_the_oldest_are_listed_and_all_are_counted(
    watched, alert, monkeypatch
):
    monkeypatch.setattr(alerts, "WAITING_SHOWN", 1)
    monkeypatch.setattr(acts, "SHOWN", 1)
    watched.bought(watched.list(10, "80.00", part="other"), 2, relation="share")
    (newer,) = watched.watched()
    operator = browser("operator")
    shown = text(operator, reverse("alerts"))
    assert "共 2 件，先列最早的" in shown
    assert alert.number in shown
    assert newer.number not in shown
    assert newer.number not in text(operator, reverse("desk"))


def unzipped(client: Client, number: str, prefix: str = "") -> dict[str, str]:
    answer = client.get(prefix + reverse("alert_evidence", args=[number]))
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        return {name: pack.read(name).decode("utf-8-sig") for name in pack.namelist()}


def test_all_of_an_alert_is_one_file_for_whoever_it_is_passed_to(watched, alert):
    operator = browser("operator")
    told = {"party": watched.office.party("buyer"), "question": "=HYPERLINK(1)", "key": "a1"}
    operator.post(reverse("ask_clarification", args=[alert.number]), told)
    told = {"party": watched.office.party("farm"), "text": "请勿约定成交", "key": "w1"}
    operator.post(reverse("warn_party", args=[alert.number]), told)
    told = {"outcome": "referred", "finding": "移送查处", "key": "f1"}
    assert operator.post(reverse("close_alert", args=[alert.number]), told).status_code == 302
    files = unzipped(browser("auditor"), alert.number)
    names = ["0-说明.txt", "1-双方成交.csv", "2-情况说明.csv", "3-书面警示.csv", "4-办理经过.csv"]
    assert list(files) == names
    note, deals, asked, warned, done = files.values()
    assert "已移送主管部门" in note
    assert "移送查处" in note
    assert watched.office.cast["farm"].party.credit_code in note
    assert sha256(("\ufeff" + deals).encode()) in note
    assert deals.count("CJ-2026-") == 5
    assert "'=HYPERLINK(1)" in asked, "no sheet takes it for a formula"
    assert "请勿约定成交" in warned
    rows = list(csv.DictReader(io.StringIO(done)))
    assert all(len(row["when"]) == 25 and row["when"].endswith("+08:00") for row in rows)
    acts = [row["act"] for row in rows]
    assert acts == [
        *("记录监控提示", "要求说明情况", "出具书面警示", "撤回说明要求", "办结监控提示"),
    ]
    assert watched.office.cast["operator"].actor.name not in done, "people are named"
    assert browser("buyer").get(reverse("alert_evidence", args=[alert.number])).status_code == 403
    assert "1-deals.csv" in unzipped(operator, alert.number, "/en")


def test_the_file_of_one_party_holds_its_orders(withdrawn):
    files = unzipped(browser("operator"), withdrawn.number)
    assert files["1-撤回的申报.csv"].count("GP-2026-") == 5


def test_orders_taken_back_later_are_listed_until_it_is_closed(watched, withdrawn):
    operator, page = browser("operator"), reverse("alert", args=[withdrawn.number])
    watched.days_later(1)
    watched.cancel(watched.list(1, "80.00"))
    assert watched.watched() == [], "one is not many"
    assert text(operator, page).count("GP-2026-") == 6
    told = {"outcome": "cleared", "finding": "录入试错"}
    close_alert(watched.call("operator"), alert=withdrawn.pk, **told)
    watched.days_later(1)
    watched.cancel(watched.list(1, "80.00"))
    assert text(operator, page).count("GP-2026-") == 6


def test_what_was_attached_to_a_clarification_goes_with_all_of_the_alert(watched, alert):
    operator, buyer = browser("operator"), browser("buyer")
    told = {"party": watched.office.party("buyer"), "question": "为何", "key": "a1"}
    operator.post(reverse("ask_clarification", args=[alert.number]), told)
    asked = Clarification.objects.get()
    there, path = (
        reverse(name, args=[asked.number]) for name in ("clarification", "clarification_file")
    )
    assert buyer.get(path).status_code == 404
    told = {"key": "c1", "text": "按合同成交"}
    wrong = buyer.post(there, told | {"attachment": SimpleUploadedFile("a.pdf", b"MZ")})
    assert "E-PO-18" in wrong.content.decode()
    slip = SimpleUploadedFile("a.pdf", b"%PDF-1.7 contract")
    assert buyer.post(there, told | {"attachment": slip}).status_code == 302
    assert path in text(buyer, there)
    assert path in text(operator, reverse("alert", args=[alert.number]))
    for part in ("buyer", "operator", "auditor"):
        assert browser(part).get(path).content == b"%PDF-1.7 contract"
    assert browser("farm").get(path).status_code == 404, "the other side"
    files = unzipped(operator, alert.number)
    assert files[f"2-{asked.number}.pdf"] == "%PDF-1.7 contract"
    assert "情况说明所附文件" in files["0-说明.txt"]
