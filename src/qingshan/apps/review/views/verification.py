"""A report under verification: what was found wrong, what is answered, and the conclusion."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, party_in_role
from qingshan.apps.projects.access import may_see
from qingshan.apps.projects.anchors import Pointer
from qingshan.apps.projects.assigned import lacks_body
from qingshan.apps.projects.machine import MONITORING
from qingshan.apps.projects.models import Nonconformity, Report
from qingshan.apps.projects.reads import assigned_body, latest_report, nonconformities
from qingshan.apps.projects.verbs.answer_nonconformity import answer_nonconformity
from qingshan.apps.projects.verbs.insist_on_nonconformity import insist_on_nonconformity
from qingshan.apps.projects.verbs.raise_nonconformity import raise_nonconformity
from qingshan.apps.projects.verbs.return_report import return_report
from qingshan.apps.projects.verbs.settle_nonconformity import settle_nonconformity
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.apps.review.forms import (
    GroundsForm,
    NonconformityForm,
    ReasonForm,
    ReplyForm,
    VerifyForm,
)
from qingshan.apps.review.rules import commitment
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

VERIFICATION = Label("核查", "Verification")
TURNS = {
    "answer": answer_nonconformity,
    "insist": insist_on_nonconformity,
    "settle": settle_nonconformity,
}
"""What can be done to a nonconformity, by the last part of its address."""

TURN_FORMS: dict[str, type[KeyedForm]] = {
    "answer": ReplyForm,
    "insist": ReasonForm,
    "settle": GroundsForm,
}


@login_required
def verification(request: HttpRequest, report: int) -> HttpResponse:
    """Everything found wrong with a report, turn by turn, and what comes next."""
    found = _report(request, report)
    actor = actor_in(request)
    pointer = Pointer(found)
    rows = [
        {
            "found": one,
            "anchor": pointer.label(one.anchor) if one.report_id == found.pk else "",
            "said": one.statements.order_by("pk"),
            "turns": _turns(one, actor),
        }
        for one in nonconformities(found.run.monitoring)
    ]
    state = found.run.monitoring.state
    is_open = state == "reported"
    latest = latest_report(found.run.monitoring)
    is_charged = found == latest and actor.may("verifier") and _is_charged(actor, found)
    open_count = nonconformities(found.run.monitoring).exclude(state="settled").count()
    context = {
        "report": found,
        "later": None if found == latest else latest,
        "claim": found.run.monitoring,
        "rows": rows,
        "unsettled": open_count,
        "may_verify": is_open and is_charged,
        # An error that shows after the conclusion, or to the experts, leads back as well.
        "may_return": MONITORING.move("return_report", state) is not None and is_charged,
        "lacks_body": is_open and lacks_body(found.run.monitoring, "verifying", now().date()),
        "verifications": found.verifications.select_related("verifier").order_by("pk"),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(VERIFICATION)],
    }
    return render(request, "review/verification.html", context)


@login_required
def raise_one(request: HttpRequest, report: int) -> HttpResponse:
    """A new nonconformity; ``?at=`` names what it is about."""
    found = _report(request, report)
    pointer = Pointer(found)

    def form(*args: Any, **kwargs: Any) -> NonconformityForm:
        return NonconformityForm(pointer, request.GET.get("at", ""), *args, **kwargs)

    def do(call: Call, form: NonconformityForm) -> Model:
        return raise_nonconformity(
            call,
            report=found.pk,
            verifier=party_in_role(call.actor, "verifier"),
            severity=form.cleaned_data["severity"],
            text=form.cleaned_data["text"],
            anchor=form.pointed,
        )

    label = verb_label("raise_nonconformity")
    return answer_form(request, form, do, _page(found, label, label))


@login_required
def turn(request: HttpRequest, nonconformity: int, act: str) -> HttpResponse:
    """The next turn about a nonconformity."""
    one = get_object_or_404(Nonconformity, pk=nonconformity)
    found = _report(request, one.report_id)
    verb = TURNS.get(act)
    if verb is None:
        raise Http404(act)

    def do(call: Call, form: KeyedForm) -> Model:
        return verb(call, nonconformity=one.pk, text=form.cleaned_data["text"])

    label = verb_label(verb.__name__)
    page = _page(found, Label(f"{label.zh} {one.number}", f"{label.en} {one.number}"), label)
    said = one.statements.select_related("party").order_by("pk")
    page |= {"template": "review/turn.html", "said": said}
    return answer_form(request, TURN_FORMS[act], do, page)


@login_required
def conclude(request: HttpRequest, report: int) -> HttpResponse:
    """The verified quantity, the conclusion and the body's word; the replay runs with it."""
    found = _report(request, report)
    words = commitment(now().date())

    def do(call: Call, form: VerifyForm) -> Model:
        return verify_report(
            call,
            report=found.pk,
            verifier=party_in_role(call.actor, "verifier"),
            finding=form.cleaned_data["finding"],
            quantity=form.quantity,
            commitment=words.zh,
        )

    page = _page(found, verb_label("verify_report"), Label("复算并出具结论", "Replay and conclude"))
    page["about"] = words
    return answer_form(request, VerifyForm, do, page)


@login_required
def send_back(request: HttpRequest, report: int) -> HttpResponse:
    """The report goes back to the measuring body."""
    found = _report(request, report)

    def do(call: Call, form: ReasonForm) -> Model:
        body = party_in_role(call.actor, "verifier")
        told = form.cleaned_data["text"]
        return return_report(call, report=found.pk, verifier=body, finding=told)

    label = verb_label("return_report")
    return answer_form(request, ReasonForm, do, _page(found, label, label))


def _report(request: HttpRequest, key: int) -> Report:
    """A report of a case that the visitor may see; anything else is not there."""
    found = get_object_or_404(Report.objects.select_related("run__monitoring__project"), pk=key)
    if not may_see(actor_in(request), found.run.monitoring):
        raise Http404(str(key))
    return found


def _is_charged(actor: Actor, report: Report) -> bool:
    body = assigned_body(report.run.monitoring, "verifying")
    return body is None or actor.acts_for(body.pk)


def _turns(found: Nonconformity, actor: Actor) -> list[tuple[str, Label]]:
    """What this visitor may do next about a nonconformity."""
    if found.state == "raised" and actor.acts_for(found.report.run.measurer_id):
        names = ["answer"]
    elif found.state == "answered" and actor.acts_for(found.verifier_id):
        names = ["settle", "insist"]
    else:
        names = []
    return [(name, verb_label(TURNS[name].__name__)) for name in names]


def _page(report: Report, heading: Label, button: Label) -> dict[str, Any]:
    here = reverse("verification", args=[report.pk])
    amount = tonnes_text(report.run.removal)
    claim = report.run.monitoring
    return {
        "heading": heading,
        "about": Label(f"{claim}，申请 {amount} 吨", f"{claim}, {amount} t claimed"),
        "button": button,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(VERIFICATION, here), Crumb(heading)],
        "after": lambda _done: here,
    }
