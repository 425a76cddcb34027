"""Opening an account: applied for by the party itself, reviewed by the register or the exchange."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base import files
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.roles import role_label
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties import rules
from qingshan.apps.parties.acting import DESK, answer_form, keyed_call, must_be
from qingshan.apps.parties.desk_forms import PERSON, SIGNATURES, EnrolmentForm, ReviewForm
from qingshan.apps.parties.doors import PARTIES, REVIEWERS
from qingshan.apps.parties.enrolling import CHECKLIST, DETAILS, NUMBERS, screening_of
from qingshan.apps.parties.kinds import PAPER_KINDS, PARTY_KINDS, RISKS, SCREENINGS
from qingshan.apps.parties.machine import ENROLMENT
from qingshan.apps.parties.models import DueDiligence, Enrolment
from qingshan.apps.parties.reads import masked_code, member_of, user_of
from qingshan.apps.parties.sealing import unseal_fields
from qingshan.apps.parties.verbs.accept_enrolment import accept_enrolment
from qingshan.apps.parties.verbs.amend_enrolment import amend_enrolment
from qingshan.apps.parties.verbs.close_enrolment import close_enrolment
from qingshan.apps.parties.verbs.refuse_enrolment import refuse_enrolment
from qingshan.apps.parties.verbs.resume_enrolment import resume_enrolment
from qingshan.apps.parties.verbs.return_enrolment import return_enrolment
from qingshan.apps.parties.verbs.reveal_enrolment import reveal_enrolment
from qingshan.apps.parties.verbs.review_enrolment import review_enrolment
from qingshan.apps.parties.verbs.submit_enrolment import submit_enrolment
from qingshan.apps.parties.verbs.suspend_enrolment import suspend_enrolment
from qingshan.apps.parties.views.account import own_page
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

PLAIN_ACTS = {
    "return": return_enrolment,
    "refuse": refuse_enrolment,
    "suspend": suspend_enrolment,
    "resume": resume_enrolment,
    "close": close_enrolment,
}
REVIEWING_ACTS: dict[str, Callable[..., Model]] = {
    "accept": accept_enrolment,
    "review": review_enrolment,
}
REVIEW_FIELDS = ("checked", "risk", "screening_reason")
DECISIONS = {
    "accepted": Label("准予开户", "account opened"),
    "returned": Label("退回补正", "returned"),
    "refused": Label("不予开户", "refused"),
    "reviewed": Label("复审", "reviewed"),
    "suspended": Label("暂停", "suspended"),
    "resumed": Label("恢复", "resumed"),
    "closed": Label("销户", "closed"),
}


@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    """Apply for an account, as anybody signed in may."""
    refuse_stopped(request)
    user = request.user
    assert user.is_authenticated

    def do(call: Call, form: EnrolmentForm) -> Model:
        return submit_enrolment(
            Call(member_of(user), call.when, call.key),
            user=user.pk,
            kind=form.cleaned_data["kind"],
            role=form.cleaned_data["role"],
            policy=rules.text("consent", "version", call.when.date()),
            **_told(form),
        )

    page = own_page(Label("申请开户", "Apply for an account"), Label("提交申请", "Hand in"))
    is_person = (request.POST.get("kind") or request.GET.get("kind")) == PERSON
    page |= {"template": "parties/enrol.html", "is_person": is_person}
    return answer_form(request, _form(is_person=is_person), do, page)


@login_required
def amend(request: HttpRequest, enrolment: int) -> HttpResponse:
    """Correct an application that was returned."""
    refuse_stopped(request)
    user = request.user
    assert user.is_authenticated
    found = Enrolment.objects.filter(pk=enrolment, applicant=user).first()
    if found is None:
        raise Http404

    def do(call: Call, form: EnrolmentForm) -> Model:
        return amend_enrolment(
            Call(member_of(user), call.when, call.key),
            user=user.pk,
            enrolment=enrolment,
            **_told(form),
        )

    page = own_page(Label("补正开户申请", "Correct the application"), Label("重新提交", "Hand in"))
    kept = {"kind": found.kind, "name": found.name, "name_en": found.name_en, "role": found.role}
    page["initial"] = unseal_fields(found.details_sealed) | kept
    page["initial"]["county_code"] = found.county_code
    page["about"] = _last_reason(found)
    is_person = (request.POST.get("kind") or found.kind) == PERSON
    return answer_form(request, _form(is_person=is_person), do, page)


def _form(*, is_person: bool) -> partial[EnrolmentForm]:
    asked = rules.text("enrolment", "roles", now().date()).split()
    return partial(EnrolmentForm, roles=asked, is_person=is_person)


def _told(form: EnrolmentForm) -> dict[str, Any]:
    file = form.cleaned_data["power_of_attorney"]
    return {
        "name": form.cleaned_data["name"],
        "name_en": form.cleaned_data.get("name_en", ""),
        "county_code": form.cleaned_data["county_code"],
        "details_sealed": form.details_sealed,
        "power_of_attorney": _kept(file) if file else None,
    }


def _kept(file: UploadedFile[bytes]) -> int:
    data = file.read()
    kind = next(kind for sign, kind in SIGNATURES.items() if data.startswith(sign))
    return files.keep(data, name=(file.name or "")[-120:], media_type=kind).pk


def _last_reason(enrolment: Enrolment) -> Label:
    last = enrolment.reviews.order_by("-pk").first()
    return Label(f"退回理由：{last.reason}", f"Reason: {last.reason}") if last else Label("", "")


@login_required
def enrolment_page(request: HttpRequest, enrolment: int) -> HttpResponse:
    """One account before the reviewer; numbers stay masked until a reason is given."""
    actor = must_be(request, *REVIEWERS)
    found = _found(enrolment)
    is_revealed = request.method == "POST" and request.POST.get("act") == "reveal"
    if is_revealed:
        call = keyed_call(request)
        reveal_enrolment(call, enrolment=enrolment, reason=request.POST.get("reason", ""))
    context = _context(found, actor, is_revealed=is_revealed)
    return render(request, "parties/enrolment.html", context)


def _found(key: int) -> Enrolment:
    found = Enrolment.objects.filter(pk=key).select_related("power_of_attorney").first()
    if found is None:
        raise Http404
    return found


def _context(
    found: Enrolment, actor: Actor, *, is_revealed: bool = False, form: ReviewForm | None = None
) -> dict[str, Any]:
    screening = screening_of(found, now())
    return {
        "enrolment": found,
        "kind": PARTY_KINDS[found.kind],
        "role": role_label(found.role),
        "details": _shown(found, is_open=is_revealed),
        "is_revealed": is_revealed,
        "screening": screening,
        "screening_label": SCREENINGS[screening.outcome],
        "history": [_review_row(row) for row in found.reviews.order_by("pk")],
        "others": [
            (act, verb_label(do.__name__))
            for act, do in PLAIN_ACTS.items()
            if ENROLMENT.move(do.__name__, found.state)
        ],
        "can_decide": not actor.acts_for(found.party_id or 0),
        "form": form or ReviewForm(initial={"key": secrets.token_urlsafe(12)}),
        "key": secrets.token_urlsafe(12),
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(PARTIES, address("parties")),
            Crumb(found.number),
        ],
    }


def _shown(enrolment: Enrolment, *, is_open: bool) -> list[tuple[Label, str]]:
    told = unseal_fields(enrolment.details_sealed)
    kind = PAPER_KINDS.get(told.get("paper_kind", ""))
    told["paper_kind"] = kind.zh if kind and enrolment.kind == "person" else ""
    return [
        (label, told[name] if is_open or name not in NUMBERS else masked_code(told[name]))
        for name, label in DETAILS.items()
        if told.get(name)
    ]


def _review_row(row: DueDiligence) -> dict[str, Any]:
    return {
        "row": row,
        "decision": DECISIONS[row.decision],
        "by": user_of(row.by) or row.by,
        "risk": RISKS.get(row.risk),
        "screening": SCREENINGS.get(row.screening),
        "points": len(row.checked),
        "of": len(CHECKLIST),
    }


@login_required
@require_POST
def decide(request: HttpRequest, enrolment: int, act: str) -> HttpResponse:
    """One decision of the reviewer; a refusal leaves the form as it was filled in."""
    actor = must_be(request, *REVIEWERS)
    found = _found(enrolment)
    form = ReviewForm(request.POST) if act in REVIEWING_ACTS else None
    if act not in {*REVIEWING_ACTS, *PLAIN_ACTS}:
        raise Http404
    if form is not None and not form.is_valid():
        context = _context(found, actor, form=form)
        return render(request, "parties/enrolment.html", context, status=422)
    call = keyed_call(request)
    try:
        if form is None:
            PLAIN_ACTS[act](call, enrolment=enrolment, reason=request.POST.get("reason", ""))
        else:
            told = {name: form.cleaned_data[name] for name in REVIEW_FIELDS}
            REVIEWING_ACTS[act](call, enrolment=enrolment, **told)
    except Refused as refused:
        context = _context(_found(enrolment), actor, form=form) | {"refused": refused.refusals}
        return refused_page(request, "parties/enrolment.html", refused, context)
    return redirect("enrolment", enrolment)


@login_required
def paper(request: HttpRequest, enrolment: int) -> HttpResponse:
    """The power of attorney, for the reviewer."""
    must_be(request, *REVIEWERS)
    found = _found(enrolment)
    if found.power_of_attorney is None:
        raise Http404
    kept = found.power_of_attorney
    answer = HttpResponse(files.read(kept.digest), content_type=kept.media_type)
    answer["Content-Disposition"] = f'inline; filename="{found.number}"'
    answer["Cache-Control"] = "no-store"
    return answer
