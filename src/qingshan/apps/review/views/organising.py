"""Experts enter the pool, bodies are charged with a period."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page
from qingshan.apps.parties.reads import parties_in_role
from qingshan.apps.projects.assigned import ROLES
from qingshan.apps.projects.models import PARTS, MonitoringPeriod
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.review.forms import AssignForm, ExpertForm, ReasonForm
from qingshan.apps.review.reads import pool
from qingshan.apps.review.verbs.enter_expert import enter_expert
from qingshan.apps.review.verbs.release_expert import release_expert
from qingshan.apps.review.verbs.void_panel import void_panel
from qingshan.apps.review.views.panels import REVIEWS, found_panel
from qingshan.core.kernel.label import Label


@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """A person with the role of an expert enters the pool."""
    if not actor_in(request).may("registrar"):
        raise Http404
    people = [party for party in parties_in_role("expert") if not hasattr(party, "pool_expert")]

    def form(*args: Any, **kwargs: Any) -> ExpertForm:
        return ExpertForm(people, *args, **kwargs)

    def do(call: Call, form: ExpertForm) -> Model:
        told = form.cleaned_data
        return enter_expert(
            call,
            party=int(told["party"]),
            fields=told["fields_of_work"],
            unit=told["unit"],
            unit_code=told["unit_code"],
        )

    label = verb_label("enter_expert")
    page = form_page(label, label, (DESK, "desk"), (REVIEWS, "reviews"))
    return answer_form(request, form, do, page)


@login_required
def release(request: HttpRequest, number: str) -> HttpResponse:
    """An expert leaves the pool, with a reason; seats that the expert has are not touched."""
    found = pool().filter(number=number).first()
    if found is None or not actor_in(request).may("registrar"):
        raise Http404(number)

    def do(call: Call, form: ReasonForm) -> Model:
        return release_expert(call, expert=found.pk, reason=form.cleaned_data["text"])

    label = verb_label("release_expert")
    page = form_page(label, label, (DESK, "desk"), (REVIEWS, "reviews"))
    page["about"] = Label(
        f"{found.number} {found.party.name}：出库后不再抽取，已在席的评审不受影响。",
        f"{found.number} {found.party.name}: not drawn any more; present seats stay.",
    )
    return answer_form(request, ReasonForm, do, page)


@login_required
def void(request: HttpRequest, number: str) -> HttpResponse:
    """An organiser gives up a review that cannot go on, with a reason."""
    found, part = found_panel(request, number)
    if not part.is_organiser:
        raise Http404(number)

    def do(call: Call, form: ReasonForm) -> Model:
        return void_panel(call, panel=found.pk, reason=form.cleaned_data["text"])

    label = verb_label("void_panel")
    page = form_page(label, label, (DESK, "desk"), (REVIEWS, "reviews"))
    page["about"] = Label(
        f"{found.number}：作废后本次抽取和表决不再有效，须对计数的报告重新抽取专家。",
        f"{found.number}: draw and votes do not count any more; experts are drawn anew.",
    )
    return answer_form(request, ReasonForm, do, page)


@login_required
def assign(request: HttpRequest, claim: int, part: str) -> HttpResponse:
    """The owner or an office charges a body with a part of a period."""
    found = get_object_or_404(MonitoringPeriod, pk=claim)
    actor = actor_in(request)
    is_office = actor.may("county_reviewer", "registrar")
    if part not in PARTS or not (is_office or actor.acts_for(found.project.party_id)):
        raise Http404(part)
    bodies = parties_in_role(ROLES[part])

    def form(*args: Any, **kwargs: Any) -> AssignForm:
        return AssignForm(bodies, *args, **kwargs)

    def do(call: Call, form: AssignForm) -> Model:
        body = int(form.cleaned_data["body"])
        return assign_body(call, monitoring=found.pk, part=part, body=body)

    name = PARTS[part]
    heading = Label(f"委托{name.zh}机构", f"Assign the {name.en} body")
    page = form_page(heading, Label("委托", "Assign")) | {"about": found.label}
    return answer_form(request, form, do, page)
