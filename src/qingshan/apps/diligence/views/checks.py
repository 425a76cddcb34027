"""Sheets as bank and holder see them, their paper, and the check of it for everybody."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base import files
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, language
from qingshan.apps.diligence.doors import ABOVE, BANK, CHECKS, HOLDERS, ROLES
from qingshan.apps.diligence.forms import HolderForm
from qingshan.apps.diligence.lines import said
from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.diligence.paper import MEDIA_TYPE, ground_of
from qingshan.apps.diligence.reads import checks_with, consents_with
from qingshan.apps.diligence.verbs.open_rights_check import open_rights_check
from qingshan.apps.parties.acting import DESK, answer_form, form_page, must_be, party_in_role
from qingshan.apps.pledges.reads import pledges_with
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.proof.code import plain_code
from qingshan.core.proof.refusals import CODE_WRONG

PER_PAGE = 20
LOOKS = {"asked": "pending", "granted": "valid", "declined": "refused", "withdrawn": "closed"}
OVER = Label("已到期", "over")


@login_required
def checks(request: HttpRequest) -> HttpResponse:
    """Consents and sheets of one's parties on either side; all of them for audit."""
    actor = must_be(request, *ROLES)
    seen = _seen(actor)
    context: dict[str, Any] = {
        "heading": CHECKS,
        "consents": [_consent(actor, one) for one in consents_with(seen)[:PER_PAGE]],
        "page": Paginator(checks_with(seen), PER_PAGE).get_page(request.GET.get("page")),
        "may_ask": actor.may(BANK),
        "may_grant": actor.may(*HOLDERS),
        "key": secrets.token_urlsafe(12),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(CHECKS)],
    }
    return render(request, "diligence/checks.html", context)


@login_required
def check(request: HttpRequest, number: str) -> HttpResponse:
    """One sheet, as it was made; what happened since is not on it."""
    found = _one(must_be(request, *ROLES), number)
    context: dict[str, Any] = {
        "check": found,
        "ground": ground_of(found),
        "sections": [said(one, language()) for one in found.content],
        "crumbs": [
            Crumb(DESK, address("desk")),
            Crumb(CHECKS, address("rights_checks")),
            Crumb(found.number),
        ],
    }
    return render(request, "diligence/check.html", context)


@login_required
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The sealed paper in the language of the page."""
    found = _one(must_be(request, *ROLES), number)
    kept = found.paper_en if language() == "en" else found.paper_zh
    answer = HttpResponse(files.read(kept.digest), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


@login_required
def make(request: HttpRequest) -> HttpResponse:
    """The bank has a sheet made on a consent or on its own pledge."""
    bank = party_in_role(must_be(request, BANK), BANK)

    def do(call: Call, form: HolderForm) -> Model:
        return open_rights_check(call, bank=bank, **form.told)

    page: dict[str, Any] = form_page(
        Label("开具权利核查单", "Make a rights check sheet"), Label("开具", "Make it"), *ABOVE
    )
    page["about"] = Label(
        "写明此刻登记系统所载的内容和来源，附电子签名；不冻结任何数量。",
        "What stands in the register at this moment, with its sources, signed; nothing is held.",
    )
    page["initial"] = _named(request, bank)
    page["after"] = lambda done: reverse("rights_check", args=[str(done)])
    return answer_form(request, HolderForm, do, page)


def _named(request: HttpRequest, bank: int) -> dict[str, str]:
    """Ticket and holder of the consent or the pledge that led to the form."""
    consent = request.GET.get("consent", "")
    granted = consents_with([bank]).filter(number=consent, bank=bank).first()
    if granted is not None:
        return {"ticket": granted.ticket.number, "holder": granted.holder.name}
    number = request.GET.get("pledge", "")
    pledge = pledges_with([bank]).filter(number=number, pledgee=bank).first()
    if pledge is not None:
        ticket = pledge.asset.removeprefix("ticket:")
        return {"ticket": ticket, "holder": pledge.pledgor.name}
    return {}


def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Whether a sheet with this number and code was made; what stands on it is not told."""
    found = RightsCheck.objects.select_related("ticket").filter(number=number).first()
    code = request.GET.get("c", "")
    context: dict[str, Any] = {"number": number, "check": None}
    if code:
        if found is None or plain_code(code) != plain_code(found.check_code):
            raise Refused.because(CODE_WRONG, plain_code(code)[:24])
        context["check"] = found
    return render(request, "diligence/verify.html", context)


def _seen(actor: Actor) -> frozenset[int] | None:
    return None if actor.may("auditor") else actor.parties


def _one(actor: Actor, number: str) -> RightsCheck:
    """A sheet that is the visitor's to see; any other is not there."""
    found = checks_with(_seen(actor)).filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _consent(actor: Actor, one: RightsConsent) -> dict[str, Any]:
    """A line of the list, with what the visitor may do about it."""
    is_holder = actor.may(*HOLDERS) and actor.acts_for(one.holder_id)
    is_bank = actor.may(BANK) and actor.acts_for(one.bank_id)
    stands = one.holds_on(booking_day(now()))
    is_over = one.state == "granted" and not stands
    return {
        "consent": one,
        "look": "closed" if is_over else LOOKS[one.state],
        "word": OVER if is_over else one.state_label,
        "may_open": is_bank and stands,
        "may_answer": is_holder and one.state == "asked",
        "may_withdraw": (is_bank and one.state == "asked") or (is_holder and stands),
    }
