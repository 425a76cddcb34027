"""The public log: signed heads, entries, and the proofs that strangers check offline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.keys import LOG, signer
from qingshan.apps.base.listing import knows, must_know
from qingshan.apps.base.problems import problem
from qingshan.apps.base.verb import verbs
from qingshan.apps.log import reads
from qingshan.apps.log.reads import Line
from qingshan.apps.log.refusals import NUMBER_UNREADABLE
from qingshan.apps.portal.views.open_data import published_key
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.codes import code_label

SHOWN, MOST = 30, 1000


@knows("entry")
def public_log(request: HttpRequest) -> HttpResponse:
    """The newest heads, the last entries or those around the one asked for, and how to check."""
    size, newest = reads.size(), reads.latest_head()
    refused: Refused | None = None
    first, asked = max(size - SHOWN, 0), None
    try:
        asked = _number(request, "entry")
    except Refused as fault:
        refused = fault
    if asked is not None:
        first = min(asked, size)
    context = {
        "size": size,
        "signed": newest.size if newest else 0,
        "newest": newest,
        "heads": reads.heads(limit=SHOWN),
        "lines": [_shown(line) for line in reads.lines(first, SHOWN)],
        "asked": asked,
        "refused": refused.refusals if refused else (),
        "is_absent": asked is not None and asked >= size,
        "key_id": signer(LOG).key_id,
        "now": now(),
    }
    return render(request, "portal/log.html", context)


def heads(request: HttpRequest) -> JsonResponse:
    """Signed heads, newest first, each in the form that strangers keep."""
    told = [{"size": head.size, "text": head.text} for head in reads.heads(limit=MOST)]
    return JsonResponse({"log": reads.log_name(), "heads": told})


def entries(request: HttpRequest) -> HttpResponse:
    """Entries as lines of text, from ``first`` on, at most a thousand at once."""
    try:
        must_know(request, "first")
        first = _number(request, "first") or 0
    except Refused as refused:
        return problem(refused)
    told = "".join(f"{line.entry.line.decode()}\n" for line in reads.lines(first, MOST))
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


def proof(request: HttpRequest) -> HttpResponse:
    """The proof of one entry; without a number what is asked for."""
    return _document(request, "log-proof", "entry")


def growth(request: HttpRequest) -> HttpResponse:
    """The proof that one head continues another; without sizes what is asked for."""
    return _document(request, "log-growth", "first", "second")


def log_key(request: HttpRequest) -> HttpResponse:
    """The key that signs the heads."""
    return published_key(LOG)


def _shown(line: Line) -> dict[str, Any]:
    """An entry with its name in words."""
    entry = line.entry
    events = {card.event: card.label for card in verbs().values()}
    known = events.get(entry.name) or Label(entry.name, entry.name)
    label = code_label(entry.name) if entry.kind == reads.PUBLIC_KIND else known
    return {"number": line.number, "entry": entry, "label": label}


def _document(request: HttpRequest, name: str, *parts: str) -> HttpResponse:
    try:
        numbers = [_number(request, part) for part in parts]
        asked = [number for number in numbers if number is not None]
        if len(asked) < len(parts):
            return JsonResponse({"asks": list(parts), "page": reverse("log")})
        made = reads.proof(*asked) if len(parts) == 1 else reads.growth(*asked)
    except Refused as refused:
        return problem(refused)
    response = HttpResponse(made, content_type="application/json")
    file = f"{name}-{'-'.join(map(str, asked))}.json"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _number(request: HttpRequest, name: str) -> int | None:
    """A whole number from the address; none when it is not there."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused.because(NUMBER_UNREADABLE, name, value=text[:20])
    return int(text)
