"""The steps of an application: shown, saved as one goes, warned about a second window."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from qingshan.apps.applications.attachments import PAPERS, step_of_kind
from qingshan.apps.applications.checks import period_of
from qingshan.apps.applications.forms import FORMS, PaperForm, StepForm
from qingshan.apps.applications.limits import declaration, materials
from qingshan.apps.applications.lists import as_rows, check_file
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.reads import attachment, other_claims
from qingshan.apps.applications.refusals import DRAFT_MOVED
from qingshan.apps.applications.statement import TICKS, lines, stated
from qingshan.apps.applications.steps import NUMBER_OF, STEPS, gaps
from qingshan.apps.applications.verbs.save_draft import save_draft
from qingshan.apps.applications.views.households import (
    add_typed,
    is_typed,
    keep_households,
    listed_households,
)
from qingshan.apps.applications.views.land import attach_land, chosen
from qingshan.apps.applications.views.owned import around, call_of, own_draft, step_address
from qingshan.apps.applications.views.papers import attach_drawn
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import language, say
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.uploads import laid_out, refuse_stopped
from qingshan.apps.land.chooser import chooser_context
from qingshan.apps.land.tenure import Cover, certificate, cover
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

STALE = 409
BOTH_SHOWN = Label(
    "按“保存，下一步”，两处填写的内容会一并列出，由您决定用哪个。",
    "Press “Save and go on” to see what both windows say, and decide.",
)


@login_required
def step(request: HttpRequest, draft: int, step: str) -> HttpResponse:
    """One step; what is right is saved even when other fields are wrong or empty."""
    if step not in NUMBER_OF:
        raise Http404(step)
    refuse_stopped(request)
    found = own_draft(request, draft)
    as_of = now().date()
    if request.method != "POST":
        return _page(request, found, step, FORMS[step](draft=found, as_of=as_of))
    form = FORMS[step](request.POST, request.FILES, draft=found, as_of=as_of)
    is_good = form.is_valid()
    if request.headers.get("X-Autosave"):
        return _autosaved(request, found, form, as_of)
    try:
        _save(request, found, form)
        found.refresh_from_db()
        _take_files(request, found, step, form)
    except Refused as refused:
        if refused.refusals[0].code == DRAFT_MOVED:
            return _stale(request, found, step, form, refused)
        context = _context(request, found, step, form) | {"refused": refused.refusals}
        return refused_page(request, "applications/step.html", refused, context)
    wrong = None
    if step == "households" and is_typed(request):
        found.refresh_from_db()
        wrong = add_typed(request, found, as_of)
    if wrong or not is_good:
        return _page(request, found, step, form, status=422, more=wrong)
    return redirect(_next(request, found, step))


def _save(request: HttpRequest, draft: Draft, form: StepForm) -> None:
    """Save the fields that are right and differ from what is stored."""
    answers = form.answers
    party = int(answers.pop("party", 0) or draft.party_id)
    if "declared" in answers:
        is_agreed = answers["declared"] == TICKS[True]
        answers["declared"] = declaration(form.as_of)[1] if is_agreed else ""
    answers.pop("signature_drawn", None)
    stored = draft.answers
    news = {name: value for name, value in answers.items() if stored.get(name, "") != value}
    if not news and party == draft.party_id:
        return
    version = form.cleaned_data.get("version") or 0
    told = {"answers": news, "party": party, "version": version, "stored": draft.version}
    save_draft(
        call_of(request, draft, "save", told),
        draft=draft.pk,
        version=version,
        answers=news,
        party=party if party != draft.party_id else None,
    )


def _take_files(request: HttpRequest, draft: Draft, step: str, form: StepForm) -> None:
    """Files that came with a step: the forest, the list of households, a drawn signature."""
    if step == "land":
        parts, numbers = form.cleaned_data.get("file"), chosen(request)
        if parts or numbers:
            crs = form.cleaned_data.get("crs") or ""
            attach_land(request, draft, parts=parts, numbers=numbers, crs=crs)
    elif step == "households" and form.cleaned_data.get("file"):
        with laid_out([form.cleaned_data["file"]]) as path, place(form.as_of):
            answer = check_file(path, draft, form.as_of, language())
        if answer.refusals:
            raise Refused(*answer.refusals)
        keep_households(request, draft, as_rows(answer))
    elif step == "submit" and form.cleaned_data.get("signature_drawn"):
        attach_drawn(request, draft, form.cleaned_data["signature_drawn"])


def _autosaved(request: HttpRequest, draft: Draft, form: StepForm, as_of: date) -> JsonResponse:
    """Save in the background: the new version, what is missing, what is wrong with a field."""
    try:
        _save(request, draft, form)
    except Refused as refused:
        first = refused.refusals[0]
        then = say(BOTH_SHOWN) if first.code == DRAFT_MOVED else first.remedy(language())
        told = {"stale": first.what(language()), "then": then}
        return JsonResponse(told, status=STALE)
    draft.refresh_from_db()
    wrong = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    answer = {
        "version": draft.version,
        "missing": len(gaps(draft, as_of)),
        "wrong": wrong,
        "saved": say(Label(f"已保存 {now():%H:%M}", f"Saved {now():%H:%M}")),
    }
    return JsonResponse(answer)


def _stale(
    request: HttpRequest, draft: Draft, step: str, form: StepForm, refused: Refused
) -> HttpResponse:
    """The page as it was sent, the differences beside it; a second press keeps this page."""
    differ = [
        {"label": form[name].label, "here": value, "there": draft.answers.get(name, "")}
        for name, value in form.answers.items()
        if name in form.fields and draft.answers.get(name, "") != value and name != "party"
    ]
    again = request.POST.copy()
    again["version"] = str(draft.version)
    shown = FORMS[step](again, draft=draft, as_of=form.as_of)
    context = _context(request, draft, step, shown)
    context |= {"refused": refused.refusals, "differ": differ}
    return refused_page(request, "applications/step.html", refused, context)


def _next(request: HttpRequest, draft: Draft, step: str) -> str:
    """Where the pressed button leads: the step after this one, this one again, or the desk."""
    press = request.POST.get("press", "next")
    if press == "leave":
        messages.success(request, say(Label("草稿已保存。", "The draft is saved.")))
        return "desk"
    number = NUMBER_OF[step]
    stays = press == "stay" or number == len(STEPS)
    return step_address(draft, step if stays else STEPS[number].name)


def _page(
    request: HttpRequest,
    draft: Draft,
    step: str,
    form: StepForm,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context = _context(request, draft, step, form) | (more or {})
    response = render(request, "applications/step.html", context, status=status)
    # A way back in the browser asks again, so that it shows what is stored.
    response["Cache-Control"] = "no-store"
    return response


def _context(request: HttpRequest, draft: Draft, step: str, form: StepForm) -> dict[str, Any]:
    as_of = form.as_of
    context = around(draft, step, as_of) | {
        "form": form,
        "part": f"applications/parts/{step}.html",
        "papers": _papers(draft, step, as_of),
        "land": attachment(draft, "land"),
    }
    if step == "land":
        context |= chooser_context(request, as_of)
    if step == "households":
        context |= listed_households(draft, as_of)
    if step == "papers":
        context["is_collective"] = "consent" in materials(draft.party.kind, as_of)
    if step == "submit":
        wording, version = declaration(as_of)
        told = stated(draft, as_of)
        context |= {
            "wording": wording,
            "wording_version": version,
            "rows": lines(told),
            "signature": attachment(draft, "signature"),
            "signature_form": PaperForm(kind="signature"),
            "others": other_claims(draft),
            "term": _term(draft),
        }
    return context


def _term(draft: Draft) -> Cover | None:
    """Whether a chosen certificate covers the period, where both are told."""
    period = period_of(draft)
    if period is None or not draft.answers.get("certificate"):
        return None
    return cover(certificate(draft.answers["tenure_number"]), period)


def _papers(draft: Draft, step: str, as_of: date) -> list[dict[str, Any]]:
    """The papers that are handed in at this step, with those that are there."""
    wanted = materials(draft.party.kind, as_of)
    wanted["authority"] = draft.answers.get("through_agent") == "yes"
    if draft.notice_id is not None:
        wanted["supplement"] = False
    here = [paper for paper in wanted if paper in PAPERS and step_of_kind(paper) == step]
    there = list(draft.attachments.filter(kind__in=here).order_by("pk"))
    return [
        {
            "kind": paper,
            "label": PAPERS[paper],
            "is_needed": wanted[paper],
            "form": PaperForm(kind=paper),
            "there": [one for one in there if one.kind == paper],
        }
        for paper in here
    ]
