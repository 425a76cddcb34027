"""Papers of a case before a ticket makes them public: for its parties alone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from qingshan.apps.base import files
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import language
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.papers import Telling, package_of, report_of
from qingshan.apps.projects.views.cases import case_of, run_of
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.columns import template_csv, template_list, template_of
from qingshan.core.carbon.package.packing import MEDIA_TYPE
from qingshan.core.carbon.results import results_workbook
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.template import template

PDF = "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@login_required
def report(request: HttpRequest, claim: int, run: int, suffix: str) -> HttpResponse:
    """The monitoring report of a run as PDF or workbook, in the language of the page."""
    kept = run_of(request, claim, run)
    if suffix not in ("pdf", "xlsx"):
        raise Http404(suffix)
    paper = report_of(kept, Telling(language(), now().date()))
    title = Label("监测报告", "monitoring report").say(language())
    name = f"{kept.monitoring.project.name}-{title}-{kept.digest[:8]}.{suffix}"
    if suffix == "pdf":
        return sent(paper.pdf(), name, PDF)
    return sent(paper.workbook(), name, WORKBOOK)


@login_required
def package(request: HttpRequest, claim: int, run: int) -> HttpResponse:
    """The recomputation package of a run."""
    kept = run_of(request, claim, run)
    return sent(package_of(kept.pk), f"package-{kept.digest[:8]}.zip", MEDIA_TYPE)


@login_required
def results(request: HttpRequest, claim: int, run: int) -> HttpResponse:
    """Every column of a run as a workbook."""
    kept = run_of(request, claim, run)
    title = Label("各小班结果", "results").say(language())
    name = f"{kept.monitoring.project.name}-{title}-{kept.digest[:8]}.xlsx"
    return sent(results_workbook(stored_run(kept), language()), name, WORKBOOK)


@login_required
def columns(request: HttpRequest, claim: int, suffix: str) -> HttpResponse:
    """The columns that the method of a case takes, to be filled in."""
    found = case_of(request, claim)
    spec = find_method(found.method).spec
    asked = template_of(spec, found.options)
    name = f"{spec.id}.{suffix}"
    if suffix == "csv":
        return sent(template_csv(spec, asked), name, CSV)
    if suffix == "xlsx":
        return sent(template(template_list(spec, asked), language()), name, WORKBOOK)
    raise Http404(suffix)


@login_required
def paper(request: HttpRequest, claim: int, annex: int) -> HttpResponse:
    """An annex as it was added."""
    found = case_of(request, claim).annexes.select_related("file").filter(pk=annex).first()
    if found is None:
        raise Http404(annex)
    return sent(files.read(found.file.digest), found.name, found.file.media_type)


def sent(data: bytes, name: str, kind: str) -> HttpResponse:
    """A download that no browser keeps for the next person and none takes for a page."""
    answer = HttpResponse(data, content_type=kind or "application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
