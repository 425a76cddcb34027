"""A correction opens the steps that the notice names, and nothing that was found in order."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from qingshan.apps.applications.editions import editions
from qingshan.apps.applications.forms import FORMS
from qingshan.apps.applications.models import (
    Application,
    ApplicationCorrection,
    Attachment,
    Draft,
    Household,
)
from qingshan.apps.applications.points import STEP_LABELS, TABLE, step_of_field
from qingshan.apps.applications.reads import households_now, papers_now, told_now
from qingshan.apps.applications.shares import shares_of
from qingshan.apps.applications.verbs.save_draft import save_draft
from qingshan.apps.applications.verbs.start_correction import start_correction
from qingshan.apps.applications.verbs.submit_correction import submit_correction
from qingshan.apps.base.models import Event
from qingshan.apps.casework.checks import TABLE as CHECK_ITEMS
from qingshan.apps.casework.models import Case, CorrectionAnswer, CorrectionNotice
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.record_checks import record_checks
from qingshan.apps.land.models import Survey
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.tables.shelf import open_shelf
from tests import applying

pytestmark = pytest.mark.django_db
LAND = "第 3 号小班缺少郁闭度，请更正后重新上传。"
PAPER = "营业执照已过期，请提交现行有效的证件。"


def text(answer) -> str:
    return answer.content.decode()


def marked(office, application: Application, verdict: str, **points: str) -> None:
    """The county's answers to some items of the check list."""
    standing = {one.item: one.version for one in application.case.answers.order_by("version")}
    checks = [
        {"item": item, "version": standing.get(item, 0), "verdict": verdict, "text": words}
        for item, words in points.items()
    ]
    record_checks(office.call("county"), case=application.case_id, checks=checks)


def noticed(office, application: Application, **points: str) -> CorrectionNotice:
    marked(office, application, "problem", **points)
    return ask_correction(office.call("county"), case=application.case_id)


@pytest.fixture
def handed(office, sign_in):
    client = sign_in("farm")
    draft = applying.filled(client, [office.file()])
    assert applying.hand_in(client, draft).status_code == 302
    return client, Application.objects.get()


def begun(client, application: Application) -> Draft:
    where = reverse("application_correct", kwargs={"number": application.number})
    assert client.post(where).status_code == 302
    return Draft.objects.get(state="open")


def signed(client, draft: Draft, **replies: str) -> None:
    told = {"declared": "on", "signature_drawn": applying.drawn(), "press": "stay"}
    applying.post_step(client, draft, "submit", **told, **replies)


def test_the_project_itself_is_no_other_claim_under_its_certificate(office, handed) -> None:
    client, application = handed
    noticed(office, application, identity=PAPER)
    draft = begun(client, application)
    warned = "同一权属证号已有申报"
    last = {"step": "submit"}
    assert warned not in text(client.get(reverse("apply_step", kwargs={"draft": draft.pk, **last})))
    another = applying.filled(client, [office.file()])
    assert warned in text(client.get(reverse("apply_step", kwargs={"draft": another.pk, **last})))


def test_the_notice_opens_the_steps_that_it_names_and_no_other(office, handed, refuses) -> None:
    client, application = handed
    noticed(office, application, identity=PAPER)
    case = reverse("answer_correction", args=[application.case.number])
    page = client.get(case, follow=True)
    assert "applications/correct.html" in {used.name for used in page.templates}
    assert PAPER in text(page)
    assert "公示与材料" in text(page)
    draft = begun(client, application)
    papers = text(client.get(reverse("apply_step", args=[draft.pk, "papers"])))
    assert PAPER in papers
    assert "本步要补正" in papers
    land = text(client.get(reverse("apply_step", args=[draft.pk, "land"])))
    assert PAPER not in land
    assert "保持不变" in land
    assert '<fieldset class="settled" disabled>' in land
    answer = applying.post_step(client, draft, "applicant", phone="0855-7654321")
    assert "E-AP-13" in text(answer)
    assert "E-AP-13" in text(applying.post_paper(client, draft, "certificate"))
    kept = draft.attachments.get(kind="certificate")
    client.post(reverse("apply_detach", args=[draft.pk, kept.pk]))
    assert draft.attachments.filter(pk=kept.pk).exists(), "what was accepted stays"
    told = {"draft": draft.pk, "version": draft.version, "answers": {"name": "改名"}}
    with refuses("E-AP-13"):
        save_draft(office.call("farm"), **told)


