"""The zones for everybody, and the form that buys there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import WholeTonnesForm
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import knows
from qingshan.apps.books.reads import balance
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.modes import BUY, JUDICIAL_ZONE, ZONES
from qingshan.apps.exchange.reads import listings_in
from qingshan.apps.exchange.verbs.buy_in_zone import buy_in_zone
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.exchange.zone_forms import PackForm, RulingForm
from qingshan.apps.exchange.zone_models import ZonePurchase
from qingshan.apps.parties.acting import (
    actor_in,
    answer_form,
    form_page,
    may_come,
    party_in_role,
)
from qingshan.apps.registry.purposes import JUDICIAL
from qingshan.core.kernel.label import Label
from qingshan.core.market.settlement import cash

SHOWN = 50
TRADING = ("trader", "applicant")
ABOUT = {
    JUDICIAL_ZONE: Label(
        "供人民法院和依裁判文书负有修复义务的当事人认购；交割时即注销，证书写明案号、受益人和事由，不再流通。",
        "For courts and for parties that a ruling obliges to restore. Units are retired as they "
        "are delivered; the certificate names ruling, beneficiary and event.",
    ),
}
FOR_PERSONS = Label(
    "供个人小额认购；交割时即注销，证书写明事由，不再流通。",
    "Small packs for persons. Units are retired as they are delivered; the certificate names the "
    "event.",
)


@knows()
def zone(request: HttpRequest, zone: str) -> HttpResponse:
    """What is offered in a zone, and what was retired through it."""
    if zone not in ZONES:
        raise Http404(zone)
    moment, name = now(), ZONES[zone]
    title = Label(name.zh, name.en.capitalize())
    done = ZonePurchase.objects.filter(trade__mode=zone, retirement__isnull=False)
    context: dict[str, Any] = {
        "heading": title,
        "about": ABOUT.get(zone, FOR_PERSONS),
        "listings": listings_in(zone, moment)[:SHOWN],
        "may_buy": may_come(request, *_roles(is_judicial=zone == JUDICIAL_ZONE)),
        "may_order": zone == JUDICIAL_ZONE and _is_court(request),
        "done": done.select_related("trade", "retirement").order_by("-pk")[:SHOWN],
        "now": moment,
        "crumbs": [Crumb(MARKET, address("market")), Crumb(title)],
    }
    return render(request, "exchange/zone.html", context)


@login_required
def buy(request: HttpRequest, number: str) -> HttpResponse:
    """Buy in a zone, to be retired at once."""
    listing = next(
        (row for name in ZONES for row in listings_in(name, now()).filter(number=number)), None
    )
    if listing is None:
        raise Http404(number)
    is_judicial = listing.zone == JUDICIAL_ZONE
    buyer = _buyer(actor_in(request), is_judicial=is_judicial)
    names = ("ruling", "beneficiary", "is_further") if is_judicial else ("purpose",)

    def do(call: Call, form: WholeTonnesForm) -> Model:
        told = {name: form.cleaned_data[name] for name in (*names, "subject", "relation")}
        told.setdefault("purpose", JUDICIAL)
        if is_judicial:
            told["is_person"] = form.cleaned_data["whose"] == "person"
        return buy_in_zone(call, listing=listing.pk, buyer=buyer, quantity=form.quantity, **told)

    title = ZONES[listing.zone]
    heading = Label(f"{title.zh}认购 {listing.number}", f"Buy {listing.number} in the {title.en}")
    page: dict[str, Any] = form_page(heading, Label("确认认购", "Buy"), (MARKET, "market"))
    there = Crumb(Label(title.zh, title.en.capitalize()), reverse("zone", args=[listing.zone]))
    page["crumbs"] = [page["crumbs"][0], there, Crumb(heading)]
    page |= {
        "template": "exchange/zone_purchase.html",
        "listing": listing,
        "free_fen": balance(cash(f"party:{buyer}")).available,
        "back": "deals",
        "ahead": told_ahead(buyer, listing.asset, now(), (listing.zone, BUY)),
    }
    kind: type[WholeTonnesForm] = RulingForm if is_judicial else PackForm
    return answer_form(request, kind, do, page)


def _is_court(request: HttpRequest) -> bool:
    return request.user.is_authenticated and actor_in(request).may("court")


def _roles(*, is_judicial: bool) -> tuple[str, ...]:
    return ("court", *TRADING) if is_judicial else TRADING


def _buyer(actor: Actor, *, is_judicial: bool) -> int:
    """The party for which the visitor buys: a court for itself, others as trader or holder."""
    roles = _roles(is_judicial=is_judicial)
    return party_in_role(actor, next((role for role in roles if actor.may(role)), "trader"))
