"""Where an application begins: the drafts that are there, what is needed, and a new one."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.applications.attachments import PAPERS
from qingshan.apps.applications.limits import limit, materials
from qingshan.apps.applications.reads import applications_of, days_left, open_drafts
from qingshan.apps.applications.steps import STEPS, gaps
from qingshan.apps.applications.verbs.discard_draft import discard_draft
from qingshan.apps.applications.verbs.start_draft import start_draft
from qingshan.apps.applications.views.land import attach_land, chosen
from qingshan.apps.applications.views.owned import APPLY, call_of, own_draft, person, step_address
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.land.checking import METHOD, default_period
from qingshan.apps.parties.acting import DESK, actor_in, party_in_role
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

CARRIED = ("first_day", "last_day", "tenure_number", "numbers", "draft")
"""What a check before the application hands on in the address."""

DAY_FIELDS = ("first_day", "last_day")
TEXT_MOST = 60


@login_required
def apply(request: HttpRequest) -> HttpResponse:
    """Drafts and applications of the visitor, and the button that begins another."""
    if request.method == "POST":
        return _started(request)
    actor, as_of = actor_in(request), now().date()
    drafts = [
        {
            "draft": draft,
            "missing": len(gaps(draft, as_of)),
            "left": days_left(draft, as_of),
            "href": step_address(draft, STEPS[0].name),
        }
        for draft in open_drafts(person(request))
    ]
    may_apply = actor.may("applicant")
    context = {
        "crumbs": [Crumb(DESK, address("desk")), Crumb(APPLY)],
        "drafts": drafts,
        "warn_days": limit("draft", "warn_days", "d", as_of),
        "applications": list(applications_of(actor.parties)[:50]),
        "may_apply": may_apply,
        "steps": [step.label for step in STEPS],
        "papers": _papers(party_of(party_in_role(actor, "applicant")).kind, as_of)
        if may_apply
        else [],
        "carried": {name: request.GET[name] for name in CARRIED if request.GET.get(name)},
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "applications/entrance.html", context)


@login_required
@require_POST
def discard(request: HttpRequest, draft: int) -> HttpResponse:
    """Delete a draft with all its papers."""
    found = own_draft(request, draft)
    discard_draft(call_of(request, found, "discard", {}), draft=found.pk)
    messages.success(request, say(Label("草稿已删除。", "The draft is deleted.")))
    return redirect("apply")


def _started(request: HttpRequest) -> HttpResponse:
    actor, moment = actor_in(request), now()
    party = party_in_role(actor, "applicant")
    key = request.POST.get("key") or secrets.token_urlsafe(12)
    draft = start_draft(
        Call(actor, moment, f"apply/{key[:40]}"),
        user=person(request).pk,
        party=party,
        answers=_known(request, moment.date()),
    )
    numbers = chosen(request)
    if numbers:
        try:
            attach_land(request, draft, numbers=numbers)
        except Refused as refused:
            messages.warning(request, refused.refusals[0].what())
            return redirect(step_address(draft, "land"))
    if request.POST.get("draft"):
        # The file that a check left in this browser is put into the form there.
        return redirect(f"{step_address(draft, 'land')}?draft=1")
    return redirect(step_address(draft, STEPS[0].name))


def _known(request: HttpRequest, as_of: date) -> dict[str, str]:
    """What is told already, and sensible values for the rest; only days and a short text pass."""
    known = {name: day.isoformat() for name, day in default_period(as_of).items()}
    for name in DAY_FIELDS:
        try:
            known[name] = date.fromisoformat(request.POST.get(name, "")).isoformat()
        except ValueError:
            continue
    if known["last_day"] < known["first_day"]:
        known |= {name: day.isoformat() for name, day in default_period(as_of).items()}
    tenure = request.POST.get("tenure_number", "").strip()[:TEXT_MOST]
    return known | {"method": METHOD, "through_agent": "no", "tenure_number": tenure}


def _papers(kind: str, as_of: date) -> list[dict[str, Any]]:
    return [
        {"kind": paper, "label": PAPERS[paper], "is_needed": is_needed}
        for paper, is_needed in materials(kind, as_of).items()
        if paper in PAPERS
    ]
