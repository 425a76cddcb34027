"""The case that a page is about, for those to whom it belongs."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.apps.projects.access import may_see
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.apps.projects.reads import claims
from qingshan.core.kernel.label import Label


def case_of(request: HttpRequest, key: int) -> MonitoringPeriod:
    """The period of that key; for strangers to the case there is none."""
    found = claims().filter(pk=key).first()
    if found is None or not may_see(actor_in(request), found):
        raise Http404(key)
    return found


def run_of(request: HttpRequest, case: int, key: int) -> KeptRun:
    """One run of a case, for those to whom the case belongs."""
    claim = case_of(request, case)
    found = claim.runs.select_related("measurer", "monitoring__project__party").filter(pk=key)
    if (run := found.first()) is None:
        raise Http404(key)
    return run


def case_crumbs(claim: MonitoringPeriod, *below: Crumb) -> list[Crumb]:
    """The path to a page of a case."""
    case = Crumb(claim.project.name, reverse("measuring", args=[claim.pk]) if below else "")
    return [Crumb(DESK, address("desk")), case, *below]


def run_crumbs(kept: KeptRun, *below: Crumb) -> list[Crumb]:
    """The path to a page of a run."""
    name = Label(f"计量 {kept.digest[:8]}", f"Run {kept.digest[:8]}")
    where = reverse("run", args=[kept.monitoring_id, kept.pk]) if below else ""
    return case_crumbs(kept.monitoring, Crumb(name, where), *below)


def why_href(kept: KeptRun) -> str:
    """Where a figure of a run opens; ``{id}`` stands for the figure."""
    at = reverse("run_why", args=[kept.monitoring_id, kept.pk, "-node-"])
    return at.replace("-node-", "{id}")
