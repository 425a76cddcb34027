"""One's own figures, pasted or in a workbook, held against a run or against plots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.uploads import laid_out, refuse_stopped
from qingshan.apps.projects.fieldwork import compared
from qingshan.apps.projects.forms import OwnFiguresForm, PlotFiguresForm
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.parting import parting_row
from qingshan.apps.projects.views.cases import case_crumbs, case_of, run_crumbs, run_of, why_href
from qingshan.core.carbon.figures import Comparison, Own, compare
from qingshan.core.carbon.own_figures import pasted_figures, read_figures_confined
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

TEMPLATE = "projects/compared.html"
HEADING = Label("与我的 Excel 对照", "Compare with my Excel")
PLOTS = Label("样地与我的 Excel 对照", "Compare plots with my Excel")
FIELD = Label("外业数据", "Field data")
LISTED, WRONG = 100, 422
Told = dict[str, Any]


@login_required
def with_run(request: HttpRequest, claim: int, run: int) -> HttpResponse:
    """Where one's own figures part from a run."""
    refuse_stopped(request)
    kept = run_of(request, claim, run)
    page: Told = {
        "form": OwnFiguresForm(request.POST or None, request.FILES or None),
        "heading": HEADING,
        "name": kept.digest[:8],
        "why_href": why_href(kept),
        "crumbs": run_crumbs(kept, Crumb(HEADING)),
    }
    return _answer(request, page, lambda own: _told(compare(stored_run(kept), own)))


@login_required
def with_plots(request: HttpRequest, claim: int, survey: int) -> HttpResponse:
    """Where one's own figures part from what the plots of a survey gave."""
    refuse_stopped(request)
    case = case_of(request, claim)
    found = case.field_surveys.filter(pk=survey).exclude(estimate=None).first()
    if found is None:
        raise Http404(survey)
    above = Crumb(FIELD, reverse("field", args=[case.pk]))
    page: Told = {
        "form": PlotFiguresForm(request.POST or None, request.FILES or None),
        "heading": PLOTS,
        "name": found.trees.name,
        "by_plots": True,
        "crumbs": case_crumbs(case, above, Crumb(PLOTS)),
    }

    def held(own: Own) -> Told:
        answer = compared(found, own)
        return _told(answer.found) | {"redesigned": answer.digest != found.estimate["digest"]}

    return _answer(request, page, held)


def _answer(request: HttpRequest, page: Told, hold: Callable[[Own], Told]) -> HttpResponse:
    """The form, or what came of holding what was handed in."""
    form = page["form"]
    if request.method != "POST":
        return render(request, TEMPLATE, page)
    if not form.is_valid():
        return render(request, TEMPLATE, page, status=WRONG)
    try:
        told = hold(_own(form))
    except Refused as refused:
        page["refused"] = refused.refusals
        return refused_page(request, TEMPLATE, refused, page)
    return render(request, TEMPLATE, page | told)


def _own(form: OwnFiguresForm) -> Own:
    given = form.cleaned_data["file"]
    if not given:
        return pasted_figures(form.cleaned_data["pasted"])
    with laid_out([given]) as path, place(now().date()):
        return read_figures_confined(path)


def _told(found: Comparison) -> Told:
    return {
        "found": found,
        "first": found.first and parting_row(found.first),
        "partings": [
            parting_row(each) | {"cell": found.cells.get(each.node.id, "")}
            for each in found.partings[:LISTED]
        ],
        "more": max(len(found.partings) - LISTED, 0),
        "unmatched": found.unmatched[:LISTED],
    }
