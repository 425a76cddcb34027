"""A bank sees what stands on units by the holder's consent alone, with source and moment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base import files
from qingshan.apps.base.clock import now
from qingshan.apps.base.keys import public_keys
from qingshan.apps.diligence.lines import said
from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.diligence.verbs.ask_rights_check import ask_rights_check
from qingshan.apps.diligence.verbs.decline_rights_check import decline_rights_check
from qingshan.apps.diligence.verbs.grant_rights_check import grant_rights_check
from qingshan.apps.diligence.verbs.open_rights_check import open_rights_check
from qingshan.apps.diligence.verbs.withdraw_rights_check import withdraw_rights_check
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.parties.models import User
from qingshan.apps.pledges.tests.test_pledges import both_release, pledge
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.remedies.verbs.enter_hold import enter_hold
from qingshan.apps.remedies.verbs.request_hold import request_hold
from qingshan.core.kernel.units import carbon
from qingshan.core.proof.envelope import open_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture
def told(office, ticket) -> dict[str, int]:
    return {"ticket": ticket.pk, "holder": office.party("farm"), "bank": office.party("bank")}


def granted(office, told: dict[str, int], days: int = 30) -> RightsConsent:
    until = office.now.date() + timedelta(days=days)
    return grant_rights_check(office.call("farm"), **told, until=until)


def lines(check: RightsCheck, heading: str, lang: str = "zh") -> dict[str, str]:
    """The lines of one section by name; the last of a name."""
    sections = {one["heading"]: one for one in (said(part, lang) for part in check.content)}
    return {line["name"]: line["says"] for line in sections[heading]["lines"]}


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_nothing_is_shown_without_consent_or_after_it(office, ticket, told, refuses):
    with refuses("E-DL-01"):
        open_rights_check(office.call("bank"), **told)
    consent = granted(office, told)
    assert open_rights_check(office.call("bank"), **told).consent == consent
    # The consent is for this ticket of this holder to this bank, and for these days.
    with refuses("E-AU-02"):
        open_rights_check(office.call("bank"), **told | {"bank": office.party("farm")})
    with refuses("E-DL-01"):
        open_rights_check(office.call("bank"), **told | {"holder": office.party("village")})
    call = office.call("bank")
    with refuses("E-DL-01"):
        open_rights_check(replace(call, when=office.now + timedelta(days=31)), **told)
    withdraw_rights_check(office.call("farm"), consent=consent.pk)
    with refuses("E-DL-01"):
        open_rights_check(office.call("bank"), **told)
    assert RightsCheck.objects.count() == 1


def test_what_is_pledged_to_the_bank_is_consent_enough_until_it_ends(office, ticket, told, refuses):
    standing = pledge(office, ticket, carbon(5))
    check = open_rights_check(office.call("bank"), **told)
    assert (check.pledge, check.consent) == (standing, None)
    both_release(office, standing)
    with refuses("E-DL-01"):
        open_rights_check(office.call("bank"), **told)


def test_a_request_is_answered_once(office, told, refuses):
    call = office.call("bank")
    asked = ask_rights_check(call, **told)
    assert ask_rights_check(call, **told) == asked
    with refuses("E-DL-05"):
        ask_rights_check(office.call("bank"), **told)
    with refuses("E-DL-06"):
        decline_rights_check(office.call("farm"), consent=asked.pk, reason=" ")
    with refuses("E-AU-02"):
        decline_rights_check(office.call("village"), consent=asked.pk, reason="x")
    declined = decline_rights_check(office.call("farm"), consent=asked.pk, reason="暂不融资")
    assert (declined.state, declined.reason) == ("declined", "暂不融资")
    with refuses("E-MC-01"):
        withdraw_rights_check(office.call("farm"), consent=asked.pk)
    # A new request may be taken back by the bank, and is answered by the grant otherwise.
    again = ask_rights_check(office.call("bank"), **told)
    with refuses("E-AU-02"):
        withdraw_rights_check(office.call("farm"), consent=again.pk)
    assert withdraw_rights_check(office.call("bank"), consent=again.pk).state == "withdrawn"
    third = ask_rights_check(office.call("bank"), **told)
    assert granted(office, told) == third
    for act, part in ((ask_rights_check, "bank"), (granted, "")):
        with refuses("E-DL-04"):
            act(office.call(part), **told) if part else act(office, told)


def test_a_consent_is_for_a_bank_and_for_days_that_lie_ahead(office, told, refuses):
    for days in (-1, 91):
        with refuses("E-DL-02"):
            granted(office, told, days)
    with refuses("E-DL-03"):
        granted(office, told | {"bank": office.party("buyer")})
    with refuses("E-DL-07"):
        granted(office, told | {"bank": office.party("farm")})
    with refuses("E-DL-07"):
        ask_rights_check(office.call("bank"), **told | {"holder": office.party("bank")})
    with refuses("E-AU-01"):
        ask_rights_check(office.call("farm"), **told)
    with refuses("E-AU-01"):
        grant_rights_check(office.call("bank"), **told, until=office.now.date())
    assert granted(office, told, 90).holds_on(office.now.date() + timedelta(days=90))


def test_a_sheet_tells_every_burden_with_source_and_moment(office, ticket, told):
    standing = pledge(office, ticket, carbon(300))
    list_units(
        office.call("farm"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=carbon(20),
        price_fen=8000,
        expires=office.now.replace(month=8),
    )
    for place, quantity in enumerate((carbon(10), ticket.quantity), 1):
        papers = ("case", "ruling", "notice")
        case = {f"{name}_number": f"（2026）黔执 {place} 号 {name}" for name in papers}
        held = request_hold(
            office.call("court"),
            court=office.party("court"),
            ticket=ticket.pk,
            holder=office.party("farm"),
            quantity=quantity,
            term_months=12,
            officers="甲、乙",
            **case,
        )
        enter_hold(office.call("registrar"), hold=held.pk)
    granted(office, told)
    call = office.call("bank")
    check = open_rights_check(call, **told)
    assert open_rights_check(call, **told) == check
    assert (check.quantity, check.available) == (ticket.quantity, 0)
    burdens = lines(check, "占用明细")
    assert {"质押", "挂牌", "司法冻结", "占用合计"} <= set(burdens)
    assert "与账户一致" in burdens["占用合计"]
    assert "300 吨" in lines(check, "质押登记")[standing.number]
    assert "轮候第 2 位" in lines(check, "司法冻结和轮候")[held.number]
    assert lines(check, "碳票")["票号"] == ticket.number
    # What nobody here can know is said to be unknown, in both languages.
    assert set(lines(check, "本系统以外").values()) == {"未知"}
    assert set(lines(check, "Outside this register", "en").values()) == {"unknown"}
    for part in check.content:
        assert all(line["source"][0] and line["as_of"] for line in part["lines"]), part["heading"]


def test_a_suspended_ticket_is_told_and_a_term_that_is_not_entered_is_unknown(office, ticket, told):
    suspend_ticket(office.call("registrar"), ticket=ticket.pk, reason="核查", document="1 号")
    granted(office, told)
    check = open_rights_check(office.call("bank"), **told)
    assert lines(check, "碳票现状")["登记状态"] == "暂停，核查，1 号"
    assert lines(check, "期限")["林权证件及期限"] == "未知"
    assert lines(check, "估值参考") == {"可比成交": "未知"}
    assert lines(check, "质押登记")["本持有人"] == "没有"


def test_both_papers_are_sealed_and_checked_on_the_site_and_without_it(
    office, ticket, told, tmp_path, settings
):
    granted(office, told)
    check = open_rights_check(office.call("bank"), **told)
    stranger = Client()
    for kept in (check.paper_zh, check.paper_en):
        data = files.read(kept.digest)
        path = tmp_path / "sheet.pdf"
        path.write_bytes(data)
        with path.open("rb") as file:
            answer = stranger.post(reverse("verify"), {"file": file})
        assert answer.status_code == 302
        seen = stranger.get(answer.headers["Location"]).content.decode()
        assert "核查单真实" in seen
        assert office.cast["farm"].party.name not in seen
        path.write_bytes(data.replace(b"obj", b"obJ", 1))
        with path.open("rb") as file:
            assert stranger.post(reverse("verify"), {"file": file}).status_code == 422
    there = reverse("check_rights_check", args=[check.number])
    by_number = stranger.get(reverse("verify"), {"number": check.number.replace("-", "")})
    assert by_number.headers["Location"] == there
    assert stranger.get(there, {"c": "AAAA-AAAA-AAAA"}).status_code == 422
    assert "校验码" in stranger.get(there).content.decode()


def test_what_the_seal_says_names_nobody(office, ticket, told):
    granted(office, told)
    check = open_rights_check(office.call("bank"), **told)
    statement = open_pdf(files.read(check.paper_zh.digest), public_keys()).statement
    assert statement["kind"] == "rights_check"
    assert statement["ticket_number"] == ticket.number
    assert office.cast["farm"].party.name not in json.dumps(statement, ensure_ascii=False)


def test_from_asking_to_the_sheet_on_the_pages(office, ticket, told):
    farm, bank = client_of("farm"), client_of("bank")
    form = {"key": "a", "ticket": ticket.number, "holder": office.cast["farm"].party.name}
    assert "申请权利核查" in bank.get(reverse("ask_rights_check")).content.decode()
    wrong = bank.post(reverse("ask_rights_check"), form | {"ticket": "GZ-1", "holder": "无"})
    assert wrong.status_code == 422
    assert "没有这张碳票" in wrong.content.decode()
    assert bank.post(reverse("open_rights_check"), form).status_code == 422
    assert bank.post(reverse("ask_rights_check"), form).status_code == 302
    consent = RightsConsent.objects.get()
    assert consent.number in farm.get(reverse("desk")).content.decode()
    answer = f"{reverse('grant_rights_check')}?consent={consent.number}"
    assert office.cast["bank"].party.name in farm.get(answer).content.decode()
    decline = reverse("decline_rights_check", args=[consent.number])
    assert "不同意的理由" in farm.get(decline).content.decode()
    assert farm.post(decline, {"key": "b", "reason": "暂不办理"}).status_code == 302
    assert "暂不办理" in bank.get(reverse("rights_checks")).content.decode()
    given = {"key": "c", "ticket": ticket.number, "bank": office.cast["bank"].party.name}
    until = "2999-01-01"
    assert farm.post(reverse("grant_rights_check"), given | {"until": until}).status_code == 422
    until = (now().date() + timedelta(days=20)).isoformat()
    assert farm.post(reverse("grant_rights_check"), given | {"until": until}).status_code == 302
    assert "开具权利核查单" in bank.get(reverse("desk")).content.decode()
    listed = bank.get(reverse("rights_checks")).content.decode()
    granted_number = RightsConsent.objects.latest("pk").number
    assert f"consent={granted_number}" in listed
    assert "撤回" in farm.get(reverse("rights_checks")).content.decode()


def test_the_sheet_on_the_pages_and_who_reads_it(office, ticket, told):
    farm, bank = client_of("farm"), client_of("bank")
    today = now().date()
    consent = grant_rights_check(
        replace(office.call("farm"), when=now()), **told, until=today + timedelta(days=20)
    )
    form = {"key": "a", "ticket": ticket.number, "holder": office.cast["farm"].party.name}
    made = bank.post(reverse("open_rights_check"), form | {"key": "d"})
    check = RightsCheck.objects.get()
    assert made.headers["Location"] == reverse("rights_check", args=[check.number])
    for client in (bank, farm, client_of("auditor")):
        assert "占用明细" in client.get(made.headers["Location"]).content.decode()
    paper = reverse("rights_check_paper", args=[check.number])
    assert bank.get(paper).content == files.read(check.paper_zh.digest)
    assert "What holds units" in bank.get("/en" + made.headers["Location"]).content.decode()
    assert bank.get("/en" + paper).content == files.read(check.paper_en.digest)
    assert client_of("village").get(made.headers["Location"]).status_code == 404
    assert client_of("registrar").get(made.headers["Location"]).status_code == 403
    withdraw = reverse("withdraw_rights_check", args=[consent.number])
    assert client_of("village").post(withdraw, {"key": "e"}).status_code == 404
    assert farm.post(withdraw, {"key": "e"}).status_code == 302
    assert bank.post(reverse("open_rights_check"), form | {"key": "f"}).status_code == 422
