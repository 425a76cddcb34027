"""One case: for its office the review in three panes, for its applicant where it stands."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Step, say
from qingshan.apps.base.middleware import refused_page, status_of
from qingshan.apps.casework.checks import items_of, latest_answers
from qingshan.apps.casework.handling import handling
from qingshan.apps.casework.kinds import kind_label, kind_of
from qingshan.apps.casework.letters import INTERNAL, LETTERS
from qingshan.apps.casework.machine import OPEN, STEPS
from qingshan.apps.casework.models import VERDICTS, Case
from qingshan.apps.casework.panes import panes_of
from qingshan.apps.casework.places import place_label
from qingshan.apps.casework.traffic import traffic
from qingshan.apps.casework.verbs.record_checks import CHECKED, Check, record_checks
from qingshan.apps.casework.views.acting import offers
from qingshan.apps.casework.views.finding import found_case, is_own, looking, path_to
from qingshan.apps.parties.acting import keyed_call
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

GRAVES = ("refuse_case", "withdraw_case")
MAINS = (
    *("record_field_check", "give_opinion", "accept_case", "pass_review"),
    *("forward_case", "close_case"),
)
"""Acts that take a case on its usual way; the first of them is the main button."""
AS_STATED, NOT_STATED = Label("与申报一致", "as stated"), Label("与申报不符", "not as stated")


@login_required
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a case."""
    found = found_case(request, number)
    own = is_own(looking(request).actor, found)
    template = "casework/own.html" if own else "casework/review.html"
    return render(request, template, _page(request, found, own=own))


@login_required
@require_POST
def checks(request: HttpRequest, number: str) -> HttpResponse:
    """Save answers of the check list: one by the script, all by the button.

    Told apart by the header that the script sends. A refusal keeps what was typed: the page comes
    back with it, beside what stands now.
    """
    found = found_case(request, number)
    told = [_check(request, item.key) for item in items_of(found) if _is_told(request, item.key)]
    by_script = request.headers.get("Accept") == "application/json"
    try:
        record_checks(keyed_call(request), case=found.pk, checks=told)
    except Refused as refused:
        if by_script:
            context = {"refusals": refused.refusals}
            said = render_to_string("base/parts/refusals.html", context, request)
            answer = {"refused": said, "versions": _versions(found)}
            return JsonResponse(answer, status=status_of(refused))
        page = _page(request, found, own=False, typed={one["item"]: one for one in told})
        page["refused"] = refused.refusals
        return refused_page(request, "casework/review.html", refused, page)
    if by_script:
        return JsonResponse({"saved": now().strftime("%H:%M:%S"), "versions": _versions(found)})
    messages.success(request, say(Label("审查要点已保存。", "The checks are saved.")))
    return redirect(reverse("case", args=[number]) + "#checks")


def _page(
    request: HttpRequest, found: Case, *, own: bool, typed: dict[str, Check] | None = None
) -> dict[str, Any]:
    call, today = looking(request), now().date()
    desk = handling(call, found)
    letters = [
        {"letter": one, "kind": LETTERS[one.kind]}
        for one in found.letters.select_related("office").order_by("pk")
        if not own or one.kind not in INTERNAL
    ]
    return {
        "case": found,
        "mark": traffic(found, today),
        "kind": kind_label(found.kind, as_of=found.opened_on),
        "place": place_label(found.county_code, as_of=today),
        "panes": None if own else panes_of(found),
        "groups": _groups(found, typed or {}),
        "verdicts": list(VERDICTS.items()),
        "may_check": found.state in CHECKED and desk.may,
        "hindrances": () if own else desk.faults,
        "is_open": found.state in OPEN,
        "graves": GRAVES,
        "mains": MAINS,
        "offers": offers(found, call),
        "letters": letters,
        "notices": found.notices.prefetch_related("items__answer__file").order_by("-pk"),
        "field_checks": found.field_checks.select_related("checker").order_by("-pk"),
        "opinions": found.opinions.select_related("office").order_by("-pk"),
        "steps": found.steps.select_related("office").order_by("pk"),
        "as_stated": AS_STATED,
        "not_stated": NOT_STATED,
        "life": _life(found),
        "key": secrets.token_urlsafe(12),
        "crumbs": path_to(found),
        "today": today,
    }


def _groups(found: Case, typed: dict[str, Check]) -> list[dict[str, Any]]:
    """The check list by step, each line with the standing answer and what was typed last."""
    standing = {item: one for (_, item), one in latest_answers([found]).items()}
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items_of(found):
        answer, told = standing.get(item.key), typed.get(item.key)
        verdict = told["verdict"] if told else answer.verdict if answer else ""
        text = told["text"] if told else answer.text if answer else ""
        line = {"item": item, "answer": answer, "verdict": verdict, "text": text}
        groups.setdefault(item.step, []).append(line)
    return [
        {"step": step, "label": STEPS[step], "lines": lines, "is_now": step == found.state}
        for step, lines in groups.items()
    ]


def _life(found: Case) -> list[Step]:
    """Steps that were taken, the present one, and those of the kind that lie ahead."""
    taken = list(found.steps.order_by("pk"))
    line = [Step(STEPS[one.state], one.ended) for one in taken]
    if found.state not in STEPS:
        is_good = found.state == "closed"
        return [*line, Step(found.state_label, found.since, stage="done" if is_good else "stop")]
    line.append(Step(STEPS[found.state], found.due, stage="now"))
    steps = ("submitted", *kind_of(found.kind, as_of=found.opened_on).steps)
    place = steps.index(found.state) if found.state in steps else 0
    return [*line, *(Step(STEPS[state], stage="todo") for state in steps[place + 1 :])]


def _versions(found: Case) -> dict[str, int]:
    return {item: one.version for (_, item), one in latest_answers([found]).items()}


def _is_told(request: HttpRequest, item: str) -> bool:
    return bool(request.POST.get(f"verdict.{item}"))


def _check(request: HttpRequest, item: str) -> Check:
    version = request.POST.get(f"version.{item}", "0")
    return {
        "item": item,
        "version": int(version) if version.isdigit() else 0,
        "verdict": request.POST.get(f"verdict.{item}", ""),
        "text": request.POST.get(f"text.{item}", ""),
    }
