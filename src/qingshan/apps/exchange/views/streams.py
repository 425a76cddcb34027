"""The stream of the market as the site itself answers it: what is new, and when to ask again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from qingshan.apps.exchange.listening import (
    MEDIA_TYPE,
    OPENING,
    READ_EVERY_S,
    beat,
    frames,
    place_of,
)
from qingshan.apps.exchange.live import FEED
from qingshan.apps.registry.models import Ticket


@require_safe
def stream(request: HttpRequest, number: str = "") -> HttpResponse:
    """Deals, orders and halts since ``Last-Event-ID`` or ``?since=``, of one series or of all."""
    if number:
        get_object_or_404(Ticket, number=number)
    told = request.headers.get("Last-Event-ID", ""), request.GET.get("since", "")
    place = place_of(*told)
    # Another process of the site may have read further than this one.
    is_ahead = place is not None and place > FEED.cursor
    FEED.read(unless_read_within_s=0 if is_ahead else READ_EVERY_S)
    news, place = frames(FEED, place, number)
    answer = HttpResponse(OPENING + news + beat(place), content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
