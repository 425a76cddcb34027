"""Taking a forest into a draft: from files, from a drawing, from numbers of the register."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from qingshan.apps.applications.attachments import kept
from qingshan.apps.applications.checks import period_of
from qingshan.apps.applications.lands import (
    Land,
    drawing_of,
    from_file,
    from_register,
    under_drawing,
)
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.verbs.attach_paper import attach_paper
from qingshan.apps.applications.views.owned import call_of
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import place
from qingshan.apps.base.uploads import laid_out
from qingshan.apps.land.checking import METHOD, MOST_CHOSEN, default_period
from qingshan.core.kernel.period import Period


def chosen(request: HttpRequest) -> list[int]:
    """Sub-compartments picked from the register, by their keys."""
    told = [*request.POST.getlist("pick"), *request.POST.get("numbers", "").split(",")]
    keys = [int(one) for one in map(str.strip, told) if one.isascii() and one.isdigit()]
    return keys[:MOST_CHOSEN]


def attach_land(
    request: HttpRequest,
    draft: Draft,
    *,
    parts: list[UploadedFile[bytes]] | None = None,
    numbers: list[int] | None = None,
    crs: str = "",
) -> None:
    """Read and check a forest in one of the few places, then keep it with the draft.

    Raises
    ------
    Refused
        Whatever is wrong with it; the draft then keeps the forest that it had.
    """
    as_of = now().date()
    told: dict[str, Any] = {
        "method": draft.answers.get("method") or METHOD,
        "period": period_of(draft) or Period.inclusive(*default_period(as_of).values()),
        "as_of": as_of,
    }
    if parts:
        with laid_out(parts) as path, place(as_of):
            drawing = drawing_of(path)
            if drawing is None:
                land = from_file(path, crs=crs, **told)
            else:
                land = from_register(under_drawing(drawing, as_of), **told)
    else:
        with place(as_of):
            land = from_register(numbers or [], **told)
    _attach(request, draft, land)


def _attach(request: HttpRequest, draft: Draft, land: Land) -> None:
    file = kept(draft, "land", land.bundle)
    attach_paper(
        call_of(request, draft, "land", {"file": file.digest, "version": draft.version}),
        draft=draft.pk,
        kind="land",
        file=file.pk,
        name=land.facts["file"] or "xiaoban.zip",
        media_type=ZIP,
        size_bytes=len(land.bundle),
        facts=land.facts,
    )
