"""A project on one page, at an address that stays."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.land.reads import county_label, county_names, located, stands_of
from qingshan.apps.portal.project_page import ProjectPage
from qingshan.apps.portal.rows import public_parcels
from qingshan.apps.projects.models import Project
from qingshan.core.kernel.label import Label

PROJECTS = Label("项目", "Projects")


def project(request: HttpRequest, project: int) -> HttpResponse:
    """What it is, whose, where, its tickets and papers, and everything that happened to it."""
    found = Project.objects.select_related("party").filter(pk=project).first()
    if found is None:
        raise Http404(project)
    page = ProjectPage(found)
    survey = page.shown_survey
    context = {
        "project": found,
        "shown": page,
        "holder": found.party.public_name,
        "place": located(county_label(found.county_code, county_names()), found.place),
        "amounts": page.amounts(),
        "periods": page.periods(),
        "papers": page.papers(),
        "steps": page.stage_times(),
        "lines": page.time_line(),
        "features": None if survey is None else public_parcels(stands_of(survey)),
        "codes": [found.county_code],
        "now": now(),
        "crumbs": [Crumb(PROJECTS, address("projects")), Crumb(found.name)],
    }
    return render(request, "portal/project.html", context)
