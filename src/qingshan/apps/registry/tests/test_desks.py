"""The signing desk and the registrar's desk, as those who work there see and use them."""

from __future__ import annotations

import re
import shutil
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.journal import of_subject
from qingshan.apps.casework.reads import case_of
from qingshan.apps.parties.models import User
from qingshan.apps.projects.stages import SUBJECT, required_stages
from qingshan.apps.projects.verbs.return_report import return_report
from qingshan.apps.registry.ceremony import changes_between
from qingshan.apps.registry.models import (
    Correction,
    Duty,
    HoldingCertificate,
    Signature,
    Ticket,
)
from qingshan.apps.registry.readiness import must_be_ready
from qingshan.apps.registry.reads import owed, standing, state_of
from qingshan.apps.registry.verbs.propose_correction import propose_correction
from qingshan.apps.registry.verbs.sign_report import sign_report
from qingshan.apps.walks.passing import forward
from qingshan.core.kernel.units import carbon
from qingshan.core.tables.shelf import DATA, open_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(office):
    """A client signed in as a part of the cast."""

    def sign_in(part: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=part))
        return client

    return sign_in


@pytest.fixture(scope="module")
def reports(office):
    return [office.passed() for _ in range(2)]


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def press(client: Client, act: str, *reports: int, key: str = "k") -> str:
    told = {"act": act, "report": [str(report) for report in reports], "key": key}
    return client.post(reverse("signing"), told).content.decode()


def act(client: Client, ticket: Ticket, name: str, **told: str) -> tuple[int, str]:
    address = reverse("ticket_act", args=[ticket.number, name])
    answer = client.post(address, {"key": name, **told})
    return answer.status_code, answer.content.decode()


def test_several_reports_are_signed_and_issued_in_one_act_each(browser, reports):
    keys = [report.pk for report in reports]
    page = browser("forestry").get(reverse("signing")).content.decode()
    assert page.count('name="report"') == 2
    assert "待省林业局" in page
    assert page.count("首次报送") == 2
    said = press(browser("forestry"), "forestry", *keys)
    assert said.count("已会签") == 2
    said = press(browser("registrar"), "issue", *keys)
    assert said.count("E-RG-01") == 2
    assert not Ticket.objects.exists()
    press(browser("ecology"), "ecology", keys[0])
    said = press(browser("registrar"), "issue", *keys, key="again")
    assert (said.count("已签发"), said.count("E-RG-01")) == (1, 1)
    (ticket,) = Ticket.objects.all()
    assert ticket.number in said
    assert ticket.report_id == keys[0]
    press(browser("ecology"), "ecology", *keys, key="more")
    assert Signature.objects.count() == 4


def test_a_second_press_gives_the_first_answer(browser, reports):
    for _ in range(2):
        press(browser("forestry"), "forestry", reports[0].pk)
    assert Signature.objects.count() == 1


def test_the_desk_is_for_those_who_hold_a_key_or_the_register(browser, reports):
    assert browser("farm").get(reverse("signing")).status_code == 403
    assert Client().get(reverse("signing")).status_code == 302
    press(browser("forestry"), "ecology", reports[0].pk)
    press(browser("ecology"), "issue", reports[0].pk)
    assert not Signature.objects.exists()
    assert "会签台" in browser("ecology").get(reverse("desk")).content.decode()


def test_a_report_in_whose_place_another_came_is_neither_signed_nor_issued(
    office, browser, refuses
):
    first = office.signed()
    body = office.party("verifier")
    return_report(office.call("verifier"), report=first.pk, verifier=body, finding="附件不全")
    second = office.verified(office.reported(first.run.monitoring))
    told = {"office": "forestry", "party": office.party("forestry")}
    with refuses("E-RG-03"):
        sign_report(office.call("forestry"), report=first.pk, **told)
    with refuses("E-RG-03"):
        office.issued(first)
    page = browser("forestry").get(reverse("signing")).content.decode()
    assert "内容相同" in page or "处不同" in page
    assert office.issued(office.signed(second)).report == second


