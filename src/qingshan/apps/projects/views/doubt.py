"""Doubt about the parameters of a run: asked with a seed, drawn in the queue, told as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe

from qingshan.apps.base.call import Call
from qingshan.apps.base.frame import Crumb, language
from qingshan.apps.parties.acting import actor_in, answer_form
from qingshan.apps.projects.access import may_measure, may_verify
from qingshan.apps.projects.forms import DoubtForm
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import DoubtStudy
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.apps.projects.verbs.ask_doubt import ask_doubt
from qingshan.apps.projects.views.cases import run_crumbs, run_of
from qingshan.core.carbon.doubt_picture import doubt_svg
from qingshan.core.kernel.label import Label

DOUBT = Label("参数不确定性", "Doubt about parameters")
SHOWN, LOOK_AGAIN_S = 20, 3
"""Studies on the page, and after how many seconds a page with one under way looks again."""


@login_required
def doubt(request: HttpRequest, claim: int, run: int) -> HttpResponse:
    """The newest study with its picture, the others as a list, a form for one more."""
    kept = run_of(request, claim, run)

    def do(call: Call, form: DoubtForm) -> Model:
        told = form.cleaned_data
        return ask_doubt(call, run=kept.pk, seed=told["seed"], count=told["count"])

    actor, studies = actor_in(request), list(kept.doubts.order_by("-pk")[:SHOWN])
    waiting = [study for study in studies if study.result is None]
    done = next((study for study in studies if study.result is not None), None)
    page = {
        "template": "projects/doubt.html",
        "heading": DOUBT,
        "button": Label("开始抽取", "Draw"),
        "crumbs": run_crumbs(kept, Crumb(DOUBT)),
        "back": reverse("run_doubt", args=[kept.monitoring_id, kept.pk]),
        "claim": kept.monitoring,
        "kept": kept,
        "waiting": waiting,
        "look_again": LOOK_AGAIN_S if waiting and request.method == "GET" else 0,
        "study": done,
        "names": parameter_names(kept, done.result) if done is not None else None,
        "picture": done and drawn_picture(done),
        "studies": [study for study in studies if study.result is not None],
        "may_act": may_measure(actor, kept.monitoring) or may_verify(actor, kept.monitoring),
    }
    return answer_form(request, DoubtForm, do, page)


def drawn_picture(study: DoubtStudy) -> str:
    """The draws of a study that is told, as SVG in the language of the page."""
    assert study.result is not None
    return mark_safe(  # noqa: S308  made by us of numbers
        doubt_svg(study.result, study.result["gross_t"], language())
    )


def parameter_names(kept: KeptRun, result: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The parameters that were drawn, with their deviations, and those held, by their labels."""
    labels = {each.name: each.label for each in stored_run(kept).plan.parameters}
    return {
        "drawn": [(labels.get(name, name), share) for name, share in result["drawn"].items()],
        "fixed": [labels.get(name, name) for name in result["fixed"]],
    }
