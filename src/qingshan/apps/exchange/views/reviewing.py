"""The operator reviews listings before they open (挂牌审核)."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.exchange.doors import TRADING
from qingshan.apps.exchange.forms import ReasonForm
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.modes import ZONES
from qingshan.apps.exchange.reads import listings_reviewed, listings_to_review
from qingshan.apps.exchange.reviewing import doubts
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.exchange.verbs.refuse_listing import refuse_listing
from qingshan.apps.parties.acting import DESK, answer_form, form_page, keyed_call, must_be
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

REVIEWS = Label("挂牌审核", "Review of listings")
ADMITTED = Label("已通过", "admitted")
SHOWN = 20


@login_required
def listings(request: HttpRequest) -> HttpResponse:
    """What waits for review, each with what the market knows of it, and what was reviewed."""
    must_be(request, "operator")
    moment = now()
    context: dict[str, Any] = {
        "heading": REVIEWS,
        "rows": [
            {"listing": one, "zone": ZONES.get(one.zone), "doubts": doubts(one, moment)}
            for one in listings_to_review()
        ],
        "past": listings_reviewed()[:SHOWN],
        "admitted": ADMITTED,
        "key": secrets.token_urlsafe(12),
        "now": moment,
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(TRADING, address("trading_desk")),
            Crumb(REVIEWS),
        ],
    }
    return render(request, "exchange/listing_reviews.html", context)


@login_required
@require_POST
def admit(request: HttpRequest, number: str) -> HttpResponse:
    """Open a listing."""
    must_be(request, "operator")
    found = get_object_or_404(Listing, number=number)
    done = admit_listing(keyed_call(request), listing=found.pk)
    messages.success(request, say(Label("已挂牌：", "Opened: ")) + str(done))
    return redirect("listing_reviews")


@login_required
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Send a listing back with a reason."""
    must_be(request, "operator")
    found = get_object_or_404(Listing.objects.select_related("seller"), number=number)

    def do(call: Call, form: ReasonForm) -> Model:
        return refuse_listing(call, listing=found.pk, reason=form.cleaned_data["reason"])

    heading = Label(f"退回挂牌 {number}", f"Refuse listing {number}")
    above = ((DESK, "desk"), (TRADING, "trading_desk"), (REVIEWS, "listing_reviews"))
    page = form_page(heading, Label("退回", "Refuse"), *above)
    tonnes, who = tonnes_text(found.left), found.seller.label
    page["about"] = Label(
        f"{who.zh}挂牌 {tonnes} 吨；退回后解除冻结，卖方会收到理由，可重新挂牌。",
        f"{tonnes} t of {who.en}; they are free again, the seller is told why and may list anew.",
    )
    return answer_form(request, ReasonForm, do, page)
