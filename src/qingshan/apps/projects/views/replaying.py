"""The recomputation that a verifier sees: identical, or the first figure that differs, opened."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.uploads import laid_out, refuse_stopped
from qingshan.apps.projects.forms import ReplayForm
from qingshan.apps.projects.measuring import replayed
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.apps.projects.papers import package_of
from qingshan.apps.projects.replay import Answer, of_package, of_survey
from qingshan.apps.projects.views.cases import run_crumbs, run_of, why_href
from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

REPLAY = Label("复算", "Replay")
WRONG = 422


@login_required
def replay(request: HttpRequest, claim: int, run: int) -> HttpResponse:
    """What will be recomputed; a press of the button measures it all once more."""
    refuse_stopped(request)
    kept = run_of(request, claim, run)
    is_asked = request.method == "POST"
    form = ReplayForm(request.POST, request.FILES) if is_asked else ReplayForm()
    context: dict[str, Any] = {
        "form": form,
        "kept": kept,
        "claim": kept.monitoring,
        "heading": REPLAY,
        "why_href": why_href(kept),
        "crumbs": run_crumbs(kept, Crumb(REPLAY)),
    }
    if not is_asked:
        return render(request, "projects/replay.html", context)
    if not form.is_valid():
        return render(request, "projects/replay.html", context, status=WRONG)
    try:
        with place(now().date()):
            context["answers"] = _answers(kept, form.cleaned_data["file"])
    except Refused as refused:
        context["refused"] = refused.refusals
        return refused_page(request, "projects/replay.html", refused, context)
    return render(request, "projects/replay.html", context)


def _answers(kept: KeptRun, given: UploadedFile[bytes] | None) -> list[Answer]:
    """Of a package received alone; of the run by its package and by the survey handed in."""
    if given:
        with laid_out([given]) as path:
            return [of_package(recompute(path), kept)]
    with _package(kept) as path:
        return [of_package(recompute(path), kept), of_survey(replayed(kept), kept)]


@contextmanager
def _package(kept: KeptRun) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / f"package-{kept.digest[:8]}.zip"
        path.write_bytes(package_of(kept.pk))
        yield path
