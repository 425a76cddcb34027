"""Sampling and field data of a case: designed, taken to the forest, handed in and checked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, language
from qingshan.apps.base.gate import place
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.land.reads import shapes_of
from qingshan.apps.parties.acting import answer_form, party_in_role
from qingshan.apps.projects.assigned import lacks_body
from qingshan.apps.projects.field_forms import DesignForm, FieldSurveyForm
from qingshan.apps.projects.fieldwork import PARTS, latest_design
from qingshan.apps.projects.fieldwork_page import design_map, design_places, survey_row
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.papers import county_of
from qingshan.apps.projects.reads import latest_run
from qingshan.apps.projects.verbs.add_annex import OPEN
from qingshan.apps.projects.verbs.design_sampling import design_sampling
from qingshan.apps.projects.verbs.hand_in_field_survey import WORKBOOK, hand_in_field_survey
from qingshan.apps.projects.views.cases import case_crumbs, case_of
from qingshan.apps.projects.views.downloads import sent
from qingshan.core.kernel.label import Label
from qingshan.core.sampling.waypoints import gpx
from qingshan.core.sheets.writing import Field, workbook_of

GPX = "application/gpx+xml"
DESIGN = Label("抽样设计", "Sampling design")
FIELD = Label("外业数据", "Field data")
PLACE_FIELDS = (
    Field("plot", Label("样地号", "plot")),
    Field("stratum", Label("层", "stratum")),
    Field("compartment", Label("小班", "sub-compartment")),
    Field("longitude_deg", Label("设计经度", "planned longitude"), "度", decimals=7),
    Field("latitude_deg", Label("设计纬度", "planned latitude"), "度", decimals=7),
)


@login_required
def sampling(request: HttpRequest, claim: int) -> HttpResponse:
    """The design that counts, on the map and as a list; a form for another."""
    found = case_of(request, claim)

    def do(call: Call, form: DesignForm) -> Model:
        told = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        with place(now().date()):
            return design_sampling(call, monitoring=found.pk, as_of=now().date(), **told)

    design = latest_design(found)
    page = _page(found, DESIGN, "sampling") | {
        "template": "projects/sampling.html",
        "button": Label("布设样地", "Lay the plots out"),
        "design": design,
        "places": [] if design is None else design_places(design).to_dicts(),
        "features": None if design is None else design_map(found, design, shapes_of(found.survey)),
    }
    return answer_form(request, DesignForm, do, page)


@login_required
def field(request: HttpRequest, claim: int) -> HttpResponse:
    """Field data handed in so far with what was found; a form for more."""
    refuse_stopped(request)
    found = case_of(request, claim)

    def do(call: Call, form: FieldSurveyForm) -> Model:
        told = {part: form.cleaned_data[part] for part in PARTS if form.cleaned_data[part]}
        body = party_in_role(call.actor, "measurer")
        with place(now().date()):
            return hand_in_field_survey(
                call,
                monitoring=found.pk,
                measurer=body,
                as_of=now().date(),
                language=language(),
                **{part: _kept(file) for part, file in told.items()},
            )

    surveys = found.field_surveys.select_related("measurer", "trees").order_by("-pk")
    page = _page(found, FIELD, "field") | {
        "template": "projects/field.html",
        "button": Label("检查并留档", "Check and keep"),
        "surveys": [survey_row(survey) for survey in surveys],
        "run": latest_run(found),
    }
    return answer_form(request, FieldSurveyForm, do, page)


@login_required
def plots(request: HttpRequest, claim: int, suffix: str) -> HttpResponse:
    """The places of the design that counts: waypoints for a receiver, or a list."""
    found = case_of(request, claim)
    design = latest_design(found)
    if design is None or suffix not in ("gpx", "xlsx"):
        raise Http404(suffix)
    places, name = design_places(design), f"plots-{design.digest[:8]}.{suffix}"
    if suffix == "gpx":
        return sent(gpx(places), name, GPX)
    title = Label("样地", "Plots").say(language())
    book = workbook_of(places, PLACE_FIELDS, title=title, language=language())
    return sent(book, name, WORKBOOK)


@login_required
def marked(request: HttpRequest, claim: int, survey: int) -> HttpResponse:
    """The list of trees back, with a column of problems."""
    found = case_of(request, claim).field_surveys.filter(pk=survey).first()
    if found is None or found.marked is None:
        raise Http404(survey)
    stem = found.trees.name.rpartition(".")[0] or found.trees.name
    name = Label(f"{stem}（标出问题）.xlsx", f"{stem} (problems marked).xlsx").say(language())
    return sent(files.read(found.marked.digest), name, WORKBOOK)


def _page(claim: MonitoringPeriod, heading: Label, name: str) -> dict[str, Any]:
    county = county_of(claim)
    return {
        "heading": heading,
        "claim": claim,
        "crumbs": case_crumbs(claim, Crumb(heading)),
        "back": reverse(name, args=[claim.pk]),
        "may_act": claim.state in OPEN,
        "is_uncharged": claim.state in OPEN and lacks_body(claim, "measuring", now().date()),
        "codes": [county] if county else [],
        "now": now(),
    }


def _kept(file: UploadedFile[bytes]) -> int:
    kept = files.keep(file.read(), name=(file.name or "")[:160], media_type=file.content_type or "")
    key: int = kept.pk
    return key
