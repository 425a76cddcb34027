"""After handing in: the receipt, the form as a paper, and the way through the offices."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.applications.models import Application
from qingshan.apps.applications.numbers import check_code, is_code
from qingshan.apps.applications.panes import show
from qingshan.apps.applications.progress import stations
from qingshan.apps.applications.reads import application_on, applications_of, applications_seen_by
from qingshan.apps.applications.statement import lines
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import actor_of
from qingshan.core.kernel.digest import sha256
from tests import applying

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 17)


@pytest.fixture
def handed_in(office, sign_in):
    """The village's application, and its client."""
    client = sign_in("village")
    draft = applying.filled(client, [office.file()])
    assert applying.hand_in(client, draft).status_code == 302
    return client, Application.objects.get()


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_the_paper_says_what_the_form_says(handed_in) -> None:
    client, done = handed_in
    pdf = client.get(reverse("application_form", kwargs={"number": done.number})).content
    assert sha256(pdf) == done.form_digest, "the same bytes as on the day"
    said = words(pdf)
    for label, value in lines(done.told):
        assert "".join(label.zh.split()) in said
        assert "".join(value.split()) in said, label.zh
    for plot in done.told["land"]["plots"]:
        assert plot["area_mu"] in said
    assert "".join(done.told["declaration"]["zh"].split()) in said
    for name, resident, card in applying.PEOPLE:
        assert not {name, resident, card} & {said}
        assert resident not in said


def test_the_preview_is_the_form_without_a_number(office, sign_in) -> None:
    client = sign_in("farm")
    draft = applying.filled(client, [office.file()])
    said = words(client.get(reverse("apply_preview", kwargs={"draft": draft.pk})).content)
    assert "预览，尚未提交" in said
    assert applying.TOLD["land"]["name"] in said


def test_the_receipt_carries_number_code_and_next_day(handed_in) -> None:
    client, done = handed_in
    said = words(client.get(reverse("receipt", kwargs={"number": done.number})).content)
    for told in (done.number, done.check_code, str(done.case.due), done.case.number):
        assert told in said


def test_who_holds_the_receipt_sees_the_way_without_signing_in(handed_in) -> None:
    _, done = handed_in
    stranger = Client()
    address = reverse("progress")
    told = {"number": done.number.lower(), "code": done.check_code.lower().replace("-", "")}
    text = stranger.post(address, told).content.decode()
    assert "收件" in text
    assert done.number in text
    for name, resident, _ in applying.PEOPLE:
        assert name not in text
        assert resident not in text
    for wrong in ({"number": done.number, "code": "AAAA-BBBB"}, {"number": "SJ-2026-000009-1"}):
        answer = stranger.post(address, {**told, **wrong})
        assert answer.status_code == 422
        assert (
            "收件号或查询码不对" in answer.content.decode() or "E-MC-04" in answer.content.decode()
        )


def test_a_wrong_code_is_refused(handed_in) -> None:
    _, done = handed_in
    answer = Client().post(reverse("progress"), {"number": done.number, "code": "2222-2222"})
    assert "E-AP-11" in answer.content.decode()
    assert is_code(done.number, check_code(done.number))
    assert not is_code("SJ-2026-000002-0", check_code(done.number))


def test_an_application_is_for_its_party_alone(handed_in, sign_in, office) -> None:
    _, done = handed_in
    assert application_on(done.monitoring_id) == done
    assert list(applications_of(frozenset({office.party("farm")}))) == []
    for name in ("application", "receipt", "application_form"):
        address = reverse(name, kwargs={"number": done.number})
        assert sign_in("farm").get(address).status_code == 404


def test_the_office_of_the_area_sees_form_papers_and_persons(handed_in, sign_in) -> None:
    _, done = handed_in
    county = sign_in("county")
    assert applications_seen_by(actor_of(User.objects.get(username="county")), TODAY).exists()
    page = county.get(reverse("case", kwargs={"number": done.case.number})).content.decode()
    for name, resident, card in applying.PEOPLE:
        assert {name, resident, card} <= set(re.findall(r"[\w]+", page))
    paper = done.draft.attachments.get(kind="resolution")
    assert paper.name in page
    address = reverse("application_paper", kwargs={"number": done.number, "paper": paper.pk})
    assert county.get(address).content == applying.photo()
    assert sign_in("buyer").get(address).status_code == 404
    form = reverse("application_form", kwargs={"number": done.number})
    assert county.get(form).status_code == 200


def test_a_correction_leads_from_the_application_to_its_answer(handed_in, office) -> None:
    client, done = handed_in
    claim = done.monitoring
    panes = show(done.case)
    assert panes.document.context["application"] == done
    assert [pane.template for pane in (panes.document, panes.map, panes.data)] == [
        "applications/panes/document.html",
        "applications/panes/map.html",
        "applications/panes/data.html",
    ]
    answer = client.get(reverse("application", kwargs={"number": done.number}))
    page = answer.content.decode()
    used = {template.name for template in answer.templates}
    assert {"applications/application.html", "applications/parts/way.html"} <= used
    assert reverse("case", kwargs={"number": done.case.number}) in page
    assert claim.state == "registered"


def test_the_life_line_follows_case_and_measuring(handed_in, office) -> None:
    _, done = handed_in
    line = stations(done)
    assert [station.stage for station in line[:2]] == ["done", "now"]
    assert [station.text.zh for station in line] == [
        "收件", "受理", "初审", "上报", "计量", "核查复算",
        "公示", "专家评审", "两部门会签", "签发",
    ]  # fmt: skip
