"""Households typed one by one, and the list of them kept with the draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.applications.attachments import kept
from qingshan.apps.applications.forms import HouseholdForm
from qingshan.apps.applications.household_form import TypedHouseholdForm
from qingshan.apps.applications.limits import limit, materials
from qingshan.apps.applications.lists import Row, check_rows, packed, rows_of, shown_rows
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.reads import attachment
from qingshan.apps.applications.verbs.attach_paper import attach_paper
from qingshan.apps.applications.verbs.detach_paper import detach_paper
from qingshan.apps.applications.views.owned import around, call_of, own_draft, step_address
from qingshan.apps.base.clock import now

STEP = "households"


@login_required
@require_POST
def add_household(request: HttpRequest, draft: int) -> HttpResponse:
    """One more household at the end of the list."""
    found, as_of = own_draft(request, draft), now().date()
    wrong = add_typed(request, found, as_of)
    if wrong is None:
        return redirect(step_address(found, STEP, "head_name"))
    context = around(found, STEP, as_of) | {
        "form": HouseholdForm(draft=found, as_of=as_of),
        "part": "applications/parts/households.html",
        **listed_households(found, as_of),
        **wrong,
    }
    return render(request, "applications/step.html", context, status=422)


def is_typed(request: HttpRequest) -> bool:
    """Whether a household was typed, though nobody pressed the button that adds it."""
    return any(request.POST.get(name) for name in TypedHouseholdForm.base_fields)


def add_typed(request: HttpRequest, draft: Draft, as_of: date) -> dict[str, Any] | None:
    """Add the typed household to the list; else what the page shows of it."""
    form, rows = TypedHouseholdForm(request.POST), rows_of(draft)
    most = limit("households", "most_typed", "count", as_of)
    if form.is_valid() and len(rows) < most:
        keep_households(request, draft, [*rows, form.row])
        return None
    return {"typed": form, "most": most if len(rows) >= most else 0}


def listed_households(draft: Draft, as_of: date) -> dict[str, Any]:
    """The list as the step shows it: rows, what is wrong with them, and whether one is needed."""
    rows = rows_of(draft)
    wrong = check_rows(rows, draft, as_of).refusals if rows else ()
    return {
        "typed": TypedHouseholdForm(),
        "households": shown_rows(rows),
        "wrong": wrong,
        "is_needed": materials(draft.party.kind, as_of).get("households", False),
    }


@login_required
@require_POST
def remove_household(request: HttpRequest, draft: int, number: int) -> HttpResponse:
    """Take a household out of the list again."""
    found = own_draft(request, draft)
    rows = [row for at, row in enumerate(rows_of(found), 1) if at != number]
    keep_households(request, found, rows)
    return redirect(step_address(found, STEP))


def keep_households(request: HttpRequest, draft: Draft, rows: Sequence[Row]) -> None:
    """The list in place of the one before; an empty one takes it away."""
    old = attachment(draft, STEP)
    if not rows:
        if old is not None:
            call = call_of(request, draft, "detach", {"paper": old.pk})
            detach_paper(call, draft=draft.pk, paper=old.pk)
        return
    data = packed(rows)
    file = kept(draft, STEP, data)
    told = {"file": file.digest, "version": draft.version}
    attach_paper(
        call_of(request, draft, STEP, told),
        draft=draft.pk,
        kind=STEP,
        file=file.pk,
        name="households.json",
        media_type="application/json",
        size_bytes=len(data),
        facts={"count": len(rows)},
    )
