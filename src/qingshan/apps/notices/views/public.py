"""What anyone sees of a notice: the list, the report with its figures, the comments in the end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from qingshan.apps.base import files
from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.frame import Crumb, address, language
from qingshan.apps.base.listing import knows
from qingshan.apps.land.reads import county_label, county_names, located, shapes_in, stands_of
from qingshan.apps.land.tiles import public_m
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.reads import days_left, notices
from qingshan.apps.notices.tabling import HEAD, Line, lines_of
from qingshan.apps.projects.anchors import point_of
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.papers import Telling, report_of
from qingshan.apps.projects.parcels import parcel_features
from qingshan.apps.projects.reads import assigned_body
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.report import Column, Section, Table
from qingshan.core.geo.shape import simplified
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

NOTICES = Label("公示", "Notices")
OVER = Label("已期满，处理意见", "over, comments being dealt with")
UNITS = {"亩": Label("亩", "mu")}
"""Units that stand in a report's cells as they are written in Chinese."""

LISTED = 100


@knows()
def board(request: HttpRequest) -> HttpResponse:
    """Reports under notice with the working days that remain, and those that were."""
    today = now().date()
    context = {
        "open_rows": [_row(notice, today) for notice in notices("open").reverse()],
        "past_rows": [_row(notice, today) for notice in notices("closed", "ended")[:LISTED]],
        "today": today,
    }
    return render(request, "notices/board.html", context)


def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One report under notice: summary, map, figures to open, documents, comments once closed."""
    found = found_notice(number)
    run = stored_run(found.report.run)
    claim = found.report.run.monitoring
    today = now().date()
    lines = lines_of(found) if found.state == "closed" else []
    count = claim.survey.compartments.count()
    context = {
        **_row(found, today),
        "run": found.report.run,
        "may_comment": _may_comment(found, today),
        "area_ha": run.area_ha,
        "compartments_note": Label(f"共 {count} 个小班", f"{count} sub-compartments"),
        "last_note": Label(f"至 {found.last_day}（含当日）", f"through {found.last_day}"),
        "verifier": assigned_body(claim, "verifying"),
        "spec": find_method(run.method).spec,
        "tree": explain(run, "removal", depth=2),
        "explain_href": explain_href(found),
        "features": _features(found, lines, today),
        "codes": [claim.project.county_code],
        "lines": lines,
        "today": today,
        "crumbs": crumbs(found),
    }
    return render(request, "notices/notice.html", context)


def explained(request: HttpRequest, number: str, node: str) -> HttpResponse:
    """Any figure of the report, opened, with the way to comment on it."""
    found = found_notice(number)
    try:
        tree = explain(stored_run(found.report.run), node, depth=4)
    except Refused as refused:
        raise Http404(node) from refused
    context = {
        "notice": found,
        "tree": tree,
        "may_comment": _may_comment(found, now().date()),
        "explain_href": explain_href(found),
        "crumbs": [*crumbs(found, is_above=True), Crumb(tree.label)],
    }
    return render(request, "notices/explained.html", context)


def document(request: HttpRequest, number: str) -> HttpResponse:
    """The report section by section, each of which can be commented on."""
    found = found_notice(number)
    told = found.report.document[language()]
    context = {
        "notice": found,
        "told_title": told["title"],
        "sections": [_section(section) for section in told["sections"]],
        "may_comment": _may_comment(found, now().date()),
        "crumbs": [*crumbs(found, is_above=True), Crumb(told["title"])],
    }
    return render(request, "notices/document.html", context)


def document_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The report as a paper, with outlines and names as strangers may see them."""
    found = found_notice(number)
    telling = Telling(
        language(),
        timezone.localtime(found.report.submitted).date(),
        found.number,
        public_m("ticket", "tolerance_m", found.first_day),
    )
    return _pdf(report_of(found.report.run, telling).pdf(), f"{found.number}-report-{language()}")


def table_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The table of comments as it was kept when the notice closed."""
    found = found_notice(number)
    if found.paper is None:
        raise Http404(number)
    return _pdf(files.read(found.paper.digest), f"{found.number}-comments")


@knows()
def table_csv(request: HttpRequest, number: str) -> HttpResponse:
    """The table of comments as CSV."""
    found = found_notice(number)
    if found.state != "closed":
        raise Http404(number)
    rows = [line.cells() for line in lines_of(found)]
    return csv_answer(f"{found.number}-comments.csv", list(HEAD), rows)


def found_notice(number: str) -> Notice:
    """The notice of that number; anything else is not there."""
    found = notices().filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def crumbs(found: Notice, *, is_above: bool = False) -> list[Crumb]:
    """The path to a notice, or to a page below it."""
    here = reverse("notice", args=[found.number]) if is_above else ""
    return [Crumb(NOTICES, address("notices")), Crumb(found.number, here)]


def explain_href(found: Notice) -> str:
    """Where a figure of the report opens; ``{id}`` stands for the figure."""
    return reverse("notice_why", args=[found.number, "-node-"]).replace("-node-", "{id}")


def _may_comment(found: Notice, today: date) -> bool:
    return found.state == "open" and today <= found.last_day


def _section(told: dict[str, Any]) -> Section:
    """A section of the report as it was handed in, in the language in which it was told."""
    return Section(
        _both(told["heading"]),
        tuple(_both(paragraph) for paragraph in told["paragraphs"]),
        tuple(
            Table(
                _both(table["caption"]),
                tuple(
                    Column(_both(column["label"]), column["unit"], column["figure"])
                    for column in table["columns"]
                ),
                tuple(tuple(UNITS.get(cell, cell) for cell in row) for row in table["rows"]),
            )
            for table in told["tables"]
        ),
    )


def _both(text: str) -> Label:
    return Label(text, text)


def _row(found: Notice, today: date) -> dict[str, Any]:
    claim = found.report.run.monitoring
    left = days_left(found, today)
    return {
        "notice": found,
        "claim": claim,
        "owner": claim.project.party.public_name,
        "place": located(
            county_label(claim.project.county_code, county_names()), claim.project.place
        ),
        "removal": found.report.run.removal,
        "left": left,
        "left_note": Label(f"还剩 {left} 个工作日", f"{left} working days left"),
        "over_word": OVER,
    }


def _features(found: Notice, lines: list[Line], today: date) -> dict[str, Any]:
    """The land, and the places that published comments point at."""
    stands = stands_of(found.report.run.monitoring.survey)
    shapes = simplified(shapes_in(stands), public_m("ticket", "tolerance_m", today))
    drawn = parcel_features(stands, shapes)
    for line in lines:
        if point := point_of(line.comment.anchor):
            drawn["features"].append(
                {
                    "type": "Feature",
                    "id": line.mark,
                    "geometry": {"type": "Point", "coordinates": point},
                    "properties": {"number": "", "title": line.comment.number, "tone": "bad"},
                }
            )
    return drawn


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
