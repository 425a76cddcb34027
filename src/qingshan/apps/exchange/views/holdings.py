"""Large holdings: the operator sees who is above the mark, the holder reports."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.exchange.doors import LARGE, OVERSEERS
from qingshan.apps.exchange.holding_forms import HoldingForm
from qingshan.apps.exchange.holding_models import LargeHolding
from qingshan.apps.exchange.holding_reads import ended_large, held_by, standing_large
from qingshan.apps.exchange.verbs.report_holding import report_holding
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, must_be
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

SHOWN = 50


@login_required
def large_holdings(request: HttpRequest) -> HttpResponse:
    """Who is above the mark, and whether it was reported."""
    must_be(request, *OVERSEERS)
    moment = now()
    day = booking_day(moment)
    rows = []
    for found in standing_large():
        held = held_by(found.asset, found.party_id, day)
        quantity = held.quantity if held else 0
        rows.append(
            {
                "holding": found,
                "quantity": quantity,
                "percent": f"{100 * quantity / held.circulating:.1f}" if held else "0.0",
                "is_late": booking_day(found.reported or moment) > found.due,
            }
        )
    context: dict[str, Any] = {
        "heading": LARGE,
        "rows": rows,
        "past": ended_large()[:SHOWN],
        "now": moment,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(LARGE)],
    }
    return render(request, "exchange/large_holdings.html", context)


@login_required
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Report a holding."""
    found = LargeHolding.objects.filter(number=number, state="owed").first()
    if found is None or not actor_in(request).acts_for(found.party_id):
        raise Http404(number)

    def do(call: Call, form: HoldingForm) -> Model:
        told = {name: form.cleaned_data[name] for name in ("reason", "intent")}
        return report_holding(call, holding=found.pk, **told)

    heading = Label(f"大户报告 {found.number}", f"Report of a holding {found.number}")
    page: dict[str, Any] = form_page(heading, Label("提交报告", "Report"))
    page |= {"template": "exchange/large_holding.html", "holding": found}
    return answer_form(request, HoldingForm, do, page)