def test_what_changed_is_named_cell_by_cell():
    def document(paragraph: str, *cells: tuple[str, str]):
        table = {
            "caption": "结果",
            "columns": [{"label": "项目"}, {"label": "数值"}],
            "rows": [list(row) for row in cells],
        }
        return {"sections": [{"heading": "一", "paragraphs": [paragraph], "tables": [table]}]}

    before = document("甲", ("面积", "10"), ("蓄积", "5"))
    after = document("乙", ("面积", "10"), ("减排量", "7"))
    assert [(c.place, c.was, c.becomes) for c in changes_between(before, after)] == [
        ("一 · ¶1", "甲", "乙"),
        ("一 · 结果 · 蓄积 · 数值", "5", "—"),
        ("一 · 结果 · 减排量 · 数值", "—", "7"),
    ]
    assert not list(changes_between(after, after))


def test_every_stage_is_required_and_told_at_the_desk(office, browser, refuses):
    stages = required_stages(office.now.date())
    assert stages == ["acceptance", "notice", "review"]
    report = office.verified()
    for part in ("forestry", "ecology"):
        with refuses("E-RV-12", "E-NT-18"):
            told = {"office": part, "party": office.party(part)}
            sign_report(office.call(part), report=report.pk, **told)
    page = browser("forestry").get(reverse("signing")).content.decode()
    assert f'name="report" value="{report.pk}"' not in page
    assert "这份报告没有公示" in page
    must_be_ready(report, ["acceptance"])
    must_be_ready(report, [])
    must_be_ready(office.passed(report), stages)


def test_a_dated_row_makes_it_easier(tmp_path):
    """A province that gives up a stage adds a row; earlier days stay as they were."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / "registry" / "life.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("life,stages_required,"))
    row = lines[place]
    assert ",2023-07-01,," in row
    lines[place] = row.replace(",2023-07-01,,", ",2023-07-01,2027-01-01,")
    easier = row.replace("acceptance|notice|review", "acceptance|notice")
    lines.append(easier.replace(",2023-07-01,,", ",2027-01-01,,"))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shelf = open_shelf(folder)
    assert required_stages(date(2026, 12, 31), shelf) == ["acceptance", "notice", "review"]
    assert required_stages(date(2027, 1, 1), shelf) == ["acceptance", "notice"]


def test_a_forwarded_case_ends_with_its_ticket(office):
    """The case of a ticket is closed under the ticket's number; one with the county stays there."""
    claim = office.claimed()
    case = case_of(SUBJECT, str(claim.pk))
    forward(office.way(), case, office.now, office.now)
    case.refresh_from_db()
    assert case.state == "forwarded"
    ticket = office.issued(office.signed(office.passed(office.verified(office.reported(claim)))))
    case.refresh_from_db()
    assert case.state == "closed"
    event = of_subject(case).get(name="case.closed")
    assert (event.actor, event.facts["outcome"]) == ("system", ticket.number)
    other = office.issued()
    assert case_of(SUBJECT, str(other.monitoring_id)).state == "accepted"


def drawn_with(answer) -> set[str]:
    return {template.name for template in answer.templates}


def test_the_registrar_suspends_lifts_and_revokes_by_form(browser, ticket):
    client = browser("registrar")
    listed = client.get(reverse("ticket_desks")).content.decode()
    assert ticket.number in listed
    code, said = act(client, ticket, "suspend_ticket", reason="", document="")
    assert (code, said.count("请填写理由。"), said.count("请填写依据文件。")) == (422, 2, 2)
    told = {"reason": "复核", "document": "通知 1 号"}
    assert act(client, ticket, "suspend_ticket", **told)[0] == 302
    page = client.get(reverse("ticket_desk", args=[ticket.number])).content.decode()
    assert "解除暂停" in page
    assert reverse("ticket_act", args=[ticket.number, "suspend_ticket"]) not in page
    assert act(client, ticket, "lift_suspension", **told)[0] == 302
    assert act(client, ticket, "revoke_ticket", **told)[0] == 302
    assert state_of(ticket) == "revoked"
    page = client.get(reverse("ticket_desk", args=[ticket.number])).content.decode()
    assert "已撤销的碳票不再办理任何事项" in page


