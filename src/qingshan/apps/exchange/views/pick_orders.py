"""An order of several listings: looked for by quantity, shown line by line, confirmed at once."""

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
from qingshan.apps.books.reads import balance
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.doors import DEALS, OVERSEERS
from qingshan.apps.exchange.modes import BUY, LISTING
from qingshan.apps.exchange.pick_order_forms import (
    PickOrderForm,
    WishForm,
    picks_told,
    written_picks,
)
from qingshan.apps.exchange.pick_order_models import PickOrder
from qingshan.apps.exchange.pick_planning import Line, Plan, Wish, line_of, planned
from qingshan.apps.exchange.verbs.take_listings import take_listings
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, party_in_role
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.market.settlement import cash

HEADING = Label("按量摘牌", "Buy a quantity")
WITHOUT = "without"


@login_required
def pick(request: HttpRequest) -> HttpResponse:
    """Say how much, see which listings make it up, leave some out, and take them in one act.

    What is confirmed is what was shown: the form carries each listing with its quantity, and
    nothing is put in another's place.
    """
    buyer = get_object_or_404(Party, pk=party_in_role(actor_in(request), "trader"))
    moment = now()
    wish = WishForm(request.GET if "tonnes" in request.GET else None, initial=request.GET.dict())
    ahead = told_ahead(buyer, "", moment, (LISTING, BUY))

    def offered() -> Plan:
        """What there is now for the wish; nothing without one."""
        if not (wish.is_bound and wish.is_valid()):
            return Plan([])
        without = request.GET.getlist(WITHOUT)
        return planned(Wish(buyer, when=moment, without=without, **wish.told), ahead)

    shown = picks_told(request.POST.get("lines", ""))
    is_sent = request.method == "POST"
    plan = Plan([line_of(*one, moment) for one in shown]) if is_sent else offered()

    def do(call: Call, form: PickOrderForm) -> Model:
        told = form.cleaned_data
        try:
            return take_listings(call, buyer=buyer.pk, lines=told["lines"], purpose=told["purpose"])
        except Refused:
            # Whoever was first may have been so while this act waited for its turn.
            plan.refresh()
            raise

    page = form_page(HEADING, Label("确认摘牌", "Take them"), (MARKET, "market"))
    page |= {
        "template": "exchange/pick.html",
        "wish": wish,
        "plan": plan,
        "rows": [{"line": line, "without": _without(request, line)} for line in plan.lines],
        "again": request.get_full_path(),
        "gone": lambda: plan.gone(moment),
        "offered": offered,
        "free_fen": balance(cash(buyer.owner)).available,
        "ahead": ahead,
        "now": moment,
        "initial": {"lines": written_picks([(one.listing, one.quantity) for one in plan.lines])},
        "after": lambda done: reverse("pick_order", args=[done.number]),
    }
    return answer_form(request, PickOrderForm, do, page)


@login_required
def pick_order(request: HttpRequest, number: str) -> HttpResponse:
    """An order with its deals, for its buyer and for those who watch."""
    found = get_object_or_404(PickOrder.objects.select_related("buyer"), number=number)
    actor = actor_in(request)
    if not (actor.acts_for(found.buyer_id) or actor.may(*OVERSEERS)):
        raise Http404(number)
    context: dict[str, Any] = {
        "order": found,
        "purpose": PURPOSES[found.purpose],
        "deals": found.trades.select_related("seller").order_by("pk"),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(DEALS, address("deals")), Crumb(number)],
    }
    return render(request, "exchange/pick_order.html", context)


def _without(request: HttpRequest, line: Line) -> str:
    """The address of the same question without a listing."""
    asked = request.GET.copy()
    asked.appendlist(WITHOUT, line.listing.number)
    return f"?{asked.urlencode()}"
