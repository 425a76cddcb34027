"""A run opened: result, parameters, plausibility, comparison with one's own figures and others."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, language
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.options import options_told
from qingshan.apps.projects.papers import Telling, report_of
from qingshan.apps.projects.parting import parting_row
from qingshan.apps.projects.views.cases import run_crumbs, run_of, why_href
from qingshan.apps.projects.work import run_rows
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.difference import Change, Difference, difference
from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.package.packing import part_label
from qingshan.core.carbon.reporting.document import APPENDIX
from qingshan.core.carbon.results import column_label
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

OPENED, LISTED, SHORT, WRONG = 4, 100, 8, 422


@login_required
def result(request: HttpRequest, claim: int, run: int) -> HttpResponse:
    """The result tree, what it rests on, and whether it is plausible: the report as a page."""
    kept = run_of(request, claim, run)
    opened = stored_run(kept)
    today = now().date()
    paper = report_of(kept, Telling(language(), today))
    context = {
        "kept": kept,
        "run": opened,
        "row": next(row for row in run_rows(kept.monitoring, today) if row.run.pk == kept.pk),
        "spec": find_method(opened.method).spec,
        "tree": explain(opened, depth=3),
        "why_href": why_href(kept),
        "options": options_told(find_method(opened.method).spec, opened.options),
        "sections": [
            (each, sum(len(table.rows) for table in each.tables) <= SHORT)
            for each in paper.document.sections
            if each.heading != APPENDIX
        ],
        "claim": kept.monitoring,
        "study": kept.doubts.exclude(result=None).order_by("-pk").first(),
        "crumbs": run_crumbs(kept),
        "now": now(),
    }
    return render(request, "projects/result.html", context)


@login_required
def why(request: HttpRequest, claim: int, run: int, node: str) -> HttpResponse:
    """Any figure of a run, opened."""
    kept = run_of(request, claim, run)
    try:
        tree = explain(stored_run(kept), node, depth=OPENED)
    except Refused as refused:
        raise Http404(node) from refused
    context = {
        "tree": tree,
        "kept": kept,
        "why_href": why_href(kept),
        "crumbs": run_crumbs(kept, Crumb(tree.label)),
    }
    return render(request, "projects/why.html", context)


@login_required
def changed(request: HttpRequest, claim: int, run: int, other: int) -> HttpResponse:
    """Where a run parts from an earlier one of the case."""
    kept, earlier = run_of(request, claim, run), run_of(request, claim, other)
    opened = stored_run(kept)
    found = difference(stored_run(earlier), opened)
    heading = Label("与另一次计量的差异", "Difference to another run")
    context = {
        "kept": kept,
        "earlier": earlier,
        "found": found,
        "changes": [(_change_label(each, opened), each) for each in found.changes],
        "first": found.first and parting_row(found.first),
        "gap_unit": found.removal_unit[1] - found.removal_unit[0],
        "rows": _rows(found, opened),
        "more": max(len(found.rows.changed) - LISTED, 0),
        "why_href": why_href(kept),
        "heading": heading,
        "crumbs": run_crumbs(kept, Crumb(heading)),
    }
    return render(request, "projects/changed.html", context)


def _rows(found: Difference, opened: Run) -> list[tuple[str, Label]]:
    """Keys of the first sub-compartments that changed, with what the method calls their columns."""
    spec = opened.plan.spec
    rows = []
    for key, names in found.rows.changed[:LISTED]:
        labels = [column_label(spec, name) for name in names]
        zh, en = "、".join(each.zh for each in labels), ", ".join(each.en for each in labels)
        rows.append((key, Label(zh, en)))
    return rows


def _change_label(change: Change, run: Run) -> Label:
    """What changed, by the names that the method gives to its options and parts."""
    kind, _, name = change.name.partition(":")
    option = run.plan.spec.option(name) if kind == "option" else None
    if option is not None:
        return option.label
    if kind == "digest":
        part = part_label(name)
        return Label(f"{part.zh}的摘要", f"digest of {part.en}")
    return change.label
