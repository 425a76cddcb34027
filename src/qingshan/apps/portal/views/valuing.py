"""What units might be worth to a bank that lends on them: comparable deals, use by use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.forms import tonnes_field
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.diligence.worth import valued
from qingshan.apps.parties.acting import DESK, must_be
from qingshan.apps.pledges.doors import PLEDGES, ROLES
from qingshan.apps.pledges.rules import TABLE, valuation_rule
from qingshan.apps.registry.fields import TicketField
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import booking_day

VALUATION = Label("估值参考", "Valuation")


class ValuationForm(ToldForm):
    """How much of which ticket."""

    ticket = TicketField()
    tonnes = tonnes_field()


@login_required
def valuation(request: HttpRequest) -> HttpResponse:
    """The form, and what the quantity might be worth by the deals of each use; nothing is kept."""
    must_be(request, *ROLES)
    today = booking_day(now())
    form, rule = ValuationForm(request.GET or None), valuation_rule(today)
    context: dict[str, Any] = {
        "heading": VALUATION,
        "form": form,
        "rule": rule,
        "table": TABLE,
        "first": today - rule.look_back,
        "today": today,
        "crumbs": [
            Crumb(DESK, address("desk")), Crumb(PLEDGES, address("pledges")), Crumb(VALUATION)
        ],
    }  # fmt: skip
    is_good = bool(request.GET) and form.is_valid()
    if is_good:
        ticket, quantity = form.cleaned_data["ticket"], carbon(form.cleaned_data["tonnes"])
        context |= {"ticket": ticket, "quantity": quantity, "rows": _rows(quantity, today)}
    status = 422 if request.GET and not is_good else 200
    return render(request, "portal/valuation.html", context, status=status)


def _rows(quantity: int, today: date) -> list[dict[str, Any]]:
    return [{"use": PURPOSES[one.purpose], "line": one} for one in valued(quantity, today)]
