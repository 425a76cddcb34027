"""The work page of a case: its land, how it is measured, every run, and its report."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base import files
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, Step, say
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.parties.acting import actor_in, answer_form, party_in_role
from qingshan.apps.projects.access import may_measure
from qingshan.apps.projects.assigned import uncharged_parts
from qingshan.apps.projects.forms import AnnexForm, MeasureForm, MethodForm
from qingshan.apps.projects.machine import MONITORING
from qingshan.apps.projects.models import PARTS, MonitoringPeriod
from qingshan.apps.projects.options import method_choices
from qingshan.apps.projects.overriding import REASON, person_of
from qingshan.apps.projects.reads import latest_run, stages
from qingshan.apps.projects.verbs.add_annex import OPEN, add_annex
from qingshan.apps.projects.verbs.choose_method import choose_method
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.submit_report import submit_report
from qingshan.apps.projects.views.cases import case_crumbs, case_of, why_href
from qingshan.apps.projects.work import annex_rows, land_of, report_state, run_rows
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.catalogue import methods
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

WRONG, KEY_BYTES = 422, 12


@login_required
def measuring(request: HttpRequest, claim: int) -> HttpResponse:
    """The case as it stands; a press of the button measures it once more."""
    found = case_of(request, claim)
    today, actor = now().date(), actor_in(request)
    form = MeasureForm(
        request.POST or None,
        method=found.method,
        told=_chosen(found),
        person=_person(actor, found),
        today=today,
        initial={"key": secrets.token_urlsafe(KEY_BYTES)},
    )
    if request.method != "POST":
        return render(request, "projects/measuring.html", _case(request, found, form))
    if not form.is_valid():
        context = _case(request, found, form)
        return render(request, "projects/measuring.html", context, status=WRONG)
    call = Call(actor, now(), f"desk/{form.cleaned_data['key']}")
    try:
        kept = measure_period(
            call,
            monitoring=found.pk,
            measurer=party_in_role(actor, "measurer"),
            as_of=form.cleaned_data["as_of"],
            options=form.options,
        )
    except Refused as refused:
        context = _case(request, found, form) | {"refused": refused.refusals}
        return refused_page(request, "projects/measuring.html", refused, context)
    messages.success(request, say(Label("已计量，结果留档。", "Measured; the run is kept.")))
    return redirect("run", claim=found.pk, run=kept.pk)


@login_required
def method(request: HttpRequest, claim: int) -> HttpResponse:
    """Choose another method and its options; the form is made from the method chosen above it."""
    found = case_of(request, claim)
    if MONITORING.move("choose_method", found.state) is None:
        raise Http404(claim)
    asked = request.POST.get("method") or request.GET.get("method") or found.method
    known = {each.spec.id for each in methods()}
    wanted = asked if asked in known else found.method
    told = _chosen(found) if wanted == found.method else None

    def do(call: Call, form: MethodForm) -> Model:
        return choose_method(call, monitoring=found.pk, method=wanted, options=form.options)

    heading = Label("方法学与选项", "Method and options")
    page = {
        "template": "projects/method.html",
        "heading": heading,
        "button": Label("采用", "Use it"),
        "crumbs": case_crumbs(found, Crumb(heading)),
        "back": reverse("measuring", args=[found.pk]),
        "methods": method_choices(),
        "wanted": wanted,
        "spec": find_method(wanted).spec,
        "claim": found,
    }
    return answer_form(request, partial(MethodForm, method=wanted, told=told, person=""), do, page)


@login_required
def annex(request: HttpRequest, claim: int) -> HttpResponse:
    """Add a paper to the report."""
    refuse_stopped(request)
    found = case_of(request, claim)

    def do(call: Call, form: AnnexForm) -> Model:
        given = form.cleaned_data["file"]
        kept = files.keep(
            given.read(), name=(given.name or "")[:160], media_type=given.content_type or ""
        )
        kind = form.cleaned_data["kind"]
        return add_annex(call, monitoring=found.pk, kind=kind, file=kept.pk)

    heading = Label("补充附件", "Add an annex")
    page = {
        "heading": heading,
        "button": heading,
        "crumbs": case_crumbs(found, Crumb(heading)),
        "back": reverse("measuring", args=[found.pk]),
    }
    return answer_form(request, partial(AnnexForm, as_of=now().date()), do, page)


@login_required
@require_POST
def submit(request: HttpRequest, claim: int) -> HttpResponse:
    """Hand the report of the newest run in, unless proof-reading finds something."""
    found = case_of(request, claim)
    key = request.POST.get("key") or secrets.token_urlsafe(KEY_BYTES)
    submit_report(Call(actor_in(request), now(), f"desk/{key}/submit"), monitoring=found.pk)
    messages.success(request, say(Label("报告已报送。", "The report was handed in.")))
    return redirect("measuring", claim=found.pk)


def _chosen(claim: MonitoringPeriod) -> dict[str, Any]:
    """Options to begin with: those of the newest run by this method, else of the period."""
    run = latest_run(claim)
    told = claim.options
    if run is not None and run.record["method"] == claim.method:
        told = run.record["options"]
    # Who passed a limit did so for that run; for another one it is passed anew.
    return {name: value for name, value in told.items() if name != REASON}


def _person(actor: Actor, claim: MonitoringPeriod) -> str:
    """In whose name the visitor may pass parameters of low confidence; empty for nobody's."""
    if not may_measure(actor, claim):
        return ""
    return person_of(actor, party_in_role(actor, "measurer"))


def _case(request: HttpRequest, claim: MonitoringPeriod, form: MeasureForm) -> dict[str, Any]:
    actor, kept = actor_in(request), latest_run(claim)
    today = now().date()
    uncharged = uncharged_parts(claim, today)
    may_work = may_measure(actor, claim) and "measuring" not in uncharged
    return {
        "claim": claim,
        "form": form,
        "spec": find_method(claim.method).spec,
        "life": [Step(s.label, s.when, stage="done" if s.when else "todo") for s in stages(claim)],
        "land": land_of(claim, kept, why_href(kept) if kept else ""),
        "runs": run_rows(claim, today),
        "run": kept,
        "uncharged": {part: PARTS[part] for part in uncharged},
        "may_charge": actor.acts_for(claim.project.party_id)
        or actor.may("county_reviewer", "registrar"),
        "report": report_state(claim, kept, today),
        "annexes": annex_rows(claim, kept, today),
        "may_measure": _may(claim, "measure_period") and may_work,
        "may_choose": _may(claim, "choose_method") and actor.may("applicant", "measurer"),
        "may_submit": _may(claim, "submit_report") and may_work,
        "may_add": claim.state in OPEN and actor.may("applicant", "measurer"),
        "key": secrets.token_urlsafe(KEY_BYTES),
        "crumbs": case_crumbs(claim),
        "now": now(),
    }


def _may(claim: MonitoringPeriod, verb: str) -> bool:
    return MONITORING.move(verb, claim.state) is not None
