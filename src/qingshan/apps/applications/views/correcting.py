"""Correcting what was handed in: the points of the notice, and the steps opened again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from qingshan.apps.applications.models import Application, Draft
from qingshan.apps.applications.points import STEP_LABELS, points_of
from qingshan.apps.applications.reads import applications_of
from qingshan.apps.applications.verbs.start_correction import start_correction
from qingshan.apps.applications.views.owned import APPLY, person, step_address
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.casework.models import CorrectionNotice
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.core.kernel.label import Label

CORRECT = Label("补正", "Correction")


@login_required
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """What the notice asks for, and a button that opens the steps concerned."""
    found = applications_of(actor_in(request).parties).filter(number=number).first()
    if found is None:
        raise Http404(number)
    notice = found.case.notices.order_by("-pk").first()
    if notice is None or found.case.state != "correction_asked":
        return redirect("application", number=number)
    if request.method == "POST":
        return redirect(_begun(request, notice))
    standing = Draft.objects.filter(notice=notice, user=person(request).pk, state="open").first()
    context = {
        "crumbs": _path(found),
        "application": found,
        "notice": notice,
        "points": points_of(Draft(notice=notice)),
        "standing": standing,
    }
    return render(request, "applications/correct.html", context)


def _begun(request: HttpRequest, notice: CorrectionNotice) -> str:
    """A draft of the correction, at the first step that a point concerns."""
    count = Draft.objects.filter(notice=notice, user=person(request).pk).exclude(state="open")
    key = f"correct/{notice.pk}/{person(request).pk}/{count.count()}"
    draft = start_correction(Call(actor_in(request), now(), key), notice=notice.pk)
    steps = {step for point in points_of(draft) for step in point.steps}
    first = next((name for name in STEP_LABELS if name in steps), "submit")
    return step_address(draft, first)


def _path(found: Application) -> list[Crumb]:
    here = Crumb(found.number, reverse("application", kwargs={"number": found.number}))
    return [Crumb(DESK, address("desk")), Crumb(APPLY, address("apply")), here, Crumb(CORRECT)]
