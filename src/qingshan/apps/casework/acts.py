"""What the inbox learns of this room: the nearest cases, opinions, field checks, corrections."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from qingshan.apps.base.call import Actor
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.casework.machine import OFFICIALS, RECEIVER, STEPS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.reads import (
    cases_reported_to,
    cases_waiting_for,
    in_order,
    open_field_checks,
    open_opinions,
    unanswered,
)
from qingshan.apps.casework.traffic import traffic
from qingshan.core.kernel.label import Label

SHOWN = 10
"""The inbox shows the nearest ones; the list of cases shows all."""

OPEN_IT = Label("办理", "Open")


def _task(act: str, case: Case, label: Label, page: str = "case") -> Task:
    mark = traffic(case, now().date())
    step = STEPS[case.state]
    note = (
        step if mark is None else Label(f"{step.zh}，{mark.word.zh}", f"{step.en}, {mark.word.en}")
    )
    href = reverse(page, args=[case.number])
    return Task(act, case.pk, label, f"{case.number} {case.title}", note, case.opened, href)


def _nearest(actor: Actor) -> Iterable[Task]:
    found = in_order(cases_waiting_for(actor, now().date()))
    return [_task("handle_case", case, OPEN_IT) for case in found[:SHOWN]]


def _reported(actor: Actor) -> Iterable[Task]:
    label = verb_label("escalate_case")
    found = in_order(cases_reported_to(actor, now().date()))
    return [_task("oversee_case", case, label) for case in found[:SHOWN]]


def _opinions(actor: Actor) -> Iterable[Task]:
    label = verb_label("give_opinion")
    return [_task("give_opinion", one.case, label) for one in open_opinions(actor)[:SHOWN]]


def _field_checks(actor: Actor) -> Iterable[Task]:
    label = verb_label("record_field_check")
    found = open_field_checks(actor)[:SHOWN]
    return [_task("record_field_check", one.case, label) for one in found]


def _corrections(actor: Actor) -> Iterable[Task]:
    label = verb_label("answer_correction")
    found = unanswered(actor.parties)[:SHOWN]
    return [_task("answer_correction", case, label, "answer_correction") for case in found]


ACTS = {
    "handle_case": Act(OFFICIALS, _nearest),
    "oversee_case": Act((RECEIVER,), _reported),
    "give_opinion": Act(("natural_resources",), _opinions),
    "record_field_check": Act(OFFICIALS, _field_checks),
    "answer_correction": Act(("applicant",), _corrections),
}