def test_units_change_hands_by_form(office, browser, ticket):
    client = browser("registrar")
    told = {"source": str(office.party("farm")), "tonnes": "2.5", "ground": "judgment"}
    code, said = act(client, ticket, "transfer_holding", **told, target="无此单位", document="判决")
    assert (code, "没有找到唯一的登记主体" in said) == (422, True)
    name = "云岭新材料有限公司"
    code, _ = act(client, ticket, "transfer_holding", **told, target=name, document="判决")
    assert code == 302
    page = Client().get(reverse("ticket", args=[ticket.number])).content.decode()
    assert f"{name}，2.5000 吨" in page


def test_a_correction_waits_for_another_registrar(office, browser, ticket):
    client = browser("registrar")
    told = {"item": "location", "becomes": "某镇", "reason": "录入差错", "document": "申请表"}
    assert act(client, ticket, "propose_correction", **told)[0] == 302
    page = client.get(reverse("ticket_desk", args=[ticket.number])).content.decode()
    assert "由他人复核" in page
    found = Correction.objects.get()
    answer = client.post(reverse("decide_correction", args=[found.pk]), {"accept": "1"})
    assert (answer.status_code, "E-RG-15" in answer.content.decode()) == (409, True)
    propose_correction(
        office.call("registrar"), ticket=ticket.pk, **told | {"item": "origin", "becomes": "飞播"}
    )
    Correction.objects.update(proposer="user:0")
    for row, wanted in zip(Correction.objects.order_by("pk"), ("1", ""), strict=True):
        assert (
            "待复核的更正"
            in client.get(reverse("ticket_desk", args=[ticket.number])).content.decode()
        )
        client.post(reverse("decide_correction", args=[row.pk]), {"accept": wanted, "key": "x"})
    assert sorted(Correction.objects.values_list("state", flat=True)) == ["accepted", "rejected"]


def test_a_holder_gets_a_certificate_and_nobody_else_reads_it(office, browser, ticket):
    client = browser("farm")
    address = reverse("certify_holding", args=[ticket.number, office.party("farm")])
    assert client.post(address, {"key": "c"}).status_code == 302
    paper = HoldingCertificate.objects.get()
    page = client.get(address)
    assert paper.number in page.content.decode()
    assert "registry/holding.html" in drawn_with(page)
    pdf = reverse("holding_paper", args=[paper.number])
    assert client.get(pdf).content.startswith(b"%PDF")
    assert browser("buyer").get(pdf).status_code == 404
    assert browser("buyer").get(address).status_code == 404


def test_what_is_owed_is_surrendered_by_form(office, browser, ticket):
    other = office.issued()
    told = {"reason": "复核", "document": "通知 1 号", "source": str(office.party("farm"))}
    registrar, farm = browser("registrar"), browser("farm")
    buyer = "云岭新材料有限公司"
    act(registrar, ticket, "transfer_holding", **told, target=buyer, tonnes="3", ground="merger")
    act(registrar, ticket, "revoke_ticket", **told)
    duty = Duty.objects.get()
    desk = farm.get(reverse("desk")).content.decode()
    address = reverse("make_good", args=[duty.pk])
    assert address in desk
    assert re.search("尚欠 3 吨", desk)
    wrong = farm.post(address, {"key": "m", "ticket": str(other.pk), "tonnes": "4"})
    assert "E-RG-18" in wrong.content.decode()
    assert "registry/duty.html" in drawn_with(wrong)
    done = farm.post(address, {"key": "n", "ticket": str(other.pk), "tonnes": "3"})
    assert done.status_code == 302
    assert (owed(duty), standing(other).revoked) == (0, carbon(3))
    assert browser("buyer").get(address).status_code == 404
