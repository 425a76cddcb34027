"""Doubt about parameters: asked on a page of the run, drawn in the queue, told beside it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import User
from qingshan.apps.projects.doubting import JOB, TOLD_EVERY, drawn
from qingshan.apps.projects.jobs import draw_doubt
from qingshan.apps.projects.models import DoubtStudy, Run
from qingshan.apps.projects.verbs.ask_doubt import ask_doubt
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.tell_doubt import tell_doubt
from qingshan.core.carbon.doubt import BINS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(office) -> Run:
    return measure_period(
        office.call("measurer"),
        monitoring=office.charged().pk,
        measurer=office.party("measurer"),
        as_of=office.as_of,
    )


def sign_in(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def where(kept: Run) -> str:
    return reverse("run_doubt", args=[kept.monitoring_id, kept.pk])


def asked(client: Client, kept: Run, **more: str) -> DoubtStudy:
    answer = client.post(where(kept), {"key": "one", "count": "200", "seed": "7", **more})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return DoubtStudy.objects.latest("pk")


def test_a_study_is_drawn_in_the_queue_and_its_page_says_how_far_it_is(kept) -> None:
    client = sign_in("measurer")
    study = asked(client, kept)
    (job,) = ProcrastinateJob.objects.filter(task_name=draw_doubt.name)
    assert draw_doubt.name == JOB
    assert job.args == {"study": study.pk}
    DoubtStudy.objects.filter(pk=study.pk).update(done=TOLD_EVERY)
    page = client.get(where(kept)).content.decode()
    assert f"已抽取 {TOLD_EVERY} / 200 次" in page
    assert re.search(r'<progress[^>]* max="200" value="50"', page)
    assert 'http-equiv="refresh"' in page
    draw_doubt(study=study.pk)
    page = client.get(where(kept)).content.decode()
    assert 'http-equiv="refresh"' not in page
    assert "<svg" in page
    assert "仅供参考，不用于扣减" in page
    run = client.get(reverse("run", args=[kept.monitoring_id, kept.pk]))
    assert "projects/parts/doubt.html" in {used.name for used in run.templates}
    assert "抽取均值" in run.content.decode()
    names = set(Event.objects.filter(name__startswith="doubt.").values_list("name", flat=True))
    assert names == {"doubt.asked", "doubt.told"}


def test_draws_lie_around_the_run_and_the_same_seed_gives_the_same(office, kept) -> None:
    call = office.call("measurer")
    first, again, other = (
        drawn(ask_doubt(call.step(name), run=kept.pk, seed=seed, count=300))
        for name, seed in (("a", 3), ("b", 3), ("c", 4))
    )
    assert first == again
    assert first["bins"] != other["bins"]
    assert len(first["bins"]) == BINS
    assert sum(first["bins"]) == 300
    assert first["low_t"] < first["gross_t"] < first["high_t"]
    assert first["drawn"]


def test_an_answer_is_kept_once(office, kept) -> None:
    study = ask_doubt(office.call("measurer"), run=kept.pk, seed=1, count=100)
    draw_doubt(study=study.pk)
    told = DoubtStudy.objects.get(pk=study.pk)
    assert told.done == told.count == 100
    draw_doubt(study=study.pk)
    tell_doubt(Call(SYSTEM, office.now, "again"), study=study.pk, result='{"mean": 0}')
    assert DoubtStudy.objects.get(pk=study.pk).result == told.result


@pytest.mark.parametrize("wrong", [{"count": "10"}, {"count": "many"}, {"seed": "-1"}])
def test_too_few_draws_and_no_seed_are_said_at_their_fields(kept, wrong) -> None:
    client = sign_in("measurer")
    told = {"key": "two", "count": "200", "seed": "7", **wrong}
    answer = client.post(where(kept), told)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not DoubtStudy.objects.exists()


def test_only_who_measures_or_verifies_asks(kept) -> None:
    told = {"key": "three", "count": "200", "seed": "7"}
    assert sign_in("verifier").post(where(kept), told).status_code == 302
    owner = sign_in("farm")
    assert "开始抽取" not in owner.get(where(kept)).content.decode()
    assert "E-AU-01" in owner.post(where(kept), told).content.decode()
    assert sign_in("buyer").get(where(kept)).status_code == 404
