"""The workspace: sign in, see what waits, do it, hand a survey in, see one's holdings."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.roles import role_label
from qingshan.apps.base.uploads import laid_out, refuse_stopped
from qingshan.apps.books.reads import balances_of
from qingshan.apps.land.bundle import MEDIA_TYPE, Source, pack
from qingshan.apps.land.intake import take_in
from qingshan.apps.land.reads import systems_of_counties
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.parties.acting import DESK, actor_in, party_in_role
from qingshan.apps.parties.models import Party
from qingshan.apps.portal.forms import ApplicationForm
from qingshan.apps.portal.inbox import perform, tasks_for
from qingshan.apps.portal.views.tenure import may_withdraw
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.reads import claims
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.ledger.model import AccountKind

METHOD = "gz_ticket_v1"
CARRIED = ("first_day", "last_day", "tenure_number")
"""What a check before the application may hand on in the address."""


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The inbox, the holdings and the cases of one's parties."""
    actor = actor_in(request)
    parties = list(Party.objects.filter(pk__in=actor.parties))
    cases = list(claims().filter(project__party__in=parties)[:50])
    may_apply = actor.may("applicant")
    context = {
        "tasks": tasks_for(actor, due=True),
        "at_will": tasks_for(actor, due=False),
        "roles": [role_label(role) for role in sorted(actor.roles)],
        "parties": parties,
        "holdings": [row for party in parties for row in _holdings(party)],
        "cases": cases,
        "withdrawable": {claim.pk for claim in cases if may_apply and may_withdraw(claim)},
        "may_apply": may_apply,
        "inbox_caption": Label("待办", "Inbox"),
        "will_caption": Label("挂牌与质押", "Offers and pledges"),
        "key": secrets.token_urlsafe(12),
        "now": now(),
    }
    return render(request, "portal/desk.html", context)


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Press a button of the inbox; the key in the form makes a second press harmless."""
    name = request.POST.get("act", "")
    key = request.POST.get("key") or secrets.token_urlsafe(12)
    subject = request.POST.get("subject", "0")
    call = Call(actor_in(request), now(), f"desk/{key}/{name}/{subject}")
    done = perform(call, name, int(subject) if subject.isdigit() else 0)
    messages.success(request, say(Label("已办结：", "Done: ")) + str(done))
    return redirect("desk")


@login_required
def apply(request: HttpRequest) -> HttpResponse:
    """Hand in a survey and register the project in one go; a refusal leaves nothing behind."""
    refuse_stopped(request)
    told = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
    form = ApplicationForm(request.POST or None, request.FILES or None, initial=told)
    context: dict[str, Any] = {
        "form": form,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(Label("提交申请", "Apply"))],
    }
    if request.method == "POST" and form.is_valid():
        try:
            claim = _register(request, form.cleaned_data)
        except Refused as refused:
            context["refused"] = refused.refusals
            return refused_page(request, "portal/apply.html", refused, context)
        messages.success(request, say(Label("已立项：", "Registered: ")) + str(claim))
        return redirect("desk")
    is_wrong = request.method == "POST"
    return render(request, "portal/apply.html", context, status=422 if is_wrong else 200)


def _register(request: HttpRequest, told: dict[str, Any]) -> MonitoringPeriod:
    actor = actor_in(request)
    party = party_in_role(actor, "applicant")
    period = Period.inclusive(told["first_day"], told["last_day"])
    moment = now()
    days: dict[str, Any] = {"start": period.start, "end": period.end}
    bundle, name = _checked(told["file"], period, told["crs"])
    with transaction.atomic():
        kept = files.keep(bundle, name=name, media_type=MEDIA_TYPE)
        call = Call(actor, moment, f"apply/{kept.digest[:24]}/{period.start}/{period.last}")
        survey = receive_survey(call.step("receive"), party=party, file=kept.pk, crs=told["crs"])
        accept_survey(
            call.step("accept"), survey=survey.pk, method=METHOD, as_of=moment.date(), **days
        )
        return register_project(
            call.step("register"),
            survey=survey.pk,
            name=told["name"],
            method=METHOD,
            place=told["place"],
            tenure_number=told["tenure_number"],
            **days,
        )


def _checked(parts: list[UploadedFile[bytes]], period: Period, crs: str) -> tuple[bytes, str]:
    """Read and check the upload before anything is entered; answer its bundle."""
    as_of = now().date()
    with laid_out(parts) as path, place(as_of):
        source = Source(path)
        with systems_of_counties():
            take_in(source, method=METHOD, period=period, as_of=as_of, crs=crs or None)
        return pack(source), f"{path.stem}.zip"


def _holdings(party: Party) -> list[dict[str, Any]]:
    rows = []
    for account, balance in balances_of(party.owner).items():
        if account.kind is AccountKind.PARTY and balance.posted:
            is_money = not account.asset.startswith("ticket:")
            rows.append(
                {
                    "party": party,
                    "asset": account.asset.removeprefix("ticket:"),
                    "is_money": is_money,
                    "balance": balance,
                }
            )
    return rows
