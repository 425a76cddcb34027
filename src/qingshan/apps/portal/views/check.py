"""Check a forest before any sign-up: what the file holds, about how many tonnes; all forgotten."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from qingshan.apps.base.clock import now
from qingshan.apps.land.bundle import Source
from qingshan.apps.land.intake import take_in
from qingshan.apps.land.reads import county_codes_of, county_names
from qingshan.apps.portal.forms import CheckForm
from qingshan.apps.portal.refusals import FILE_LARGE
from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.run import measure
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period

LIMIT_BYTES = 50 * 1024 * 1024
METHOD = "gz_ticket_v1"


@csrf_exempt  # it changes nothing and must work for a visitor who holds no cookie
def check(request: HttpRequest) -> HttpResponse:
    """The form, and what was found in the file."""
    if request.method != "POST":
        return render(request, "portal/check.html", {"form": CheckForm()})
    form = CheckForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, "portal/check.html", context, status=422)
    period = Period.inclusive(form.cleaned_data["first_day"], form.cleaned_data["last_day"])
    try:
        context |= _found(form.cleaned_data["file"], period, form.cleaned_data["crs"])
    except Refused as refused:
        context["refused"] = refused.refusals
    return render(
        request, "portal/check.html", context, status=422 if "refused" in context else 200
    )


def _found(file: UploadedFile[bytes], period: Period, crs: str) -> dict[str, Any]:
    """Read, check and measure in a folder that is gone afterwards."""
    size = file.size or 0
    if size > LIMIT_BYTES:
        raise Refused.because(
            FILE_LARGE,
            file.name or "",
            size_mb=f"{size / 2**20:.1f}",
            limit_mb=LIMIT_BYTES // 2**20,
        )
    today: date = now().date()
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / Path(file.name or "upload").name
        with path.open("wb") as handle:
            for chunk in file.chunks():
                handle.write(chunk)
        taken = take_in(Source(path), method=METHOD, period=period, as_of=today, crs=crs or None)
    run = measure(taken.compartments, method=METHOD, period=period, as_of=today)
    names = county_names()
    codes = sorted({code for code in county_codes_of(taken.layer.shapes) if code})
    return {
        "taken": taken,
        "run": run,
        "tree": explain(run, depth=4),
        "yield_text": f"{run.yield_t_ha_yr:.2f}",
        "period": period,
        "count": len(taken.keys),
        "drawn_ha": float(taken.shape_area_m2.sum()) / 10_000,
        "counties": "、".join(names[code] for code in codes),
        "notes": [*taken.notes, *(note.text for note in run.notes)],
    }
