"""What proves a ticket: the package that anyone can recompute, and the monitoring report."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from qingshan.apps.base.frame import language
from qingshan.apps.base.reporting import report_pdf
from qingshan.apps.land.reads import county_names
from qingshan.apps.parties.reads import public_name
from qingshan.apps.portal.rows import county_label
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import tickets
from qingshan.core.carbon.package.packing import MEDIA_TYPE, pack_run
from qingshan.core.carbon.reporting.document import monitoring_report
from qingshan.core.carbon.reporting.dossier import Dossier, Facts
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

DEMO_NOTE = Label("演示环境，数据为虚构", "Demonstration: the data are made up")
KEPT_MOST = 16
"""Packages held in memory; each has the same bytes whenever it is made."""


def package(request: HttpRequest, number: str) -> HttpResponse:
    """The recomputation package of a ticket: inputs, table rows, rows and record; no names."""
    found = _ticket(number)
    return _file(_packed(found.report.run_id), MEDIA_TYPE, f"{found.number}-package.zip")


def report(request: HttpRequest, number: str) -> HttpResponse:
    """The monitoring report of a ticket as PDF, in the language of the page."""
    found = _ticket(number)
    spoken = language()
    name = f"{found.number}-report-{spoken}.pdf"
    return _file(_report(found, spoken), "application/pdf", name)


@lru_cache(maxsize=KEPT_MOST)
def _packed(run: int) -> bytes:
    kept = stored_run(KeptRun.objects.get(pk=run))
    return pack_run(kept, kept.frame)


def _report(found: Ticket, spoken: str) -> bytes:
    run, project = found.report.run, found.monitoring.project
    county = county_label(project.county_code, county_names()).say(spoken)
    facts = Facts(
        project=project.name,
        number=found.number,
        holder=public_name(found.party),
        place=f"{county}{project.place}",
        county=project.county_code,
        measurer=run.measurer.label.say(spoken),
        note=DEMO_NOTE.say(spoken) if settings.DEMO else "",
        reported=timezone.localtime(found.report.submitted).date(),
    )
    dossier = Dossier(stored_run(run), facts)
    return report_pdf(dossier, monitoring_report(dossier, open_shelf()), spoken)


def _ticket(number: str) -> Ticket:
    found = tickets().filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