def test_handing_in_again_answers_every_point_of_the_notice(office, handed, refuses) -> None:
    client, application = handed
    first = set(application.draft.attachments.values_list("file__digest", flat=True))
    notice = noticed(office, application, identity=PAPER, report="报告缺签章页，请补交。")
    draft = begun(client, application)
    assert begun(client, application) == draft, "a second press goes on with the same draft"
    signed(client, draft)
    refused = applying.hand_in(client, draft)
    assert refused.status_code == 422
    assert "E-AP-14" in text(refused)
    assert "补正第 1 项" in text(refused)
    applying.post_paper(client, draft, "identity", applying.photo((80, 50)))
    signed(client, draft, reply_2="报告由计量机构直接报送。")
    done = applying.hand_in(client, draft)
    assert done.status_code == 302, text(done)[-3000:]
    application.case.refresh_from_db()
    assert application.case.state == "submitted"
    told = [one.text for one in CorrectionAnswer.objects.order_by("item__place")]
    assert told[0] == "已在申请中更正：公示与材料。"
    assert told[1].endswith("报告由计量机构直接报送。")
    assert ApplicationCorrection.objects.get().notice == notice
    assert len(papers_now(application, ["identity"])) == 2
    kept = set(application.draft.attachments.values_list("file__digest", flat=True))
    assert kept == first, "what was handed in first stays on record"
    [edition] = editions(application)
    [papers] = edition.differences
    told = (papers.label.zh, papers.before, papers.now)
    assert told == ("所附材料", "—", "身份证明或营业执照 identity.jpg")
    page = client.get(reverse("application", args=[application.number]))
    assert "applications/parts/editions.html" in {used.name for used in page.templates}
    assert notice.number in text(page)
    pdf = client.get(reverse("application_edition", args=[application.number, 2]))
    assert pdf.content.startswith(b"%PDF")
    lost = client.get(reverse("application_edition", args=[application.number, 3]))
    assert lost.status_code == 404
    with refuses("E-MC-01"):
        start_correction(office.call("farm"), notice=notice.pk)
    with pytest.raises(Exception, match="append"), transaction.atomic():
        ApplicationCorrection.objects.get().delete()


def test_a_corrected_forest_is_the_one_that_is_measured_and_claimed(office, handed) -> None:
    client, application = handed
    before = application.monitoring.survey
    noticed(office, application, survey=LAND)
    draft = begun(client, application)
    assert applying.post_land(client, draft, [office.file(count=8)]).status_code == 302
    signed(client, draft)
    done = applying.hand_in(client, draft)
    assert done.status_code == 302, text(done)[-3000:]
    claim = Application.objects.get().monitoring
    assert claim.survey != before
    assert claim.survey.compartments.count() == 8
    assert claim.land_claim.survey == claim.survey
    assert claim.land_claim.state == "live"
    assert Survey.objects.filter(pk=before.pk).exists(), "the survey of before stays on record"
    assert told_now(application)["land"]["count"] == 8
    assert application.told["land"]["count"] != 8
    event = Event.objects.get(name="project.corrected")
    assert (event.verb, event.facts["before"]) == ("correct_project", before.pk)


