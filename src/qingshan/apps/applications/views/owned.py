"""What every page of the wizard begins with: the draft, its owner, the words around a step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from qingshan.apps.applications.attachments import PAPERS
from qingshan.apps.applications.limits import limit
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.points import is_settled, points_of
from qingshan.apps.applications.reads import days_left
from qingshan.apps.applications.steps import NUMBER_OF, STEPS, Gap, gaps
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, Step, address
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.apps.parties.models import User
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

APPLY = Label("申请碳票", "Apply for a ticket")
FILES = {"land": "file", "households": "file"}
"""What is given as a file stands at the file field of its step."""


def person(request: HttpRequest) -> User:
    """The signed-in visitor."""
    assert isinstance(request.user, User)
    return request.user


def own_draft(request: HttpRequest, key: int) -> Draft:
    """A draft of the visitor that is still open, or no page at all."""
    found = Draft.objects.select_related("party", "user", "notice__case").filter(
        pk=key, user=request.user.pk
    )
    draft = found.filter(state="open").first()
    if draft is None:
        raise Http404(key)
    return draft


def call_of(request: HttpRequest, draft: Draft, what: str, told: Any) -> Call:
    """The same content sent twice about the same draft is the same act."""
    key = f"draft/{draft.pk}/{what}/{digest_of(told)[:24]}"
    return Call(actor_in(request), now(), key)


def step_address(draft: Draft, step: str, field: str = "") -> str:
    """Where a step is filled in, at one of its fields or papers if told."""
    path = reverse("apply_step", kwargs={"draft": draft.pk, "step": step})
    if not field:
        return path
    return f"{path}#id_paper_{field}" if field in PAPERS else f"{path}#id_{FILES.get(field, field)}"


def around(draft: Draft, step: str, as_of: date) -> dict[str, Any]:
    """The step bar, what is missing, and when the draft expires."""
    number = NUMBER_OF[step]
    missing = gaps(draft, as_of)
    left = days_left(draft, as_of)
    return {
        "draft": draft,
        "step": STEPS[number - 1],
        "number": number,
        "bar": [_station(draft, place, number, missing) for place in range(1, len(STEPS) + 1)],
        "missing": [(gap, step_address(draft, gap.step, gap.field)) for gap in missing],
        "is_ending": left <= limit("draft", "warn_days", "d", as_of),
        "left": left,
        "before": step_address(draft, STEPS[number - 2].name) if number > 1 else "",
        "after": step_address(draft, STEPS[number].name) if number < len(STEPS) else "",
        "points": [point for point in points_of(draft) if step in point.steps],
        "is_settled": is_settled(draft, step),
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(APPLY, address("apply")),
            Crumb(STEPS[number - 1].label),
        ],
    }


def placed(draft: Draft, refusals: tuple[Refusal, ...]) -> list[dict[str, Any]]:
    """Refusals by the step they belong to, each with the address of its field."""
    rows: dict[str, dict[str, Any]] = {}
    for refusal in refusals:
        step = str(refusal.facts.get("at", "land"))
        row = rows.setdefault(
            step,
            {"label": STEPS[NUMBER_OF[step] - 1].label, "refusals": [], "number": NUMBER_OF[step]},
        )
        row["refusals"].append(refusal)
        row.setdefault("href", step_address(draft, step, str(refusal.facts.get("field", ""))))
    return sorted(rows.values(), key=lambda row: row["number"])


def _station(draft: Draft, place: int, number: int, missing: list[Gap]) -> Step:
    step = STEPS[place - 1]
    href = step_address(draft, step.name)
    if place == number:
        return Step(step.label, stage="now")
    if any(gap.step == step.name for gap in missing):
        return Step(step.label, stage="todo", href=href)
    return Step(step.label, stage="done", href=href)
