"""Verification and review on their pages: each acts in the own part, and nobody looks in."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.parties.models import Membership, Party, User
from qingshan.apps.portal.inbox import perform, tasks_for
from qingshan.apps.projects.models import Nonconformity, Tie
from qingshan.apps.projects.reads import assigned_body
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.review.models import Panel, PanelQuestion, PoolExpert
from qingshan.core.kernel.units import tonnes_text

pytestmark = pytest.mark.django_db
KEYS = itertools.count()


@pytest.fixture(autouse=True)
def _moment(office, monkeypatch):
    monkeypatch.setattr("qingshan.apps.parties.acting.now", lambda: office.now)


def as_user(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def as_member(party: Party) -> Client:
    return as_user(party.memberships.get(role="expert").user.username)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def send(client: Client, name: str, *args: object, **told: object) -> None:
    answer = client.post(reverse(name, args=args), {"key": f"k{next(KEYS)}", **told})
    assert answer.status_code == 302, re.findall(r"E-[A-Z]{2}-\d\d", answer.content.decode())


def test_a_panel_from_the_draw_to_the_signed_minutes(office, bench):
    registrar, measurer = as_user("registrar"), as_user("measurer")
    assert "等待抽取专家" in page(registrar, "reviews")
    panel = perform(office.call("registrar"), "draw_panel", bench.report.pk)
    assert isinstance(panel, Panel)
    number = panel.number
    members = bench.members(panel)
    assert "怎样自己重放" in page(Client(), "panel_draw", number)
    assert members[0].name not in page(Client(), "panel_draw", number)
    for member in members:
        client = as_member(member)
        assert number in page(client, "reviews")
        page(client, "declare_independence", number)
        unsaid = client.post(reverse("declare_independence", args=[number]), {"key": "x"})
        assert unsaid.status_code == 422
        send(client, "declare_independence", number, agreed="on")
    assert "开始评审" in page(registrar, "panel", number)
    perform(office.call("registrar"), "convene_panel", panel.pk)
    first = as_member(members[0])
    send(first, "ask_question", number, anchor="figure:removal", text="增量为何偏高？")
    question = PanelQuestion.objects.get()
    (task,) = tasks_for(office.cast["measurer"].actor, due=True)
    assert task.href == reverse("answer_question", args=[number, question.pk])
    send(measurer, "answer_question", number, question.pk, text="期间有抚育。")
    for member in members:
        client = as_member(member)
        scores = {f"score_{item.key}": item.points for item in bench.items()}
        assert "满分 15" in page(client, "cast_vote", number)
        send(client, "cast_vote", number, in_favour="yes", opinion="同意。", **scores)
    assert "同意。" in page(first, "panel", number)
    assert page(as_member(members[1]), "panel", number).count("同意。") == 1
    assert "同意。" not in page(registrar, "panel", number)
    perform(office.call("registrar"), "close_panel", panel.pk)
    assert page(first, "panel", number).count("同意。") == 5
    perform(bench.call(members[0]), "sign_minutes", panel.pk)
    assert first.get(reverse("panel_minutes", args=[number])).content.startswith(b"%PDF-")


def test_the_pack_is_one_download(bench):
    panel = bench.draw()
    client = as_member(bench.members(panel)[0])
    data = client.get(reverse("panel_pack", args=[panel.number])).content
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert names == [
        "1-监测报告.pdf",
        "2-计量结果.xlsx",
        "3-复算包.zip",
        "4-核查不符合项.csv",
        "5-核查单.csv",
    ]


def test_strangers_to_a_panel_do_not_find_it(bench):
    panel = bench.draw()
    outsider = next(e for e in bench.experts if e.party not in bench.members(panel))
    for client in (as_user("village"), as_member(outsider.party)):
        assert client.get(reverse("panel", args=[panel.number])).status_code == 404
    assert Client().get(reverse("panel", args=[panel.number])).status_code == 302
    member = bench.members(panel)[0]
    address = reverse("recuse_member", args=[panel.number])
    gone = as_member(member).post(address, {"key": "back", "text": "曾任职于业主单位"})
    assert gone["Location"] == reverse("reviews"), "the panel is not theirs to see any more"
    assert as_member(member).get(reverse("panel", args=[panel.number])).status_code == 404
    assert "补抽专家" in page(as_user("registrar"), "panel", panel.number)
    owner = page(as_user("farm"), "panel", panel.number)
    assert not [one.name for one in bench.members(panel) if one.name in owner]


def test_a_verification_with_its_nonconformity_to_the_conclusion(office):
    report = office.reported()
    verifier, measurer = as_user("verifier"), as_user("measurer")
    (task,) = tasks_for(office.cast["verifier"].actor, due=True)
    assert task.href == reverse("verification", args=[report.pk])
    send(
        verifier, "raise_nonconformity", report.pk,
        severity="major", anchor="page:1", text="面积与林权证不一致。",
    )  # fmt: skip
    found = Nonconformity.objects.get()
    assert "面积与林权证不一致。" in page(measurer, "verification", report.pk)
    assert as_user("village").get(reverse("verification", args=[report.pk])).status_code == 404
    send(measurer, "nonconformity_turn", found.pk, "answer", text="已附测绘资料。")
    send(verifier, "nonconformity_turn", found.pk, "insist", text="请补充说明。")
    wrong = {"key": "c", "tonnes": "1", "finding": "属实。", "agreed": "on"}
    refused = verifier.post(reverse("conclude", args=[report.pk]), wrong)
    assert refused.status_code == 422
    assert set(re.findall(r"E-PJ-\d\d", refused.content.decode())) == {"E-PJ-08", "E-PJ-09"}
    send(measurer, "nonconformity_turn", found.pk, "answer", text="说明已补充。")
    send(verifier, "nonconformity_turn", found.pk, "settle", text="核对无误。")
    assert verifier.get(reverse("nonconformity_turn", args=[found.pk, "dance"])).status_code == 404
    amount = tonnes_text(report.run.removal).replace(",", "")
    send(verifier, "conclude", report.pk, tonnes=amount, finding="复算一致。", agreed="on")
    told = page(verifier, "verification", report.pk)
    assert "本机构承诺" in told
    back = reverse("return_report", args=[report.pk])
    assert back in told, "an error may show after the conclusion"
    send(verifier, "return_report", report.pk, text="评审前主动撤回。")
    later = office.reported(report.run.monitoring)
    told = page(verifier, "verification", report.pk)
    assert reverse("verification", args=[later.pk]) in told
    assert back not in told


def test_owners_charge_bodies(office):
    claim = office.claimed()
    farm = as_user("farm")
    due = tasks_for(office.cast["farm"].actor, due=True)
    tasks = [task for task in due if task.key == claim.pk and task.act == "assign_body"]
    assert {task.href for task in tasks} == {
        reverse("assign_body", args=[claim.pk, part]) for part in ("measuring", "verifying")
    }
    send(farm, "assign_body", claim.pk, "verifying", body=office.party("verifier"))
    assert assigned_body(claim, "verifying").pk == office.party("verifier")
    assert farm.get(reverse("assign_body", args=[claim.pk, "dancing"])).status_code == 404
    assert (
        as_user("village").get(reverse("assign_body", args=[claim.pk, "verifying"])).status_code
        == 404
    )


def test_everyone_declares_ties_and_both_sides_see_them(office):
    verifier, page = as_user("verifier"), reverse("declare_tie")
    told = {"party": office.party("verifier"), "kind": "service"}
    untouched = verifier.post(page, {"key": "k", **told})
    assert (untouched.status_code, Tie.objects.count()) == (422, 0), "nobody is chosen beforehand"
    own = verifier.post(page, {"key": "k", "other": name_of(office, "verifier"), **told})
    assert "对方不能是本单位。" in own.content.decode()
    foreign = told | {"party": office.party("buyer"), "other": name_of(office, "farm")}
    assert verifier.post(page, {"key": "k", **foreign}).status_code == 422
    send(verifier, "declare_tie", other=name_of(office, "farm"), **told)
    assert Tie.objects.get().until is None
    for side in ("verifier", "farm"):
        assert "仍在持续</" in as_user(side).get(page).content.decode()
    assert "还没有申报的利害关系" in as_user("village").get(page).content.decode()


def test_who_acts_for_several_parties_says_for_which(office):
    farm, page = User.objects.get(username="farm"), reverse("declare_tie")
    buyer = Party.objects.get(pk=office.party("buyer"))
    Membership.objects.create(user=farm, party=buyer, role="trader")
    client, told = as_user("farm"), {"other": name_of(office, "verifier"), "kind": "holding"}
    assert buyer.label.en in client.get("/en" + page).content.decode(), "in the page's language"
    unsaid = client.post(page, {"key": "k", **told})
    assert unsaid.status_code == 422
    assert "请选择代表的单位。" in unsaid.content.decode()
    send(client, "declare_tie", party=buyer.pk, **told)
    assert Tie.objects.get().party == buyer


def test_owners_traders_and_banks_find_the_door(office):
    for part in ("farm", "buyer", "bank", "measurer", "verifier", "expert"):
        assert reverse("declare_tie") in page(as_user(part), "desk"), part
    assert reverse("declare_tie") not in page(as_user("registrar"), "desk")


def test_the_registrar_enters_a_tie_that_nobody_declared_and_corrects_one(office):
    registrar, where = as_user("registrar"), reverse("ties")
    sides = {"party": name_of(office, "verifier"), "other": name_of(office, "farm")}
    told = {"kind": "service", "note": "举报核实意见（2026）3 号", **sides}
    assert "还没有申报的利害关系" in registrar.get(where).content.decode()
    assert as_user("verifier").get(where).status_code == 403
    empty = registrar.post(where, {"key": "k0"})
    assert empty.status_code == 422
    for name in ("申报方", "对方", "关系", "依据"):
        assert f"“{name}”" in empty.content.decode()
    same = registrar.post(where, {**told, "key": "k1", "other": sides["party"]})
    assert "双方不能是同一主体" in same.content.decode()
    assert not Tie.objects.exists()
    send(registrar, "ties", **told)
    send(registrar, "ties", **told, until="2024-01-31")
    page = registrar.get(where).content.decode()
    assert page.count("2024-01-31") == 1, "what was said last about the same tie stands"
    assert page.count("举报核实意见（2026）3 号") == 1
    assert "仍在持续</" not in page
    assert [tie.until for tie in Tie.objects.order_by("pk")] == [None, date(2024, 1, 31)]
    own = as_user("verifier").get(reverse("declare_tie")).content.decode()
    assert "举报核实意见（2026）3 号" in own, "who it is about sees it"
    assert "Declared by" in registrar.get("/en" + where).content.decode()


def name_of(office, who: str) -> str:
    return Party.objects.get(pk=office.party(who)).name


def test_a_report_that_nobody_is_charged_to_verify_waits_for_its_owner(office):
    claim = office.claimed()
    told = {"monitoring": claim.pk, "part": "measuring", "body": office.party("measurer")}
    assign_body(office.call("farm"), **told)
    report = office.reported(claim)
    where = reverse("assign_body", args=[claim.pk, "verifying"])

    def waits(part: str) -> bool:
        due = tasks_for(office.cast[part].actor, due=True)
        conclude = reverse("verification", args=[report.pk])
        return any(task.href in (where, conclude) for task in due)

    assert (waits("farm"), waits("verifier")) == (True, False)
    told = page(as_user("verifier"), "verification", report.pk)
    assert "须先由项目业主或县级林业主管部门委托核查机构" in told
    assert reverse("conclude", args=[report.pk]) not in told
    assert reverse("return_report", args=[report.pk]) in told
    send(as_user("farm"), "assign_body", claim.pk, "verifying", body=office.party("verifier"))
    assert (waits("farm"), waits("verifier")) == (False, True)
    told = page(as_user("verifier"), "verification", report.pk)
    assert "还没有委托核查机构" not in told
    assert reverse("conclude", args=[report.pk]) in told


def test_the_registrar_enters_experts(office):
    registrar = as_user("registrar")
    send(
        registrar, "enter_expert", party=office.party("expert"), fields_of_work=["law"], unit="大学"
    )
    assert PoolExpert.objects.get(party=office.party("expert")).fields == ["law"]
    assert "周审" in page(registrar, "reviews")
    assert as_user("expert").get(reverse("enter_expert")).status_code == 404


def test_an_expert_leaves_the_pool_by_a_button(office, bench):
    expert = bench.experts[0]
    assert reverse("release_expert", args=[expert.number]) in page(as_user("registrar"), "reviews")
    for part in ("forestry", "expert"):
        client = as_user(part)
        assert reverse("release_expert", args=[expert.number]) not in page(client, "reviews")
        assert client.get(reverse("release_expert", args=[expert.number])).status_code == 404
    send(as_user("registrar"), "release_expert", expert.number, text="任期届满")
    expert.refresh_from_db()
    assert expert.state == "left"
    assert reverse("release_expert", args=[expert.number]) not in page(
        as_user("registrar"), "reviews"
    )


def test_a_panel_whose_report_was_returned_is_voided_by_a_button(office, bench):
    panel = bench.draw()
    number = panel.number
    waiting = [task.act for task in tasks_for(office.cast["registrar"].actor, due=True)]
    assert "void_panel" not in waiting
    send(as_user("verifier"), "return_report", bench.report.pk, text="数据须重新核对。")
    (task,) = [
        task
        for task in tasks_for(office.cast["registrar"].actor, due=True)
        if task.act == "void_panel"
    ]
    assert task.href == reverse("void_panel", args=[number])
    assert task.href in page(as_user("registrar"), "panel", number)
    member = as_member(bench.members(panel)[0])
    assert task.href not in page(member, "panel", number)
    assert member.get(task.href).status_code == 404
    send(as_user("registrar"), "void_panel", number, text="报告已退回更正")
    assert Panel.objects.get(pk=panel.pk).state == "void"