def test_words_alone_leave_the_project_as_it_is(office, handed, refuses) -> None:
    client, application = handed
    before = application.monitoring.survey_id
    notice = noticed(office, application, title="四至与证载不一致，请说明。")
    with refuses("E-CW-24"):
        start_correction(office.call("village"), notice=notice.pk)
    draft = begun(client, application)
    signed(client, draft, reply_1="证载四至为旧地名，附村委会说明。")
    draft.refresh_from_db()
    told = {"draft": draft.pk, "version": draft.version}
    done = submit_correction(office.call("farm", "again"), **told)
    assert submit_correction(office.call("farm", "again"), **told) == done, "the same key"
    application.monitoring.refresh_from_db()
    assert application.monitoring.survey_id == before
    assert not Event.objects.filter(name="project.corrected").exists()
    rows = open_shelf().rows(CHECK_ITEMS, office.as_of)
    items = {row.key.split("|")[2] for row in rows if "ticket_application|submitted" in row.key}
    marked(office, application, "good", **dict.fromkeys(items, ""))
    assert accept_case(office.call("county"), case=application.case_id).state == "accepted"


def test_shares_follow_the_corrected_list_of_households(office, sign_in) -> None:
    client = sign_in("village")
    draft = applying.filled(client, [office.file()])
    assert applying.hand_in(client, draft).status_code == 302
    application = Application.objects.get()
    noticed(office, application, consent="分户份额与决议不一致，请更正。")
    again = begun(client, application)
    for _ in applying.PEOPLE:
        client.post(reverse("apply_household_remove", args=[again.pk, 1]))
    area = float(again.attachments.get(kind="land").facts["area_mu"])
    quarter = round(area / 4, 2)
    parts = ((quarter, "25"), (round(area - quarter, 2), "75"))
    for (name, resident, card), (mu, share) in zip(applying.PEOPLE, parts, strict=True):
        told = {"head_name": name, "resident_id": resident, "bank_card": card, "share": share}
        where = reverse("apply_household", kwargs={"draft": again.pk})
        assert client.post(where, {**told, "area_mu": f"{mu:.2f}"}).status_code == 302
    signed(client, again)
    done = applying.hand_in(client, again)
    assert done.status_code == 302, text(done)[-3000:]
    assert [row.share_basis_points for row in households_now(application)] == [2500, 7500]
    assert Household.objects.count() == 4, "the list of before stays on record"
    parts = [float(share.part) for share in shares_of(application.monitoring.project)]
    assert parts == [0.25, 0.75]


def test_land_of_another_county_is_another_application(office, handed) -> None:
    client, application = handed
    noticed(office, application, survey=LAND)
    Case.objects.filter(pk=application.case_id).update(county_code="522629")
    draft = begun(client, application)
    land = draft.attachments.get(kind="land")
    land.facts |= {"county": "520121", "county_name": "开阳县"}
    land.save()
    signed(client, draft, reply_1="已核对")
    assert "E-AP-15" in text(applying.hand_in(client, draft))


def test_land_stays_as_the_report_tells_it_and_words_still_answer(office, handed) -> None:
    client, application = handed
    noticed(office, application, survey=LAND)
    MonitoringPeriod.objects.filter(pk=application.monitoring_id).update(state="reported")
    draft = begun(client, application)
    before = draft.attachments.get(kind="land")
    assert applying.post_land(client, draft, [office.file(count=8)]).status_code == 302
    signed(client, draft, reply_1="已核对")
    refused = text(applying.hand_in(client, draft))
    assert "E-AP-16" in refused
    assert "由核查机构先退回监测报告" in refused
    Attachment.objects.filter(draft=draft, kind="land").update(
        name=before.name, size_bytes=before.size_bytes, entered=before.entered
    )
    signed(client, draft, reply_1="林地以报告为准，另附说明。")
    assert applying.hand_in(client, draft).status_code == 302


def test_every_field_and_every_check_has_its_step(office) -> None:
    for step, form in FORMS.items():
        for name in form.base_fields:
            if name not in {"version", "file", "party", "signature_drawn"}:
                assert step_of_field(name) == step, name
    told = {row.key: row.value_text for row in open_shelf().rows(TABLE, office.as_of)}
    keys = [row.key.split("|") for row in open_shelf().rows(CHECK_ITEMS, office.as_of)]
    assert told.keys() == {item for kind, _, item in keys if kind == "ticket_application"}
    for steps in told.values():
        assert set(steps.split("|")) <= STEP_LABELS.keys()
