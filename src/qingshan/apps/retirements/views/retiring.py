"""What one may retire, and the form that says for whom and for what."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.roles import HOLDING_ROLES
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, must_be
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Ticket
from qingshan.apps.retirements.doors import RETIRING
from qingshan.apps.retirements.forms import PoolForm, RetireForForm
from qingshan.apps.retirements.reads import available, holdings, pools_of, retirements_of
from qingshan.apps.retirements.verbs.open_pool import open_pool
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.label import Label

SHOWN = 50
ASKED_DIGITS = 9
ABOVE = ((DESK, "desk"), (RETIRING, "retiring"))


@login_required
def retiring(request: HttpRequest) -> HttpResponse:
    """One's holdings with what can be done, pools under way, and what was retired."""
    actor = must_be(request, *HOLDING_ROLES)
    context = {
        "heading": RETIRING,
        "asked": _asked(request.GET.get("tonnes", "")),
        "holdings": holdings(actor.parties),
        "pools": [(row, row.state_label) for row in pools_of(actor.parties)[:SHOWN]],
        "retired": list(retirements_of(actor.parties)[:SHOWN]),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(RETIRING)],
        "now": now(),
    }
    return render(request, "retirements/retiring.html", context)


@login_required
def retire(request: HttpRequest, number: str, party: int) -> HttpResponse:
    """Retire units for a beneficiary."""
    ticket, holder = _held(request, number, party)

    def do(call: Call, form: RetireForForm) -> Model:
        return retire_units(
            call, ticket=ticket.pk, party=holder.pk, quantity=form.quantity, **form.use
        )

    heading = Label(f"为受益人注销 {number}", f"Retire {number} for a beneficiary")
    page = form_page(heading, Label("注销", "Retire"), *ABOVE) | _around(ticket, holder)
    page["after"] = lambda done: reverse("retirement", args=[done.number])
    page["initial"] = {
        name: request.GET[name][:60] for name in ("tonnes", "subject") if name in request.GET
    }
    return answer_form(request, RetireForForm, do, page)


@login_required
def begin(request: HttpRequest, number: str, party: int) -> HttpResponse:
    """Open a pool for the small shares of many people."""
    ticket, holder = _held(request, number, party)

    def do(call: Call, form: PoolForm) -> Model:
        return open_pool(call, ticket=ticket.pk, party=holder.pk, **form.use)

    heading = Label(f"合并注销 {number}", f"Pooled retirement of {number}")
    page = form_page(heading, Label("开立", "Open"), *ABOVE) | _around(ticket, holder)
    page["after"] = lambda done: reverse("pool", args=[done.number])
    return answer_form(request, PoolForm, do, page)


def _asked(told: str) -> str:
    """The tonnes that the calculator found, if it was asked before."""
    return told if told.isdigit() and len(told) <= ASKED_DIGITS else ""


def _around(ticket: Ticket, holder: Party) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "available": available(ticket, holder),
        "template": "retirements/retire.html",
    }


def _held(request: HttpRequest, number: str, party: int) -> tuple[Ticket, Party]:
    """A ticket and the party for which the visitor acts; anything else is not there."""
    if not actor_in(request).acts_for(party):
        raise Http404(number)
    return get_object_or_404(Ticket, number=number), get_object_or_404(Party, pk=party)
