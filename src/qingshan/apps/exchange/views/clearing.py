"""The clearing of a day, and the fees of a month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.call import Actor
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.exchange.clearing import (
    cleared_days,
    clearing_of,
    fees_of_month,
    months_with_fees,
)
from qingshan.apps.exchange.doors import CLEARING, CLEARING_ROLES, OVERSEERS
from qingshan.apps.parties.acting import DESK, must_be
from qingshan.apps.parties.kinds import PARTY_KINDS
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import plain_tonnes


@login_required
def days(request: HttpRequest) -> HttpResponse:
    """Days on which something was delivered."""
    actor = must_be(request, *CLEARING_ROLES)
    context: dict[str, Any] = {
        "heading": CLEARING,
        "days": cleared_days(_only(actor)),
        "months": months_with_fees() if actor.may(*OVERSEERS) else [],
        "crumbs": [Crumb(DESK, address("desk")), Crumb(CLEARING)],
    }
    return render(request, "exchange/clearings.html", context)


@login_required
def day(request: HttpRequest, day: str) -> HttpResponse:
    """A day by party; a party sees its own line."""
    actor = must_be(request, *CLEARING_ROLES)
    told = clearing_of(_day(day), _only(actor))
    path = [Crumb(DESK, address("desk")), Crumb(CLEARING, address("clearings"))]
    context: dict[str, Any] = {
        "heading": CLEARING,
        "told": told,
        "is_whole": actor.may(*OVERSEERS),
        "crumbs": [*path, Crumb(Label(day, day))],
    }
    return render(request, "exchange/clearing.html", context)


@login_required
def day_csv(request: HttpRequest, day: str) -> HttpResponse:
    """The same as a table."""
    actor = must_be(request, *CLEARING_ROLES)
    head = [
        *("party", "deals", "corrections", "bought_t", "sold_t"),
        *("paid_yuan", "received_yuan", "fees_yuan", "net_yuan"),
    ]
    rows = [
        [
            *(one.party.name, one.deals, one.corrections),
            *(plain_tonnes(amount) for amount in (one.bought, one.sold)),
            *(
                plain_yuan(amount)
                for amount in (one.paid_fen, one.received_fen, one.fees_fen, one.net_fen)
            ),
        ]
        for one in clearing_of(_day(day), _only(actor)).parties
    ]
    return csv_answer(f"clearing-{day}.csv", head, rows)


@login_required
def fees_csv(request: HttpRequest, month: str) -> HttpResponse:
    """The fees of a month by party, with what an invoice needs; persons have no tax number."""
    must_be(request, *OVERSEERS)
    head = ["month", "invoice_title", "tax_number", "party_kind", "deals", "fees_yuan"]
    rows = [
        [month, one.party.name, one.party.credit_code, PARTY_KINDS[one.party.kind].zh,
         one.deals, plain_yuan(one.fees_fen)]
        for one in fees_of_month(_day(f"{month}-01"))
    ]  # fmt: skip
    return csv_answer(f"fees-{month}.csv", head, rows)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise Http404(told) from None


def _only(actor: Actor) -> list[int] | None:
    return None if actor.may(*OVERSEERS) else sorted(actor.parties)
