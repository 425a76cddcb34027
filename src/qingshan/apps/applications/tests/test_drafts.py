"""A draft survives: saved as one goes, warned about other windows, erased when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.applications.jobs import expire_drafts
from qingshan.apps.applications.limits import limit
from qingshan.apps.applications.models import Attachment, Draft
from qingshan.apps.applications.reads import days_left, overdue_drafts
from qingshan.apps.applications.verbs.detach_paper import detach_paper
from qingshan.apps.applications.verbs.discard_draft import discard_draft
from qingshan.apps.applications.verbs.expire_draft import expire_draft
from qingshan.apps.applications.verbs.save_draft import save_draft
from qingshan.apps.applications.verbs.start_draft import start_draft
from qingshan.apps.applications.verbs.submit_application import submit_application
from qingshan.apps.base import files
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event, KeptFile
from qingshan.apps.parties.models import User
from tests import applying

pytestmark = pytest.mark.django_db


def step(draft: Draft, name: str) -> str:
    return reverse("apply_step", kwargs={"draft": draft.pk, "step": name})


def begun(office, part: str = "farm") -> Draft:
    user = User.objects.get(username=part)
    return start_draft(office.call(part), user=user.pk, party=office.party(part))


def test_fields_are_saved_in_the_background_and_the_journal_keeps_no_contents(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    told = {"version": draft.version, "phone": "0855-1234567", "through_agent": "no"}
    answer = client.post(step(draft, "applicant"), told, headers={"X-Autosave": "1"})
    said = answer.json()
    draft.refresh_from_db()
    assert (said["version"], said["wrong"]) == (draft.version, {})
    assert draft.answers["phone"] == "0855-1234567"
    (event,) = Event.objects.filter(name="draft.saved")
    assert event.facts == {"fields": ["phone"], "version": draft.version}


def test_what_a_check_told_is_carried_on_and_nothing_else(sign_in) -> None:
    client = sign_in("farm")
    days = {"first_day": "2014-01-01", "last_day": "2016-12-31"}
    page = client.get(reverse("apply"), {**days, "tenure_number": "黔林证字第 1 号", "name": "x"})
    assert 'name="first_day" value="2014-01-01"' in page.content.decode()
    assert 'name="name"' not in page.content.decode()
    draft = applying.started(client, **days, tenure_number="黔林证字第 1 号", name="x")
    told = {name: draft.answers[name] for name in (*days, "tenure_number", "method")}
    assert told == {**days, "tenure_number": "黔林证字第 1 号", "method": "gz_ticket_v1"}
    assert "name" not in draft.answers
    for wrong in ({"first_day": "soon"}, {"first_day": "2030-01-01", "last_day": "2020-01-01"}):
        other = applying.started(client, **wrong)
        assert other.answers["first_day"] < other.answers["last_day"]


def test_a_wrong_field_keeps_what_it_had_and_the_others_are_saved(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    applying.post_step(client, draft, "applicant", phone="0855-1234567", through_agent="no")
    told = {"phone": "call me", "through_agent": "yes", "agent_name": "某某服务部"}
    answer = applying.post_step(client, draft, "applicant", **told)
    draft.refresh_from_db()
    assert answer.status_code == 422
    assert "call me" in answer.content.decode()
    assert draft.answers["phone"] == "0855-1234567"
    assert draft.answers["agent_name"] == "某某服务部"


def test_a_period_that_runs_backwards_is_not_saved(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    before = draft.answers["first_day"], draft.answers["last_day"]
    told = {"method": "gz_ticket_v1", "first_day": "2024-01-01", "last_day": "2020-12-31"}
    assert applying.post_step(client, draft, "method", **told).status_code == 422
    draft.refresh_from_db()
    assert (draft.answers["first_day"], draft.answers["last_day"]) == before


def test_two_windows_on_one_field_meet_and_nothing_is_lost(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    shown = {"version": draft.version, "through_agent": "no"}
    assert (
        client.post(step(draft, "applicant"), {**shown, "phone": "0855-1111111"}).status_code == 302
    )
    answer = client.post(step(draft, "applicant"), {**shown, "phone": "0855-2222222"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for told in ("E-AP-01", "0855-1111111", "0855-2222222"):
        assert told in page
    draft.refresh_from_db()
    assert draft.answers["phone"] == "0855-1111111"
    assert f'name="version" value="{draft.version}"' in page
    again = {"version": draft.version, "through_agent": "no", "phone": "0855-2222222"}
    assert client.post(step(draft, "applicant"), again).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["phone"] == "0855-2222222"


def test_two_windows_on_different_steps_do_not_meet(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    version = draft.version
    applying.post_step(client, draft, "applicant", phone="0855-1111111", through_agent="no")
    answer = client.post(step(draft, "land"), {"version": version, "name": "后山林"})
    assert answer.status_code == 302
    stale = client.post(
        step(draft, "land"), {"version": version, "name": "前山林"}, headers={"X-Autosave": "1"}
    )
    assert stale.status_code == 409
    assert "另一个窗口" in stale.json()["stale"]


def test_a_lost_session_loses_nothing(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    applying.post_step(client, draft, "land", name="后山林")
    client.logout()
    answer = client.get(step(draft, "land"))
    assert reverse("login") in answer.headers["Location"]
    client = sign_in("farm")
    assert "后山林" in client.get(reverse("apply")).content.decode()
    assert 'value="后山林"' in client.get(step(draft, "land")).content.decode()


def test_a_draft_is_for_its_owner_alone(office, sign_in, refuses) -> None:
    draft = applying.started(sign_in("farm"))
    for client in (sign_in("village"), Client()):
        assert client.get(step(draft, "land")).status_code in {302, 404}
        assert client.post(step(draft, "land"), {"version": 1}).status_code in {302, 404}
    told = {"draft": draft.pk}
    with refuses("E-AU-02"):
        discard_draft(office.call("village"), **told)
    with refuses("E-AU-02"):
        save_draft(office.call("village"), **told, version=1, answers={"name": "夺"})
    with refuses("E-AU-02"):
        submit_application(office.call("village"), **told, version=1)
    with refuses("E-AU-02"):
        detach_paper(office.call("village"), **told, paper=1)


def test_a_deleted_draft_leaves_nothing_but_its_row(
    sign_in, django_capture_on_commit_callbacks
) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    applying.post_step(client, draft, "land", name="后山林")
    applying.post_paper(client, draft, "identity")
    kept = Attachment.objects.get().file
    path = files.path_of(kept.digest)
    assert path.is_file()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("apply_discard", kwargs={"draft": draft.pk}))
    draft.refresh_from_db()
    assert (draft.state, draft.answers) == ("discarded", {})
    assert not Attachment.objects.exists()
    assert not KeptFile.objects.filter(pk=kept.pk).exists()
    assert not path.exists()
    assert client.get(step(draft, "land")).status_code == 404


def test_an_untouched_draft_is_warned_about_and_expires(office, sign_in) -> None:
    draft = begun(office)
    today = office.now.date()
    term, warned = (limit("draft", name, "d", today) for name in ("term_days", "warn_days"))
    assert days_left(draft, today) == term
    end = office.now + timedelta(days=term)
    assert overdue_drafts(end - timedelta(days=1)) == []
    assert overdue_drafts(end) == [draft.pk]
    Draft.objects.filter(pk=draft.pk).update(touched=draft.touched - timedelta(days=400))
    page = sign_in("farm").get(reverse("apply")).content.decode()
    assert warned < term
    assert "就会删除" in page
    expire_draft(Call(SYSTEM, end, "expire/1"), draft=draft.pk)
    draft.refresh_from_db()
    assert draft.state == "expired"


def test_the_timer_erases_what_is_over(office) -> None:
    draft = begun(office)
    Draft.objects.filter(pk=draft.pk).update(touched=draft.touched - timedelta(days=400))
    expire_drafts(0)
    draft.refresh_from_db()
    assert (draft.state, draft.answers) == ("expired", {})
