"""What the public and those concerned see of a notice, and that words stay words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qingshan.apps.notices.models import Comment
from qingshan.apps.parties.models import User
from qingshan.apps.portal.inbox import perform, tasks_for
from qingshan.apps.projects.models import Project
from qingshan.apps.projects.verbs.return_report import return_report

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script> 请说明来源。"


@pytest.fixture
def told(board, monkeypatch):
    """The moment of every page is that of the office."""
    for module in ("public", "commenting"):
        monkeypatch.setattr(f"qingshan.apps.notices.views.{module}.now", lambda: board.office.now)
    monkeypatch.setattr("qingshan.apps.parties.acting.now", lambda: board.office.now)
    return board


def page(name: str, *args, client: Client | None = None, **query) -> str:
    answer = (client or Client()).get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def signed_in(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_the_list_and_the_notice_say_how_long_is_left(told):
    assert "还剩 20 个工作日" in page("notices")
    shown = page("notice", told.notice.number)
    assert "业主自行公示，尚未审定" in shown
    assert "至 2026-08-13（含当日）" in shown
    assert "提意见" in shown
    assert "吴青松" not in shown


def test_county_and_place_stand_apart_in_english(told):
    project = told.notice.report.run.monitoring.project
    Project.objects.filter(pk=project.pk).update(place="龙泉山镇")
    with translation.override("en"):
        shown = page("notices") + page("notice", told.notice.number)
    assert shown.count("outside the province 龙泉山镇") == 2


def test_a_visitor_comments_on_a_figure_and_keeps_a_receipt(told):
    form = page("comment", told.notice.number, at="figure:removal")
    assert '<option value="figure:removal" selected>' in form
    client = Client()
    sent = client.post(
        reverse("comment", args=[told.notice.number]),
        {"key": "k", "category": "data", "anchor": "figure:removal", "text": NASTY},
    )
    assert sent.status_code == 302
    comment = Comment.objects.get()
    followed = client.get(sent.headers["Location"]).content.decode()
    assert comment.code in followed
    assert "<script>alert" not in followed
    assert "&lt;script&gt;" in followed
    assert NASTY not in page("notice", told.notice.number), "nothing is shown before the close"
    again = client.post(
        reverse("comment", args=[told.notice.number]),
        {"key": "k2", "category": "data", "anchor": "place", "place": "1,1", "text": NASTY},
    )
    assert again.status_code == 422
    assert comment.number in again.content.decode()
    assert "没有查到" in page("receipts", number=comment.number, code="x")


def test_a_place_is_asked_for_and_named_as_it_was_typed(told):
    address = reverse("comment", args=[told.notice.number])

    def answered(key: str, **sent: str) -> str:
        common = {"key": key, "category": "land", "text": "第 3 号小班界线与实地不符。"}
        answer = Client().post(address, common | sent)
        assert answer.status_code == 422
        return answer.content.decode()

    assert "请填写图上位置" in answered("k1", anchor="place", place="")
    assert "没有“1,1”所指之处" in answered("k2", anchor="place", place="1,1")
    assert "没有“1,1”所指之处" in answered("k3", anchor="", place="1,1"), "no place is lost"


def test_owner_and_verifier_find_it_in_their_inbox_and_deal_with_it(told, refuses):
    comment = told.say(NASTY)
    office = told.office
    (task,) = [t for t in tasks_for(office.cast["farm"].actor, due=True) if "comment" in t.act]
    farm, verifier = signed_in("farm"), signed_in("verifier")
    assert "&lt;script&gt;" in farm.get(task.href).content.decode()
    with refuses("E-PO-05"):
        perform(office.call("farm"), "answer_comment", comment.pk)
    sent = farm.post(task.href, {"key": "a", "text": "来源见报告附件。"})
    assert sent.status_code == 302
    href = reverse("judge_comment", args=[comment.number])
    assert "来源见报告附件。" in page("judge_comment", comment.number, client=verifier)
    wrong = verifier.post(href, {"key": "b", "text": "属实，无须更正。"})
    assert wrong.status_code == 422
    sent = verifier.post(href, {"key": "b", "outcome": "explained", "text": "属实，无须更正。"})
    assert sent.status_code == 302
    assert signed_in("village").get(href).status_code == 404
    told.close()
    shown = page("notice", told.notice.number)
    assert "来源见报告附件。" in shown
    assert "&lt;script&gt;" in shown
    sheet = Client().get(reverse("comments_csv", args=[told.notice.number])).content.decode()
    assert comment.number in sheet
    assert "来源见报告附件。" in sheet


def test_figures_and_sections_lead_to_a_comment_on_them(told):
    assert "?at=figure:removal" in page("notice_why", told.notice.number, "removal")
    assert "?at=page:1" in page("notice_report", told.notice.number)
    remark = reverse("comment", args=[told.notice.number])
    assert f'data-remark="{remark}"' in page("notice", told.notice.number), (
        "the map leads there too"
    )
    assert Client().get(reverse("notice_why", args=[told.notice.number, "x"])).status_code == 404
    pdf = Client().get(reverse("notice_report_pdf", args=[told.notice.number]))
    assert pdf.content.startswith(b"%PDF-")


def test_the_register_ends_a_notice_whose_report_was_returned(told):
    office, number = told.office, told.notice.number
    registrar, address = signed_in("registrar"), reverse("end_notice", args=[told.notice.number])

    def waiting() -> list[str]:
        return [task.href for task in tasks_for(office.cast["registrar"].actor, due=True)]

    assert address not in waiting()
    early = registrar.post(address, {"key": "early", "text": "没有理由"})
    assert "E-NT-06" in early.content.decode()
    return_report(
        office.call("verifier"),
        report=told.report.pk,
        verifier=office.party("verifier"),
        finding="退回更正",
    )
    assert address in waiting()
    assert "终止公示" in registrar.get(address).content.decode()
    assert signed_in("farm").get(address).status_code == 404
    assert registrar.post(address, {"key": "end", "text": "报告已退回更正"}).status_code == 302
    assert "公示已终止" in page("notice", number)
    assert address not in waiting()
