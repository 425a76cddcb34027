"""Growth of a case before the event: curves on its own stands, their projection, downloads."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, language
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.projects.forms import GrowthForm
from qingshan.apps.projects.growth import (
    NOT_CREDITED,
    POINT_FIELDS,
    STAND_FIELDS,
    Asked,
    curve_rows,
    fitted,
    grown,
    left_out,
    listed_stands,
)
from qingshan.apps.projects.views.cases import case_crumbs, case_of
from qingshan.apps.projects.views.downloads import CSV, WORKBOOK, sent
from qingshan.core.carbon.ex_ante import NEVER_CREDITED, Projected
from qingshan.core.growth.curve import Curves
from qingshan.core.growth.picture import curves_svg
from qingshan.core.growth.projection import METHOD
from qingshan.core.growth.writing import curve_points
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.writing import csv_of, workbook_of

GROWTH = Label("生长预测", "Growth ahead")
SVG = "image/svg+xml"
WRONG = 422


@login_required
def growth(request: HttpRequest, claim: int) -> HttpResponse:
    """Curves on the sub-compartments of the case; with years told, what the stands will hold."""
    found = case_of(request, claim)
    form = GrowthForm(request.GET if "years" in request.GET else None)
    context: dict[str, Any] = {
        "claim": found,
        "form": form,
        "heading": GROWTH,
        "never_credited": NEVER_CREDITED,
        "method": METHOD,
        "crumbs": case_crumbs(found, Crumb(GROWTH)),
    }
    if form.is_bound and not form.is_valid():
        return render(request, "projects/growth.html", context, status=WRONG)
    today, refused = now().date(), None
    with place(today):
        try:
            context |= _curves(fitted(found, today))
        except Refused as why:
            refused = why
        if form.is_bound:
            try:
                context |= _projection(grown(found, _asked(form), today))
                context["query"] = request.GET.urlencode()
                # What gave no curve of its own goes along a published one.
                refused = None
            except Refused as why:
                refused = why
    if refused is not None:
        context["refused"] = refused.refusals
    if refused is None or not form.is_bound:
        # That stands give no curve is an answer; only who asks for years is refused.
        return render(request, "projects/growth.html", context)
    return refused_page(request, "projects/growth.html", refused, context)


@login_required
def curves(request: HttpRequest, claim: int, suffix: str) -> HttpResponse:
    """The curves as a picture, or as points that a field map reads."""
    found = case_of(request, claim)
    if suffix not in ("csv", "svg"):
        raise Http404(suffix)
    today = now().date()
    try:
        with place(today):
            made = fitted(found, today)
    except Refused as refused:
        raise Http404(suffix) from refused
    name = f"{found.project.name}-{GROWTH.say(language())}.{suffix}"
    if suffix == "svg":
        return sent(curves_svg(made.curves, language()).encode(), name, SVG)
    return sent(csv_of(curve_points(made), POINT_FIELDS), name, CSV)


@login_required
def stands(request: HttpRequest, claim: int, suffix: str) -> HttpResponse:
    """Every stand in every year asked for, as a list that says it is never credited."""
    found = case_of(request, claim)
    if suffix not in ("csv", "xlsx"):
        raise Http404(suffix)
    form, today = GrowthForm(request.GET), now().date()
    if not form.is_valid():
        raise Http404(suffix)
    with place(today):
        rows = listed_stands(found, grown(found, _asked(form), today))
    title = NOT_CREDITED.say(language())
    name = f"{found.project.name}-{GROWTH.say(language())}-{title}.{suffix}"
    if suffix == "csv":
        return sent(csv_of(rows, STAND_FIELDS, language=language()), name, CSV)
    book = workbook_of(rows, STAND_FIELDS, title=title, language=language())
    return sent(book, name, WORKBOOK)


def _asked(form: GrowthForm) -> Asked:
    told = form.cleaned_data
    return Asked(told["years"], told["reference"])


def _curves(own: Curves) -> dict[str, Any]:
    return {"curves": curve_rows(own), "without": own.without}


def _projection(made: Projected) -> dict[str, Any]:
    return {
        "years": made.yearly.to_dicts(),
        "published": made.published,
        "left_out": left_out(made),
    }
