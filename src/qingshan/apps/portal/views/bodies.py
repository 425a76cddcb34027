"""Bodies with their work and its outcome, and how long each step takes at each office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import Filter, asked, shown
from qingshan.apps.casework.kinds import kind_label, kinds, setting
from qingshan.apps.casework.machine import STEPS
from qingshan.apps.casework.reads import DAYS_A_MONTH
from qingshan.apps.casework.reads import stage_times as times_until
from qingshan.apps.parties.models import Party
from qingshan.apps.portal.workload import workloads, works_of
from qingshan.apps.projects.models import PARTS
from qingshan.core.kernel.label import Label

BODIES = Label("机构", "Bodies")


def bodies(request: HttpRequest) -> HttpResponse:
    """Measuring and verifying bodies with workload and outcome."""
    filters = [Filter("part", Label("业务", "Part"), list(PARTS.items()))]
    wanted = asked(request, filters, paged=False)
    rows = [one for one in workloads() if wanted["part"] in {"", one.part}]
    context = {
        "measurers": [one for one in rows if one.is_measurer],
        "verifiers": [one for one in rows if not one.is_measurer],
        "part": wanted["part"],
        "filters": shown(wanted),
        "is_narrowed": bool(wanted.values),
        "count": len(rows),
        "here": request.path,
        "today": now().date(),
    }
    return render(request, "portal/bodies.html", context)


def body(request: HttpRequest, body: int) -> HttpResponse:
    """One body: its work, and every period in which it had a part."""
    found = Party.objects.filter(pk=body).first()
    loads = workloads(found) if found else []
    if found is None or not loads:
        raise Http404(body)
    name = found.public_name
    context = {
        "name": found.label if found.kind != "person" else name,
        "loads": loads,
        "works": works_of(found),
        "today": now().date(),
        "crumbs": [Crumb(BODIES, address("bodies")), Crumb(name)],
    }
    return render(request, "portal/body.html", context)


def stage_times(request: HttpRequest) -> HttpResponse:
    """Medians of the last three months for each step at each office, beside those before."""
    today = now().date()
    named = [(name, kind_label(name, as_of=today)) for name in kinds()]
    filters = [Filter("kind", Label("事项", "Kind of case"), named)]
    wanted = asked(request, filters, paged=False)
    months = setting("stage", "months", as_of=today)
    earlier = today - timedelta(days=round(months * DAYS_A_MONTH))
    before = {_key(one): one for one in times_until(earlier)}
    context = {
        "rows": [
            _told(one, before.get(_key(one)), dict(named))
            for one in times_until(today)
            if wanted["kind"] in {"", one.kind}
        ],
        "months": months,
        "earlier": earlier,
        "filters": shown(wanted),
        "is_narrowed": bool(wanted.values),
        "here": request.path,
        "today": today,
    }
    return render(request, "portal/stage_times.html", context)


def _key(one: Any) -> tuple[str, str, int | None]:
    return one.kind, one.state, one.office.pk if one.office else None


def _told(one: Any, before: Any, named: dict[str, Label]) -> dict[str, Any]:
    return {
        "time": one,
        "step": STEPS[one.state],
        "kind": named.get(one.kind, Label(one.kind, one.kind)),
        "before": before.median_days if before else None,
    }
