"""A bank asks to look, a holder says yes or no, and either takes back what it said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import say
from qingshan.apps.diligence.doors import ABOVE, BANK, HOLDERS
from qingshan.apps.diligence.forms import DeclineForm, GrantForm, HolderForm
from qingshan.apps.diligence.models import RightsConsent
from qingshan.apps.diligence.reads import consents_with
from qingshan.apps.diligence.rules import last_day
from qingshan.apps.diligence.verbs.ask_rights_check import ask_rights_check
from qingshan.apps.diligence.verbs.decline_rights_check import decline_rights_check
from qingshan.apps.diligence.verbs.grant_rights_check import grant_rights_check
from qingshan.apps.diligence.verbs.withdraw_rights_check import withdraw_rights_check
from qingshan.apps.parties.acting import (
    answer_form,
    form_page,
    keyed_call,
    must_be,
    party_in_role,
)
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

USUAL = timedelta(days=30)
"""What the form proposes; the holder chooses."""
WITHDRAWN = Label("已撤回：", "Withdrawn: ")


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """The bank names ticket and holder."""
    bank = party_in_role(must_be(request, BANK), BANK)

    def do(call: Call, form: HolderForm) -> Model:
        return ask_rights_check(call, bank=bank, **form.told)

    page: dict[str, Any] = form_page(
        Label("申请权利核查", "Ask for a rights check"), Label("提交申请", "Ask"), *ABOVE
    )
    page["about"] = Label(
        "由持有人决定是否同意；同意之前看不到任何内容。",
        "The holder decides; until then nothing is shown.",
    )
    return answer_form(request, HolderForm, do, page)


@login_required
def grant(request: HttpRequest) -> HttpResponse:
    """The holder lets a bank look, asked or not."""
    actor = must_be(request, *HOLDERS)
    asked = _one(actor, request.GET.get("consent", ""))
    holder = asked.holder_id if asked is not None else _own(actor)

    def do(call: Call, form: GrantForm) -> Model:
        told = {name: form.cleaned_data[name] for name in ("ticket", "bank", "until")}
        return grant_rights_check(call, holder=holder, **told)

    page: dict[str, Any] = form_page(
        Label("同意银行核查", "Let a bank look"), Label("同意", "Grant"), *ABOVE
    )
    page["about"] = Label(
        "银行可以看到贵方在这张碳票上的数量、质押、冻结和占用，其他碳票看不到。",
        "The bank sees what you hold of this ticket and what stands on it, and no other ticket.",
    )
    page["initial"] = _proposed(asked)
    page |= {"asked": asked, "template": "diligence/grant.html"}
    return answer_form(request, GrantForm, do, page)


@login_required
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """The holder says no, and why."""
    found = _one(must_be(request, *HOLDERS), number)
    if found is None:
        raise Http404(number)

    def do(call: Call, form: DeclineForm) -> Model:
        return decline_rights_check(call, consent=found.pk, reason=form.cleaned_data["reason"])

    heading = Label(f"不同意核查 {number}", f"Decline {number}")
    page: dict[str, Any] = form_page(heading, Label("回复不同意", "Decline"), *ABOVE)
    page["about"] = Label(
        f"{found.bank.label.zh}会看到理由。", f"{found.bank.label.en} sees the reason."
    )
    return answer_form(request, DeclineForm, do, page)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The bank takes back its request, the holder its consent."""
    actor = must_be(request, BANK, *HOLDERS)
    found = consents_with(actor.parties).filter(number=number).first()
    if found is None:
        raise Http404(number)
    done = withdraw_rights_check(keyed_call(request), consent=found.pk)
    messages.success(request, say(WITHDRAWN) + str(done))
    return redirect("rights_checks")


def _one(actor: Actor, number: str) -> RightsConsent | None:
    """A consent of which the visitor is the holder."""
    mine = consents_with(actor.parties).filter(holder__in=actor.parties)
    return mine.filter(number=number).first()


def _own(actor: Actor) -> int:
    return party_in_role(actor, next(role for role in HOLDERS if actor.may(role)))


def _proposed(asked: RightsConsent | None) -> Mapping[str, object]:
    today = booking_day(now())
    until = min(today + USUAL, last_day(today))
    if asked is None:
        return {"until": until}
    return {"ticket": asked.ticket.number, "bank": asked.bank.name, "until": until}
