"""Whether a contract or a statement of a deal was issued here, by number and check code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.numbering import is_whole, typed, written
from qingshan.apps.exchange.deal_paper import paper_with_code
from qingshan.apps.exchange.models import Trade
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.code import CODE_LENGTH, plain_code
from qingshan.core.proof.refusals import CODE_WRONG

SERIES = "CJ"
"""The letters that the number of a deal begins with."""


def deal_numbered(number: str) -> str | None:
    """The number of a deal, however it was typed; None when it is the number of something else."""
    series, digits = typed(number)
    return written(series, digits) if series == SERIES and is_whole(digits) else None


def check(request: HttpRequest, number: str) -> HttpResponse:
    """What stands on the paper with this code, and what became of the deal; no party is named.

    Without its code nothing is told, not even whether there is such a deal.
    """
    code = request.GET.get("c", "")
    context: dict[str, Any] = {"number": number, "paper": None}
    if code:
        found = Trade.objects.filter(number=number).first()
        context["paper"] = paper_with_code(found, code) if found else None
        if context["paper"] is None:
            raise Refused.because(CODE_WRONG, plain_code(code)[: 2 * CODE_LENGTH])
    return render(request, "exchange/deal_paper.html", context)
